// The ruler: the line from 0 to 100 %, whose parts of it are whose, and where the entity falls.

import type { LineRange, Ruler } from './explanation';
import { fixedPercent, percent } from './figures';
import { partLookAt, Swatch, type Looks } from './looks';
import { useWidth } from './width';

interface RulersProps {
  readonly rulers: readonly Ruler[];
  readonly looks: Looks;
}

export function Rulers({ rulers, looks }: RulersProps) {
  if (rulers.length === 0)
    return <p class="hint">No share was drawn: nothing here depends on where the entity falls.</p>;
  return (
    <ol class="rulers">
      {rulers.map((ruler, index) => (
        <RulerLine key={index} ruler={ruler} looks={looks} />
      ))}
    </ol>
  );
}

/** In pixels. */
const BAR = { top: 28, height: 24 };
const EDGE = 10;
const CHARACTER = 6.6;

function RulerLine({ ruler, looks }: { ruler: Ruler; looks: Looks }) {
  const [box, width] = useWidth();
  const { line, everybody } = ruler;
  const { point, total, ranges } = line;
  const x = (at: number) => EDGE + (at / total) * (width - 2 * EDGE);
  const look = (range: LineRange, index: number) => lookOf(range, index, ruler, looks);
  const nameOf = (range: LineRange) => (range === everybody ? 'everybody' : range.name);
  const inside = ranges.find(({ from, to }) => from <= point && point < to);
  const where = inside ? nameOf(inside) : 'nobody';
  const covered = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  const sentence = `The entity is at ${percent(point / total)}, in the range of ${where}.`;
  const markText = `${fixedPercent(point / total, 1)}`;
  const half = (markText.length * CHARACTER) / 2 + 2;
  return (
    <li>
      <h4>
        {titleOf(ruler)} <span class="soft">{subtitleOf(ruler)}</span>
      </h4>
      <div ref={box} class="ruler">
        {width > 0 && (
          <svg
            class="drawn-ruler"
            width={width}
            height="92"
            role="img"
            aria-label={sentence}
            data-point={point}
            data-where={where}
          >
            <rect class="nobody" x={x(0)} y={BAR.top} width={width - 2 * EDGE} height={BAR.height} rx="3" />
            {ranges.map((range, index) => (
              <g key={index}>
                <rect
                  x={x(range.from)}
                  y={BAR.top}
                  width={Math.max(1, x(range.to) - x(range.from))}
                  height={BAR.height}
                  fill={look(range, index)}
                />
                <line class="end" x1={x(range.to)} x2={x(range.to)} y1={BAR.top} y2={BAR.top + BAR.height} />
              </g>
            ))}
            {ranges.map((range, index) => {
              const room = x(range.to) - x(range.from);
              const name = nameOf(range);
              return room < name.length * CHARACTER + 6 ? null : (
                <text
                  key={index}
                  class="label"
                  x={(x(range.from) + x(range.to)) / 2}
                  y={BAR.top + BAR.height + 14}
                  text-anchor="middle"
                >
                  {name}
                </text>
              );
            })}
            {[0, 0.25, 0.5, 0.75, 1].map((at) => (
              <g key={at} class="scale">
                <line
                  x1={x(at * total)}
                  x2={x(at * total)}
                  y1={BAR.top + BAR.height + 20}
                  y2={BAR.top + BAR.height + 25}
                />
                <text
                  x={x(at * total)}
                  y={BAR.top + BAR.height + 37}
                  text-anchor={at === 0 ? 'start' : at === 1 ? 'end' : 'middle'}
                  dx={at === 0 ? -EDGE : at === 1 ? EDGE : 0}
                >
                  {percent(at)}
                </text>
              </g>
            ))}
            <g class="mark">
              <line x1={x(point)} x2={x(point)} y1="18" y2={BAR.top + BAR.height + 4} />
              <path d={`M${x(point) - 5} 16 h10 l-5 8 z`} />
              <text x={Math.min(width - half, Math.max(half, x(point)))} y="11" text-anchor="middle">
                {markText}
              </text>
            </g>
          </svg>
        )}
      </div>
      <ul class="legend">
        {ranges.map((range, index) => (
          <li key={index} class={range === inside ? 'here' : ''}>
            <Swatch look={look(range, index)} /> {nameOf(range)}
            {range.variation !== undefined && range.variation !== range.name ? ` → ${range.variation}` : ''}{' '}
            <span class="soft">
              {percent(range.from / total)} to {percent(range.to / total)}
            </span>
            {range === inside && <Here />}
          </li>
        ))}
        {covered < total && (
          <li class={inside ? '' : 'here'}>
            <span class="swatch hollow" aria-hidden="true" /> nobody{' '}
            <span class="soft">{covered > 0 ? 'the rest' : 'all of it'}</span>
            {!inside && <Here />}
          </li>
        )}
      </ul>
    </li>
  );
}

function Here() {
  return (
    <>
      {' '}
      <strong>the entity is here</strong>
    </>
  );
}

function lookOf(range: LineRange, index: number, { line, step }: Ruler, looks: Looks): string {
  if (line.name === 'allot') return range.variation === undefined ? 'none' : looks(range.variation);
  return step.kind === 'slot' ? looks(range.name) : partLookAt(index);
}

function titleOf({ line, step }: Ruler): string {
  if (line.name === 'allot') return step.kind === 'treatment' ? 'Which treatment?' : 'Which group?';
  switch (step.kind) {
    case 'sampling':
      return 'Sampled by the experiment?';
    case 'slot':
      return 'In a slot of the run?';
    case 'segmentOverride':
    case 'split':
      return 'Does the launch take it?';
    default:
      return 'In the split of the rule?';
  }
}

function subtitleOf({ line }: Ruler): string {
  return `${line.name} point of ${line.id} with the salt ${line.salt}`;
}
