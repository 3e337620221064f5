// The page: a function of the state.

import { useMemo, useRef, useState } from 'preact/hooks';
import { answerOf, orComplaint } from './answers';
import { featureOf, flagOf, looksOfFeature, looksOfFlag } from './appearance';
import { Clock } from './clock';
import { Code } from './code';
import { Comparison } from './comparison';
import { Decision } from './decision';
import { Entity } from './entity';
import { EXAMPLES, openExample } from './examples';
import { explain, rulersOf } from './explanation';
import { Features } from './features';
import { Header } from './header';
import type { Loaded, Loading } from './loading';
import { Patterns } from './looks';
import { Population } from './population';
import { Rulers } from './ruler';
import { Schedule } from './schedule';
import { flagShares, sharesOf, splitRanges } from './shares';
import type { Job } from './simulation';
import type { Simulator } from './simulator';
import { SnapshotEditor } from './snapshot-editor';
import { isCalm, type State, type Subject, type Update, type View } from './state';
import { Tabs, type Tab } from './tabs';
import { Trace } from './trace';

export interface PageProps {
  readonly state: State;
  readonly update: Update;
  /** Of the snapshot, and of the one to compare with. */
  readonly loading: Loading;
  readonly otherLoading: Loading;
  readonly population: Simulator;
  readonly movement: Simulator;
}

