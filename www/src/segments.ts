// Which segments a context matches. The package says it: an experiment for everybody in the segment decides whether it does.

import { Evaluator } from 'variate';
import type { Configuration } from './document';

export interface Segments {
  /** The names of the segments that the context matches; none if the context is no JSON object. */
  matching(context: string): ReadonlySet<string>;
  free(): void;
}

export function createSegments({ segments }: Configuration): Segments {
  const evaluator = new Evaluator({
    version: 1,
    project: { name: 'segments' },
    segments,
    features: segments.map((_, index) => ({
      name: `segment-${index}`,
      variations: [
        { name: 'outside', value: { boolValue: false } },
        { name: 'inside', value: { boolValue: true } },
      ],
    })),
    experiments: segments.map(({ name }, index) => ({
      name: `segment-${index}`,
      status: 'RUNNING',
      segment: name,
      samplingRate: 100_000,
      treatments: [{ name: 'inside', featureVariations: { [`segment-${index}`]: 'inside' } }],
      onlineAbDefinition: { treatmentWeights: { inside: 100_000 } },
    })),
  });
  let last: { readonly context: string; readonly names: ReadonlySet<string> } | null = null;
  return {
    matching(context) {
      if (last?.context !== context) last = { context, names: ask(context) };
      return last.names;
    },
    free: () => evaluator.free(),
  };

  function ask(context: string): ReadonlySet<string> {
    try {
      const answers = evaluator.evaluateAll({ entityId: 'anybody', evaluationContext: contextOf(context) });
      return new Set(
        segments.filter((_, index) => answers[`segment-${index}`]?.variation === 'inside').map(({ name }) => name),
      );
    } catch {
      return new Set();
    }
  }
}

/** An empty field is no context. */
export function contextOf(text: string): string | null {
  return text.trim() === '' ? null : text;
}
