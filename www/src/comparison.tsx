// Two snapshots: what is configured differently, and who moves.

import { useMemo } from 'preact/hooks';
import { answerOf } from './answers';
import { differencesOf, type Difference } from './differences';
import { count as grouped, fixedPercent } from './figures';
import type { Loaded } from './loading';
import { Swatch, type Looks } from './looks';
import { SimulationForm, SimulationOutcome, type SimulationControls } from './population';
import { keyOf, movementOf, type Outcome, type SimulationResult } from './simulation';
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
    () => (other ? differencesOf(loaded.text, other.text) : []),
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
    return 'complaint' in answer ? NONE : answer;
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
            const here = change === 'added' ? NOTHING : outcome(loaded, subject);
            const there = change === 'removed' ? NOTHING : outcome(other, subject);
            const isOther = here.outcome !== there.outcome || here.value !== there.value;
            // Values are said where the name alone does not tell the difference.
            const isValueTold = isOther && here.outcome === there.outcome;
            const words = ({ outcome, value }: typeof NONE) => (isValueTold ? `${outcome} ${value}` : outcome);
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
                <td>{words(here)}</td>
                <td>{isOther ? <strong>{words(there)}</strong> : words(there)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Nobody is decided for, and the subject is not there. */
const NONE = { outcome: 'none', value: '' };
const NOTHING = { outcome: '', value: '' };

const WORDS: { readonly [member: string]: string } = {
  defaultVariation: 'default variation',
  evaluationStrategy: 'strategy',
  entityOverrides: 'overrides',
  valueType: 'type',
  launches: 'launch',
  experiments: 'experiment',
  segments: 'segment',
  runs: 'experiment run',
};

function Movement({ result, total, looks }: { result: SimulationResult; total: number; looks: Looks }) {
  const movements = movementOf(result);
  const rows = distinct(movements.map(({ from }) => from));
  const columns = distinct(movements.map(({ to }) => to));
  const moved = movements.reduce((sum, { moves, count }) => sum + (moves ? count : 0), 0);
  const between = (row: string, column: string) =>
    movements.find(({ from, to }) => keyOf(from) === row && keyOf(to) === column);
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
              {[...columns].map(([key, outcome]) => (
                <th key={key} scope="col">
                  <span class="soft">to</span> <OutcomeName outcome={outcome} looks={looks} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...rows].map(([row, outcome]) => (
              <tr key={row}>
                <th scope="row">
                  <OutcomeName outcome={outcome} looks={looks} />
                </th>
                {[...columns.keys()].map((column) => {
                  const { count = 0, moves = row !== column } = between(row, column) ?? {};
                  return (
                    <td key={column} class={!moves ? 'stays' : count > 0 ? 'moves' : ''}>
                      {count === 0 ? <span class="soft">–</span> : fixedPercent(count / total)}
                      {count > 0 && <span class="soft wide"> {moves ? 'move' : 'stay'}</span>}
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

function distinct(outcomes: readonly Outcome[]): Map<string, Outcome> {
  return new Map(outcomes.map((outcome) => [keyOf(outcome), outcome]));
}

function OutcomeName({ outcome: { name, value }, looks }: { outcome: Outcome; looks: Looks }) {
  return (
    <>
      <Swatch look={looks(name)} /> {name}
      {value !== '' && <span class="soft"> {value}</span>}
    </>
  );
}
