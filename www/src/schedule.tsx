// The split of each step of a launch: bars on an axis of time, as wide as the step lasts. Steps, not ramps.

import { scaleUtc } from 'd3-scale';
import { stack } from 'd3-shape';
import { looksOfFeature } from './appearance';
import { tickFormat } from './axis';
import { isRunning, type Arm, type Feature, type Launch } from './document';
import { percent } from './figures';
import { FUTURE, Swatch } from './looks';
import { armShares, splitsOf, stepInForce } from './shares';
import { DAY, moment } from './times';
import { useWidth } from './width';

interface ScheduleProps {
  readonly feature: Feature;
  readonly segments: ReadonlySet<string>;
  readonly now: number;
  onTime(now: number): void;
}

export function Schedule({ feature, segments, now, onTime }: ScheduleProps) {
  if (feature.launches.length === 0)
    return <p class="empty">No launch has a group for this feature: time changes nothing.</p>;
  // What runs comes first.
  const launches = [...feature.launches].sort((one, other) => Number(isRunning(other)) - Number(isRunning(one)));
  return (
    <>
      {launches.map((launch) => (
        <LaunchSchedule
          key={launch.name}
          launch={launch}
          feature={feature}
          segments={segments}
          now={now}
          onTime={onTime}
        />
      ))}
    </>
  );
}

const HEIGHT = 170;
const MARGIN = { top: 20, right: 12, bottom: 26, left: 44 };

function LaunchSchedule({ launch, feature, segments, now, onTime }: ScheduleProps & { launch: Launch }) {
  const [box, width] = useWidth();
  const looks = looksOfFeature(feature);
  const { steps, groups } = launch;
  const first = steps[0];
  const last = steps.at(-1);
  if (!first || !last) return <p class="empty">The launch {launch.name} has no steps: it takes nobody.</p>;
  const margin = Math.max(2 * DAY, (last.start - first.start) * 0.15);
  const from = Math.min(first.start - margin / 3, isRunning(launch) ? now - DAY : Infinity);
  const to = Math.max(last.start + margin, isRunning(launch) ? now + DAY : -Infinity);
  const x = scaleUtc([from, to], [MARGIN.left, Math.max(width, 120) - MARGIN.right]);
  const label = tickFormat(x);
  const y = (share: number) => MARGIN.top + (1 - share) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const look = ({ variation }: Arm) => (variation === undefined ? 'none' : looks(variation));
  const rows = steps.map((step, index) => {
    const shares = armShares(groups, splitsOf(step, segments));
    return { step, end: steps[index + 1]?.start ?? to, shares };
  });
  const series = stack<(typeof rows)[number], Arm>()
    .keys(groups)
    .value(({ shares }, arm) => shares.get(arm) ?? 0)(rows);
  const inForce = stepInForce(launch, now);
  const named = new Set(steps.flatMap(({ segmentOverrides }) => segmentOverrides.map(({ segment }) => segment)));
  const present = [...named].filter((segment) => segments.has(segment));
  return (
    <figure class="schedule">
      <figcaption>
        <h3>
          Launch <code>{launch.name}</code> <span class="soft">{launch.status.toLowerCase()}</span>
        </h3>
        <p class="hint">
          What each step takes of all entities {present.length > 0 ? `in ${present.join(', ')}` : 'with this context'}.
          What is to come is pale and hatched; the last step stays in force.
        </p>
      </figcaption>
      <div ref={box}>
        {width > 0 && (
          <svg
            width={width}
            height={HEIGHT}
            role="img"
            aria-label={`${steps.length} steps; the table below has their weights`}
          >
            {[0, 0.5, 1].map((share) => (
              <g key={share} class="scale">
                <line class="grid" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(share)} y2={y(share)} />
                <text x={MARGIN.left - 8} y={y(share) + 4} text-anchor="end">
                  {percent(share)}
                </text>
              </g>
            ))}
            {series.map((bars) =>
              bars.map(([low, high], index) => {
                const row = rows[index];
                if (!row || high <= low) return null;
                const left = x(row.step.start);
                return (
                  <rect
                    key={`${bars.key.name} ${index}`}
                    x={left}
                    y={y(high)}
                    width={Math.max(1, x(row.end) - left - 1)}
                    height={y(low) - y(high)}
                    fill={look(bars.key)}
                    class="bar"
                  />
                );
              }),
            )}
            {rows
              .filter(({ step }) => step.start > now)
              .map(({ step, end }) => (
                <rect
                  key={step.start}
                  x={x(step.start)}
                  y={y(1)}
                  width={Math.max(1, x(end) - x(step.start) - 1)}
                  height={y(0) - y(1)}
                  fill={FUTURE}
                  class="to-come"
                />
              ))}
            {x.ticks(Math.max(2, Math.floor(width / 100))).map((date) => (
              <text key={date.getTime()} class="time" x={x(date)} y={HEIGHT - 8} text-anchor="middle">
                {label(date)}
              </text>
            ))}
            {now >= from && now <= to && (
              <g class="mark">
                <line x1={x(now)} x2={x(now)} y1={MARGIN.top - 4} y2={y(0)} />
                <text x={Math.min(width - 40, Math.max(MARGIN.left, x(now)))} y={MARGIN.top - 8} text-anchor="middle">
                  clock
                </text>
              </g>
            )}
          </svg>
        )}
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={`Steps of ${launch.name}`}>
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">Step from</th>
              {groups.map((group) => (
                <th key={group.name} scope="col">
                  <Swatch look={look(group)} /> {group.name}
                  {group.variation !== undefined && group.variation !== group.name && (
                    <span class="soft wide"> → {group.variation}</span>
                  )}
                </th>
              ))}
              <th scope="col">nobody</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ step, shares }) => {
              const taken = [...shares.values()].reduce((sum, share) => sum + share, 0);
              return (
                <tr key={step.start} class={step === inForce ? 'chosen' : ''}>
                  <th scope="row">
                    <button type="button" class="name" onClick={() => onTime(step.start)}>
                      {moment(step.start)}
                    </button>
                    {step === inForce && <span class="status"> in force</span>}
                    {step.start > now && <span class="soft"> to come</span>}
                  </th>
                  {groups.map((group) => (
                    <td key={group.name}>{percent(shares.get(group) ?? 0)}</td>
                  ))}
                  <td>{percent(Math.max(0, 1 - taken))}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
