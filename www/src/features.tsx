// The table of all features and flags, with what each of them is for the chosen entity.

import { answerOf } from './answers';
import { looksOfFeature, looksOfFlag } from './appearance';
import { isRunning, type Feature, type Flag } from './document';
import type { Loaded } from './loading';
import { ShareBar, Swatch } from './looks';
import { flagShares, sharesOf } from './shares';
import { isSame, type State, type Subject, type Update } from './state';

interface FeaturesProps {
  readonly loaded: Loaded;
  readonly state: State;
  readonly update: Update;
}

export function Features({ loaded, state, update }: FeaturesProps) {
  const wanted = state.filter.trim().toLowerCase();
  const isWanted = (...texts: string[]) => texts.some((text) => text.toLowerCase().includes(wanted));
  const { features, flags } = loaded.configuration;
  const shownFeatures = features.filter((feature) =>
    isWanted(feature.name, feature.description, statusOf(feature, state.now)),
  );
  const shownFlags = flags.filter((flag) => isWanted(flag.key, flag.title, statusOfFlag(flag)));
  const shown = shownFeatures.length + shownFlags.length;
  const all = features.length + flags.length;
  return (
    <>
      <div class="filter">
        <input
          type="search"
          id="filter"
          aria-label="Filter features and flags"
          placeholder="Filter by name, description or status"
          value={state.filter}
          onInput={(event) => update({ filter: event.currentTarget.value })}
        />
        <span class="hint">{shown === all ? `${all} in all` : `${shown} of ${all}`}</span>
      </div>
      {shown === 0 ? (
        <p class="empty">
          {all === 0 ? 'This snapshot has neither features nor flags.' : 'None of them is called that.'}
        </p>
      ) : (
        <div class="scroll list" tabIndex={0} role="region" aria-label="Features and flags">
          <table class="features">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col" class="wide">
                  Type
                </th>
                <th scope="col">Status</th>
                <th scope="col" class="wide">
                  Split now
                </th>
                <th scope="col">Decision</th>
              </tr>
            </thead>
            {shownFeatures.length > 0 && (
              <tbody>
                {shownFeatures.map((feature) => (
                  <FeatureRow key={feature.name} feature={feature} loaded={loaded} state={state} update={update} />
                ))}
              </tbody>
            )}
            {shownFlags.length > 0 && (
              <tbody>
                {shownFlags.map((flag) => (
                  <FlagRow key={flag.key} flag={flag} loaded={loaded} state={state} update={update} />
                ))}
              </tbody>
            )}
          </table>
        </div>
      )}
    </>
  );
}

function FeatureRow({ feature, loaded, state, update }: FeaturesProps & { feature: Feature }) {
  const subject: Subject = { kind: 'feature', name: feature.name };
  const looks = looksOfFeature(feature);
  const shares = sharesOf(feature, loaded.segments.matching(state.persona.context), state.now);
  const parts = [...shares].map(([name, share]) => ({ name, share, look: looks(name) }));
  return (
    <tr class={isSame(subject, state.selected) ? 'chosen' : ''}>
      <NameCell subject={subject} state={state} update={update} />
      <td class="wide soft">{feature.type}</td>
      <td>
        <Status text={statusOf(feature, state.now)} />
      </td>
      <td class="wide">
        <ShareBar parts={parts} />
      </td>
      <DecisionCell subject={subject} loaded={loaded} state={state} looks={looks} />
    </tr>
  );
}

function FlagRow({ flag, loaded, state, update }: FeaturesProps & { flag: Flag }) {
  const subject: Subject = { kind: 'flag', name: flag.key };
  const looks = looksOfFlag(flag);
  // Without a run or variants there is nothing to split.
  const isSplit = flag.runs.some(isRunning) || flag.variants.length > 0;
  const { context } = state.persona;
  const shares = isSplit ? flagShares(flag, (rule) => loaded.rules.settles(flag.key, rule, context)) : null;
  const parts = shares && [...shares].map(([name, share]) => ({ name, share, look: looks(name) }));
  return (
    <tr class={isSame(subject, state.selected) ? 'chosen' : ''}>
      <NameCell subject={subject} state={state} update={update} />
      <td class="wide soft">flag</td>
      <td>
        <Status text={statusOfFlag(flag)} />
      </td>
      <td class="wide">{parts && <ShareBar parts={parts} />}</td>
      <DecisionCell subject={subject} loaded={loaded} state={state} looks={looks} />
    </tr>
  );
}

function NameCell({ subject, state, update }: { subject: Subject; state: State; update: Update }) {
  return (
    <th scope="row">
      <button
        type="button"
        class="name"
        aria-pressed={isSame(subject, state.selected)}
        onClick={() => choose(subject, update)}
      >
        {subject.name}
      </button>
    </th>
  );
}

function choose(subject: Subject, update: Update): void {
  update({ selected: subject });
  // In a narrow window the decision is below the table.
  if (matchMedia('(max-width: 1100px)').matches) document.getElementById('detail')?.scrollIntoView();
}

interface DecisionCellProps {
  readonly subject: Subject;
  readonly loaded: Loaded;
  readonly state: State;
  looks(name: string): string;
}

function DecisionCell({ subject, loaded, state, looks }: DecisionCellProps) {
  const answer = answerOf(loaded.evaluator, subject, state.persona, state.now);
  if ('complaint' in answer) return <td class="soft">none</td>;
  return (
    <td class="outcome">
      <Swatch look={looks(answer.outcome)} /> {answer.outcome}
    </td>
  );
}

function Status({ text }: { text: string }) {
  return <span class={text === '–' ? 'soft' : 'status'}>{text}</span>;
}

/** In a few words. */
export function statusOf(feature: Feature, now: number): string {
  if (feature.isDefaultOnly) return 'default only';
  const launch = feature.launches.find(isRunning);
  const words: string[] = [];
  if (launch) {
    const started = launch.steps.filter(({ start }) => start <= now).length;
    words.push(`launch, step ${started} of ${launch.steps.length}`);
  }
  if (feature.experiments.some(isRunning)) words.push('experiment');
  return words.join('; ') || '–';
}

export function statusOfFlag({ variants, runs, isEnabled }: Flag): string {
  const words: string[] = [];
  if (runs.some(isRunning)) words.push('run');
  if (variants.length > 0) words.push(`${variants.length} variants`);
  return words.join('; ') || (isEnabled ? 'on' : 'off');
}