export function Page(props: PageProps) {
  const { state, update, loading } = props;
  const [isDropping, setDropping] = useState(false);
  const calm = useCalm(state);
  const { loaded } = loading;
  // A simulation tells often how far it is: what does not show that is not drawn again.
  const question = useMemo(
    () => (
      <div class="question">
        <Entity state={calm} update={update} />
        <Clock configuration={loaded?.configuration ?? null} selected={calm.selected} now={calm.now} update={update} />
      </div>
    ),
    [calm, loaded],
  );
  const left = useMemo(() => <Left {...props} state={calm} />, [calm, loading, props.otherLoading]);
  const onDrop = async (event: DragEvent) => {
    setDropping(false);
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    await openFile(file, state, update);
  };
  return (
    <div
      class={isDropping ? 'page dropping' : 'page'}
      onDragOver={(event) => {
        // Texts that are dragged are the editors' business.
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={(event) => {
        if (event.relatedTarget === null) setDropping(false);
      }}
      onDrop={onDrop}
    >
      <a class="skip" href="#detail" onClick={focusDetail}>
        Skip to the decision
      </a>
      <Patterns />
      <Header state={state} update={update} onOpen={(file) => openFile(file, state, update)} />
      <main>
        {question}
        <div class="columns">
          {left}
          <section class="detail" id="detail" tabIndex={-1} aria-label="Decision">
            {loaded ? <Detail {...props} loaded={loaded} /> : <Nothing problems={loading.problems.length} />}
          </section>
        </div>
      </main>
      <footer>
        <p class="hint">Everything happens in this page: nothing that you enter is sent anywhere. <a href="licences.txt">Licences</a></p>
      </footer>
      <p class="notice" role="status" aria-live="polite">
        {state.notice}
      </p>
    </div>
  );
}

/** The state as it was when something other than passing things last changed. */
function useCalm(state: State): State {
  const calm = useRef(state);
  if (!isCalm(state, calm.current)) calm.current = state;
  return calm.current;
}

/** The hash is the state's: the link must not replace it. */
function focusDetail(event: Event) {
  event.preventDefault();
  document.getElementById('detail')?.focus();
}

async function openFile(file: File, state: State, update: Update): Promise<void> {
  const text = await file.text();
  const isOther = state.list === 'other';
  update({ ...(isOther ? { other: text } : { snapshot: text }), notice: `Opened ${file.name}.` });
}

function Left({ state, update, loading, otherLoading }: PageProps) {
  const tabs: Tab<State['list']>[] = [
    { name: 'features', title: titleOf(loading) },
    { name: 'snapshot', title: <>Snapshot <Badge count={loading.problems.length} /></> },
    { name: 'other', title: <>Compare with <Badge count={otherLoading.problems.length} /></> },
  ];
  return (
    <section class="left" aria-label="Snapshot">
      <Tabs label="Snapshot" tabs={tabs} chosen={state.list} onChoose={(list) => update({ list })}>
        {state.list === 'features' && <FeatureList state={state} update={update} loading={loading} />}
        {state.list === 'snapshot' && (
          <SnapshotEditor
            label="Snapshot, as JSON"
            text={state.snapshot}
            problems={loading.problems}
            standIn={loading.loaded ? '; the last snapshot that loaded goes on deciding.' : '.'}
            onChange={(snapshot) => update({ snapshot })}
          />
        )}
        {state.list === 'other' && (
          <>
            {state.other === '' && (
              <p class="with-buttons">
                <button type="button" onClick={() => update({ other: state.snapshot })}>
                  Copy the snapshot here
                </button>
              </p>
            )}
            <SnapshotEditor
              label="Snapshot to compare with, as JSON"
              text={state.other}
              problems={otherLoading.problems}
              standIn={otherLoading.loaded ? '; the last that loaded is compared with.' : '.'}
              onChange={(other) => update({ other, view: 'comparison' })}
            />
          </>
        )}
      </Tabs>
    </section>
  );
}

function titleOf({ loaded }: Loading): string {
  const { features = [], flags = [] } = loaded?.configuration ?? {};
  if (flags.length === 0) return 'Features';
  return features.length === 0 ? 'Flags' : 'Features and flags';
}

function Badge({ count }: { count: number }) {
  return count > 0 ? <span class="badge">{count === 1 ? '1 problem' : `${count} problems`}</span> : null;
}

function FeatureList({ state, update, loading }: { state: State; update: Update; loading: Loading }) {
  const { loaded, problems } = loading;
  return (
    <>
      {problems.length > 0 && (
        <p class="complaint" role="alert">
          The snapshot does not load.{' '}
          {loaded && 'The last one that did goes on deciding. '}
          <button type="button" class="inline" onClick={() => update({ list: 'snapshot' })}>
            See what is wrong
          </button>
        </p>
      )}
      {loaded ? (
        <Features loaded={loaded} state={state} update={update} />
      ) : (
        problems.length === 0 && (
          <div class="empty">
            <p>No snapshot. Open a file, drop one anywhere on the page, or begin with an example:</p>
            <p class="with-buttons">
              {EXAMPLES.map(({ name, title }) => (
                <button key={name} type="button" onClick={() => void openExample(name, state, update)}>
                  {title}
                </button>
              ))}
            </p>
          </div>
        )
      )}
    </>
  );
}

function Nothing({ problems }: { problems: number }) {
  return <p class="empty">{problems > 0 ? 'Nothing has loaded yet: nothing is decided.' : 'Without a snapshot there is nothing to decide.'}</p>;
}

const TABS: readonly Tab<View>[] = [
  { name: 'why', title: 'Why' },
  { name: 'schedule', title: 'Schedule' },
  { name: 'population', title: 'Population' },
  { name: 'comparison', title: 'Comparison' },
  { name: 'code', title: 'Code' },
];

function Detail(props: PageProps & { loaded: Loaded }) {
  const { state, update, loaded } = props;
  const { configuration, evaluator } = loaded;
  const feature = featureOf(configuration, state.selected);
  const flag = flagOf(configuration, state.selected);
  const subject = state.selected;
  if (!subject || !(feature || flag)) {
    return <p class="empty">{subject ? `${subject.name} is not in this snapshot. ` : ''}Choose a feature or a flag.</p>;
  }
  const looks = feature ? looksOfFeature(feature) : flag ? looksOfFlag(flag) : () => 'none';
  const answer = answerOf(evaluator, subject, state.persona, state.now);
  return (
    <>
      <Decision subject={subject} description={feature?.description ?? flag?.title ?? ''} answer={answer} looks={looks} state={state} />
      <Tabs label="About the decision" tabs={TABS} chosen={state.view} onChoose={(view) => update({ view })}>
        <DetailView {...props} subject={subject} looks={looks} feature={feature} flag={flag} />
      </Tabs>
    </>
  );
}

interface DetailViewProps extends PageProps {
  readonly loaded: Loaded;
  readonly subject: Subject;
  looks(name: string): string;
  readonly feature: ReturnType<typeof featureOf>;
  readonly flag: ReturnType<typeof flagOf>;
}

function DetailView(props: DetailViewProps) {
  const { state, update, loaded, subject, looks, feature } = props;
  const onNotice = (notice: string) => update({ notice });
  switch (state.view) {
    case 'why':
      return <WhyView {...props} />;
    case 'schedule':
      return feature ? (
        <Schedule feature={feature} segments={loaded.segments.matching(state.persona.context)} now={state.now} onTime={(now) => update({ now })} />
      ) : (
        <p class="empty">Flags have no schedule: time changes nothing.</p>
      );
    case 'population':
      return <PopulationView {...props} />;
    case 'comparison': {
      const other = props.otherLoading.loaded;
      const job = jobOf(state, subject, other ? [loaded.text, other.text] : [loaded.text]);
      return (
        <Comparison
          loaded={loaded}
          other={other}
          state={state}
          looks={looks}
          simulation={state.movement}
          job={job}
          onStart={props.movement.start}
          onCancel={props.movement.cancel}
          update={update}
        />
      );
    }
    case 'code':
      return <Code subject={subject} persona={state.persona} now={state.now} onNotice={onNotice} />;
  }
}

function WhyView({ state, update, loaded, subject, looks, feature }: DetailViewProps) {
  const { persona, now } = state;
  const why = useMemo(() => orComplaint(() => explain(loaded.evaluator, subject, persona, now)), [loaded, subject, persona, now]);
  const splits = feature ? splitRanges(feature, loaded.segments.matching(persona.context), now) : [];
  if ('complaint' in why) return <p class="empty">Without a decision there is nothing to explain.</p>;
  return (
    <>
      <section aria-labelledby="ruler-title">
        <h3 id="ruler-title">Where the entity falls</h3>
        <Rulers rulers={rulersOf(why, splits)} looks={looks} />
      </section>
      <Trace why={why} onNotice={(notice) => update({ notice })} />
    </>
  );
}

function PopulationView({ state, update, loaded, subject, looks, feature, flag, population }: DetailViewProps) {
  const { context } = state.persona;
  const configured = feature
    ? sharesOf(feature, loaded.segments.matching(context), state.now)
    : flag
      ? flagShares(flag, (rule) => loaded.rules.settles(rule, context))
      : null;
  return (
    <Population
      configured={configured}
      looks={looks}
      simulation={state.population}
      job={jobOf(state, subject, [loaded.text])}
      onStart={population.start}
      onCancel={population.cancel}
      update={update}
    />
  );
}

function jobOf({ persona, now, count }: State, subject: Subject, snapshots: readonly string[]): Job {
  return { snapshots, subject, context: persona.context, now, count };
}
