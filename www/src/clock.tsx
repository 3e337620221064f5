// When it is decided: a slider over the schedules of the launches that run.

import { scaleUtc } from 'd3-scale';
import { tickFormat } from './axis';
import { isRunning, type Configuration } from './document';
import type { Subject, Update } from './state';
import { bounded, DAY, fieldOf, HOUR, moment, ofField } from './times';
import { useWidth } from './width';

interface Tick {
  readonly at: number;
  /** Whether it belongs to the feature that is looked at. */
  readonly isOwn: boolean;
}

interface ClockProps {
  readonly configuration: Configuration | null;
  readonly selected: Subject | null;
  readonly now: number;
  readonly update: Update;
}

export function Clock({ configuration, selected, now, update }: ClockProps) {
  const [box, width] = useWidth();
  const ticks = ticksOf(configuration, selected);
  const [from, to] = span(ticks, now);
  // The middle of the knob goes from one end to the other, less half of it on both sides.
  const knob = 18;
  const x = scaleUtc([from, to], [knob / 2, Math.max(width, 60) - knob / 2]);
  const label = tickFormat(x);
  const own = ticks.some(({ isOwn }) => isOwn) ? ticks.filter(({ isOwn }) => isOwn) : ticks;
  const previous = own.findLast(({ at }) => at < now);
  const next = own.find(({ at }) => at > now);
  const go = (now: number) => update({ now: bounded(Math.round(now)) });
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: { readonly [key: string]: number | undefined } = {
      ArrowLeft: now - HOUR,
      ArrowDown: now - HOUR,
      ArrowRight: now + HOUR,
      ArrowUp: now + HOUR,
      PageDown: previous?.at ?? now - DAY,
      PageUp: next?.at ?? now + DAY,
      Home: from,
      End: to,
    };
    const target = steps[event.key];
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    go(target);
  };
  return (
    <section class="clock" aria-labelledby="clock-title">
      <h2 id="clock-title">When</h2>
      <div class="with-buttons">
        <label class="moment">
          <span>Date and time, UTC</span>
          <input
            type="datetime-local"
            id="moment"
            value={fieldOf(now)}
            onChange={(event) => {
              const at = ofField(event.currentTarget.value);
              if (at !== null) go(at);
            }}
          />
        </label>
        <button type="button" onClick={() => go(Date.now())}>
          Now
        </button>
        <button type="button" onClick={() => previous && go(previous.at)} aria-disabled={!previous}>
          <span aria-hidden="true">◂</span> Previous step
        </button>
        <button type="button" onClick={() => next && go(next.at)} aria-disabled={!next}>
          Next step <span aria-hidden="true">▸</span>
        </button>
      </div>
      <div class="slider" ref={box}>
        <input
          type="range"
          id="clock"
          min={from}
          max={to}
          step={60_000}
          value={now}
          aria-label="Clock"
          aria-valuetext={moment(now)}
          aria-describedby="clock-hint"
          onInput={(event) => go(Number(event.currentTarget.value))}
          onKeyDown={onKeyDown}
        />
        {width > 0 && (
          <svg width={width} height="36" aria-hidden="true">
            {ticks.map(({ at, isOwn }) => (
              <line
                key={`${at} ${isOwn}`}
                class={isOwn ? 'tick own' : 'tick'}
                x1={x(at)}
                x2={x(at)}
                y1="0"
                y2={isOwn ? 12 : 6}
              />
            ))}
            {x.ticks(Math.max(2, Math.floor(width / 90))).map((date) => (
              <text key={date.getTime()} x={x(date)} y="30" text-anchor="middle">
                {label(date)}
              </text>
            ))}
          </svg>
        )}
      </div>
      <p class="hint" id="clock-hint">
        {ticks.length === 0
          ? 'No launch is running: the time changes nothing.'
          : 'Marks are the starts of steps, the long ones those of the chosen feature. Arrow keys move an hour, Page Up and Page Down a step.'}
      </p>
    </section>
  );
}

/** The starts of the steps of running launches. */
export function ticksOf(configuration: Configuration | null, selected: Subject | null): Tick[] {
  const ticks = new Map<number, boolean>();
  for (const { name, launches } of configuration?.features ?? []) {
    const isOwn = selected?.kind === 'feature' && selected.name === name;
    for (const { start } of launches.filter(isRunning).flatMap(({ steps }) => steps)) {
      ticks.set(start, isOwn || ticks.get(start) === true);
    }
  }
  return [...ticks].map(([at, isOwn]) => ({ at, isOwn })).sort((one, other) => one.at - other.at);
}

/** Whole hours around all ticks and the present choice. */
function span(ticks: readonly Tick[], now: number): [number, number] {
  const first = ticks[0]?.at ?? now - 15 * DAY;
  const last = ticks.at(-1)?.at ?? now + 15 * DAY;
  const margin = Math.max(DAY, (last - first) * 0.06);
  const from = Math.floor(Math.min(first - margin, now) / HOUR) * HOUR;
  const to = Math.ceil(Math.max(last + margin, now) / HOUR) * HOUR;
  return [bounded(from), bounded(to)];
}
