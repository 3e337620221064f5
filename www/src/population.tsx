// Many entities: what share of them gets what, beside what is configured.

import { count as grouped, fixedPercent, percent } from './figures';
import { LARGEST_COUNT, SMALLEST_COUNT } from './hash';
import { Swatch, type Looks } from './looks';
import { countsOf, intervalOf, isSameJob, type Job, type SimulationResult } from './simulation';
import type { Simulation, Update } from './state';
import { useWidth } from './width';

export interface SimulationControls {
  readonly simulation: Simulation;
  /** What would be simulated now. */
  readonly job: Job;
  onStart(job: Job): void;
  onCancel(): void;
  readonly update: Update;
}

interface PopulationProps extends SimulationControls {
  /** Parts of 1 by outcome; null if they depend on rules that look at the entity. */
  readonly configured: ReadonlyMap<string, number> | null;
  readonly looks: Looks;
}

export function Population({ configured, looks, ...controls }: PopulationProps) {
  return (
    <>
      <p class="hint">
        Entities <code>user-1</code>, <code>user-2</code> and so on, all with the present context, at the present time.
      </p>
      <SimulationForm {...controls} />
      <SimulationOutcome {...controls}>
        {(result) => <Shares result={result} total={controls.job.count} configured={configured} looks={looks} />}
      </SimulationOutcome>
    </>
  );
}

const COUNTS = [1_000, 10_000, 100_000, 1_000_000];

export function SimulationForm({ simulation, job, onStart, onCancel, update }: SimulationControls) {
  const isRunning = simulation.status === 'running';
  return (
    <form
      class="simulation with-buttons"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isRunning) onStart(job);
      }}
    >
      <label>
        <span>How many entities</span>
        <input
          type="number"
          id="count"
          min={SMALLEST_COUNT}
          max={LARGEST_COUNT}
          step={1}
          list="counts"
          value={job.count}
          onChange={(event) => {
            const count = Math.round(event.currentTarget.valueAsNumber);
            if (count >= SMALLEST_COUNT && count <= LARGEST_COUNT) update({ count });
          }}
        />
        <datalist id="counts">
          {COUNTS.map((count) => (
            <option key={count} value={count} />
          ))}
        </datalist>
      </label>
      {/* Not `disabled`, which would take the focus away. */}
      <button type="submit" class="main" aria-disabled={isRunning}>
        Simulate
      </button>
      <button type="button" onClick={() => isRunning && onCancel()} aria-disabled={!isRunning}>
        Cancel
      </button>
    </form>
  );
}

interface OutcomeProps extends SimulationControls {
  children(result: SimulationResult): preact.ComponentChildren;
}

/** How far the worker is, or what it found. */
export function SimulationOutcome({ simulation, job, children }: OutcomeProps) {
  switch (simulation.status) {
    case 'none':
      return <p class="empty">Nothing simulated yet.</p>;
    case 'running':
      return (
        <p class="progress">
          <progress max={simulation.job.count} value={simulation.done} aria-label="Entities decided" />
          <span>
            {grouped(simulation.done)} of {grouped(simulation.job.count)}
          </span>
        </p>
      );
    case 'failed':
      return (
        <p class="complaint" role="alert">
          {simulation.message}
        </p>
      );
    case 'done': {
      if (!isSameJob(simulation.job, job)) {
        return <p class="empty">What was simulated is not what is chosen now. Simulate again.</p>;
      }
      const { milliseconds } = simulation.result;
      const decisions = job.count * job.snapshots.length;
      return (
        <>
          {children(simulation.result)}
          <p class="hint" role="status">
            {grouped(job.count)} entities in {grouped(Math.round(milliseconds))} ms:{' '}
            {grouped(Math.round(decisions / (milliseconds / 1000)))} decisions a second, ids and counting included.
          </p>
        </>
      );
    }
  }
}

interface SharesProps {
  readonly result: SimulationResult;
  readonly total: number;
  readonly configured: ReadonlyMap<string, number> | null;
  readonly looks: Looks;
}

function Shares({ result, total, configured, looks }: SharesProps) {
  const counts = countsOf(result, 0);
  const names = [...new Set([...(configured?.keys() ?? []), ...counts.keys()])];
  const rows = names
    .map((name) => {
      const hits = counts.get(name) ?? 0;
      return { name, hits, share: hits / total, interval: intervalOf(hits, total), weight: configured?.get(name) };
    })
    .filter(({ hits, weight }) => hits > 0 || (weight ?? 0) > 0);
  const compared = rows.filter(({ weight }) => weight !== undefined);
  const outside = compared.filter(({ interval, weight = 0 }) => !isWithin(weight, interval)).length;
  const widest = Math.max(
    ...compared.map(({ interval, weight = 0 }) => Math.max(interval.to - weight, weight - interval.from)),
    1e-6,
  );
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label="Shares">
        <table class="figures shares" id="shares">
          <thead>
            <tr>
              <th scope="col">Outcome</th>
              <th scope="col">Configured</th>
              <th scope="col">Simulated, with its 95 % interval</th>
              <th scope="col" class="chart">
                Difference
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, hits, share, interval, weight }) => (
              <tr key={name}>
                <th scope="row">
                  <Swatch look={looks(name)} /> {name}
                </th>
                <td>{weight === undefined ? <span class="soft">by rule</span> : percent(weight)}</td>
                <td title={`${grouped(hits)} entities`}>
                  {fixedPercent(share, 3)}
                  <span class="interval">
                    {fixedPercent(interval.from, 3).replace(' %', '')} to {fixedPercent(interval.to, 3)}
                  </span>
                </td>
                <td class="chart">
                  {weight !== undefined && (
                    <Whisker share={share} interval={interval} weight={weight} widest={widest} look={looks(name)} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {compared.length > 0 && (
        <p>
          The line is what is configured, the point what was simulated, on its interval.{' '}
          {outside === 0
            ? 'Every configured share lies in its interval.'
            : `${outside} of ${compared.length} configured shares ${outside === 1 ? 'lies' : 'lie'} outside the interval; by chance alone that happens to one in twenty.`}
        </p>
      )}
    </>
  );
}

function isWithin(share: number, { from, to }: { readonly from: number; readonly to: number }): boolean {
  // A hair for what doubles lose.
  return share >= from - 1e-12 && share <= to + 1e-12;
}

interface WhiskerProps {
  readonly share: number;
  readonly interval: { readonly from: number; readonly to: number };
  readonly weight: number;
  /** The largest difference that any row shows. All rows have one scale. */
  readonly widest: number;
  readonly look: string;
}

/** How far what was simulated is from what is configured, which is the line in the middle. */
function Whisker({ share, interval, weight, widest, look }: WhiskerProps) {
  const [box, width] = useWidth();
  const x = (at: number) => width / 2 + ((at - weight) / widest) * (width / 2 - 8);
  return (
    <div ref={box} aria-hidden="true">
      {width > 0 && (
        <svg width={width} height="26">
          <line class="weight" x1={width / 2} x2={width / 2} y1="0" y2="26" />
          <path
            class="whisker"
            d={`M${x(interval.from)} 8 v10 M${x(interval.from)} 13 H${x(interval.to)} M${x(interval.to)} 8 v10`}
          />
          <circle class="drawn" cx={x(share)} cy="13" r="5" fill={look} />
        </svg>
      )}
    </div>
  );
}
