// How variations and shares look: a colour and a pattern each, so that nobody has to tell colours apart.

import { percent } from './figures';

/** So many looks there are; then they begin again, behind the first, which is that of the default variation. */
const LOOKS = 8;

/** Strokes over the colour, in a square of 8. */
const STROKES: readonly string[] = [
  '',
  'M-2 6 L2 10 M0 0 L8 8 M6 -2 L10 2',
  'M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6',
  'M0 4 H8',
  'M4 0 V8',
  'M0 4 H8 M4 0 V8',
  'M0 0 L8 8 M0 8 L8 0',
  'M1 1 H3 V3 H1 Z M5 5 H7 V7 H5 Z',
];

/** A look by the name of a variation: the default has the first, the others follow in their order. */
export type Looks = (name: string) => string;

export function looksOf(names: readonly string[], defaultName: string): Looks {
  const others = names.filter((name) => name !== defaultName);
  return (name) => {
    if (name === defaultName) return lookAt(0);
    const index = others.indexOf(name);
    // What only another snapshot has comes behind all of these.
    return lookAt((index < 0 ? others.length : index) + 1);
  };
}

export function lookAt(index: number): string {
  return `url(#look-${index === 0 ? 0 : 1 + ((index - 1) % (LOOKS - 1))})`;
}

/** The shares of a line that say who takes part, and not yet who gets what. */
export function partLookAt(index: number): string {
  return `url(#part-${index % 4})`;
}

/** Over bars that are still to come. */
export const FUTURE = 'url(#future)';

/** The definitions, once in the page. */
export function Patterns() {
  return (
    <svg class="patterns" width="0" height="0" aria-hidden="true">
      <defs>
        {STROKES.map((strokes, index) => (
          <pattern key={index} id={`look-${index}`} width="8" height="8" patternUnits="userSpaceOnUse">
            <rect width="8" height="8" class={`colour-${index}`} />
            <path d={strokes} class="strokes" />
          </pattern>
        ))}
        {STROKES.slice(0, 4).map((strokes, index) => (
          <pattern key={index} id={`part-${index}`} width="8" height="8" patternUnits="userSpaceOnUse">
            <rect width="8" height="8" class="colour-part" />
            <path d={strokes} class="strokes" />
          </pattern>
        ))}
        <pattern id="future" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="3" height="6" class="colour-future" />
        </pattern>
      </defs>
    </svg>
  );
}

export function Swatch({ look }: { look: string }) {
  return (
    <svg class="swatch" width="14" height="14" aria-hidden="true">
      <rect x="0.5" y="0.5" width="13" height="13" rx="3" fill={look} />
    </svg>
  );
}

export interface Part {
  readonly name: string;
  readonly share: number;
  readonly look: string;
}

/** Shares side by side, small. The words beside it are for those who do not see it. */
export function ShareBar({ parts }: { parts: readonly Part[] }) {
  const shown = parts.filter(({ share }) => share > 0);
  let at = 0;
  return (
    <span class="share-bar" role="img" aria-label={wordsOf(shown)} title={wordsOf(shown)}>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        {shown.map(({ name, share, look }) => {
          const x = at * 100;
          at += share;
          return <rect key={name} x={x} y="0" width={share * 100} height="10" fill={look} />;
        })}
      </svg>
    </span>
  );
}

export function wordsOf(parts: readonly Part[]): string {
  return parts.map(({ name, share }) => `${name} ${percent(share, 1)}`).join(', ');
}
