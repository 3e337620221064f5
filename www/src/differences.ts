// What two snapshots configure differently.

import type { Configuration } from './document';
import { subjectsOf } from './document';
import type { Subject } from './state';

export interface Difference {
  readonly subject: Subject;
  readonly change: 'added' | 'removed' | 'changed';
  /** Of a change: the members that differ. */
  readonly members: readonly string[];
}

/** Features and flags that are there in one only, or are configured in another way: with all that takes part in deciding. */
export function differencesOf(one: Configuration, other: Configuration): Difference[] {
  const before = configured(one);
  const after = configured(other);
  const subjects = [...subjectsOf(one), ...subjectsOf(other).filter((subject) => !before.has(keyOf(subject)))];
  return subjects.flatMap((subject): Difference[] => {
    const from = before.get(keyOf(subject));
    const to = after.get(keyOf(subject));
    if (!to) return [{ subject, change: 'removed', members: [] }];
    if (!from) return [{ subject, change: 'added', members: [] }];
    const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    const members = names.filter((name) => textOf(from[name]) !== textOf(to[name]));
    return members.length > 0 ? [{ subject, change: 'changed', members }] : [];
  });
}

function configured(configuration: Configuration): Map<string, Record<string, unknown>> {
  const patterns = new Map(configuration.segments.map(({ name, pattern }) => [name, pattern]));
  return new Map([
    ...configuration.features.map((feature): [string, Record<string, unknown>] => {
      const names = [
        ...feature.launches.flatMap(({ steps }) =>
          steps.flatMap((step) => step.segmentOverrides.map(({ segment }) => segment)),
        ),
        ...feature.experiments.flatMap(({ segment }) => segment ?? []),
      ];
      const segments = [...new Set(names)].map((name) => [name, patterns.get(name)]);
      return [keyOf({ kind: 'feature', name: feature.name }), { ...feature, segments }];
    }),
    ...configuration.flags.map((flag): [string, Record<string, unknown>] => [
      keyOf({ kind: 'flag', name: flag.key }),
      { ...flag },
    ]),
  ]);
}

function keyOf({ kind, name }: Subject): string {
  return `${kind} ${name}`;
}

function textOf(value: unknown): string {
  // The order of weights plays no part.
  return JSON.stringify(value, (_, part: unknown) => (part instanceof Map ? [...part].sort() : part)) ?? '';
}
