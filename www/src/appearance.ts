// The looks of what a feature or a flag may give.

import { isRunning, type Configuration, type Feature, type Flag } from './document';
import { looksOf, type Looks } from './looks';
import type { Subject } from './state';

export function featureOf(configuration: Configuration, subject: Subject | null): Feature | undefined {
  return subject?.kind === 'feature' ? configuration.features.find(({ name }) => name === subject.name) : undefined;
}

export function flagOf(configuration: Configuration, subject: Subject | null): Flag | undefined {
  return subject?.kind === 'flag' ? configuration.flags.find(({ key }) => key === subject.name) : undefined;
}

export function looksOfFeature({ variations, defaultVariation }: Feature): Looks {
  return looksOf(variations, defaultVariation);
}

/** A treatment looks the same by its key and as the variant that is served, drawn or by an override. */
export function looksOfFlag(flag: Flag): Looks {
  const treatments = flag.runs.filter(isRunning).flatMap(({ treatments }) => treatments.map(({ key }) => key));
  const variants = flag.variants.map(({ name }) => name);
  const names = variants.length > 0 ? variants : ['off', 'on'];
  const defaultName = variants.at(-1) ?? (treatments.length > 0 ? '__default__' : 'off');
  const looks = looksOf([...new Set([defaultName, ...treatments, ...names])], defaultName);
  return (outcome) => looks(/^__(.+?)(_override)?__$/.exec(outcome)?.[1] === 'default' ? outcome : keyOf(outcome));
}

function keyOf(outcome: string): string {
  return /^__(.+?)(_override)?__$/.exec(outcome)?.[1] ?? outcome;
}
