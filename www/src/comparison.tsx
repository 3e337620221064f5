// Two snapshots: what is configured differently, and who moves.

import { useMemo } from 'preact/hooks';
import { answerOf } from './answers';
import { differencesOf, type Difference } from './differences';
import { count as grouped, fixedPercent } from './figures';
import type { Loaded } from './loading';
import { Swatch, type Looks } from './looks';
import { SimulationForm, SimulationOutcome, type SimulationControls } from './population';
import { movementOf, type SimulationResult } from './simulation';
import { isSame, type State, type Subject, type Update } from './state';

interface ComparisonProps extends SimulationControls {
  readonly loaded: Loaded;
  /** The snapshot to compare with; null if there is none, or none that loads. */
  readonly other: Loaded | null;
  readonly state: State;
  readonly looks: Looks;
}

export function Comparison(props: ComparisonProps) {
  const { loaded, other, state, looks, update } = props;
  const differences = useMemo(
    () => (other ? differencesOf(loaded.configuration, other.configuration) : []),
    [loaded, other],
  );
  if (!other) {
    return (
      <div class="empty">
        <p>There is nothing to compare with yet.</p>
        <p class="with-buttons">
          <button type="button" class="main" onClick={() => update({ other: state.snapshot, list: 'other' })}>
            Copy this snapshot, and change the copy
          </button>
          <button type="button" onClick={() => update({ list: 'other' })}>
            Paste or open another
          </button>
        </p>
      </div>
    );
  }
  return (
    <>
      <section aria-labelledby="differences-title">
        <h3 id="differences-title">What is configured differently</h3>
        <p class="hint">And what the chosen entity gets from this snapshot (here) and from the other one (there).</p>
        {differences.length === 0 ? (
          <p class="empty">Nothing that decides.</p>
        ) : (
          <Differences differences={differences} loaded={loaded} other={other} state={state} update={update} />
        )}
      </section>
      <section aria-labelledby="movement-title">
        <h3 id="movement-title">Who moves</h3>
        <p class="hint">
          The same entities in both: rows are what they get from this snapshot, columns what from the other one.
        </p>
        <SimulationForm {...props} />
        <SimulationOutcome {...props}>
          {(result) => <Movement result={result} total={props.job.count} looks={looks} />}
        </SimulationOutcome>
      </section>
    </>
  );
}

interface DifferencesProps {
  readonly differences: readonly Difference[];
  readonly loaded: Loaded;
  readonly other: Loaded;
  readonly state: State;
  readonly update: Update;
}

function Differences({ differences, loaded, other, state, update }: DifferencesProps) {
  const outcome = (loaded: Loaded, subject: Subject) => {
    const answer = answerOf(loaded.evaluator, subject, state.persona, state.now);
    return 'complaint' in answer ? 'none' : answer.outcome;
  };
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Differences">
      <table class="figures" id="differences">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Change</th>
            <th scope="col">Here</th>
            <th scope="col">There</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ subject, change, members }) => {
            const here = change === 'added' ? '' : outcome(loaded, subject);
            const there = change === 'removed' ? '' : outcome(other, subject);
            return (
              <tr key={`${subject.kind} ${subject.name}`} class={isSame(subject, state.selected) ? 'chosen' : ''}>
                <th scope="row">
                  <button
                    type="button"
                    class="name"
                    disabled={change === 'added'}
                    onClick={() => update({ selected: subject })}
                  >
                    {subject.name}
                  </button>
                </th>
                <td>{members.length > 0 ? members.map((member) => WORDS[member] ?? member).join(', ') : change}</td>
                <td>{here}</td>
                <td>{here !== there ? <strong>{there}</strong> : there}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const WORDS: { readonly [member: string]: string } = {
  defaultVariation: 'default variation',
  isDefaultOnly: 'strategy',
  title: 'name',
  isEnabled: 'value',
  launches: 'launch',
  experiments: 'experiment',
  segments: 'segment',
  runs: 'experiment run',
};

function Movement({ result, total, looks }: { result: SimulationResult; total: number; looks: Looks }) {
  const rows = movementOf(result);
  const names = [...new Set([...rows.keys(), ...[...rows.values()].flatMap((row) => [...row.keys()])])];
  const columns = names.filter((to) => [...rows.values()].some((row) => row.has(to)));
  let moved = 0;
  for (const [from, row] of rows) for (const [to, count] of row) if (from !== to) moved += count;
  return (
    <>
      <p>
        <strong>{fixedPercent(moved / total)}</strong> move: {grouped(moved)} of {grouped(total)} entities.
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Movement">
        <table class="figures movement" id="movement">
          <thead>
            <tr>
              <th scope="col">Here</th>
              {columns.map((name) => (
                <th key={name} scope="col">
                  <span class="soft">to</span> <Swatch look={looks(name)} /> {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...rows].map(([from, row]) => (
              <tr key={from}>
                <th scope="row">
                  <Swatch look={looks(from)} /> {from}
                </th>
                {columns.map((to) => {
                  const count = row.get(to) ?? 0;
                  return (
                    <td key={to} class={from === to ? 'stays' : count > 0 ? 'moves' : ''}>
                      {count === 0 ? <span class="soft">–</span> : fixedPercent(count / total)}
                      {count > 0 && <span class="soft wide"> {from === to ? 'stay' : 'move'}</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
