// Whether a rule of a flag is true of a context, whoever the entity is. The package says it, of a flag of that key with that
// rule: a split may be drawn by the key.

import { Evaluator } from 'variate';
import { contextOf } from './segments';

export interface Rules {
  /** Nothing if that is a matter of the entity. */
  settles(flag: string, rule: string, context: string): boolean | undefined;
}

export function createRules(): Rules {
  const settled = new Map<string, boolean | undefined>();
  return {
    settles(flag, rule, context) {
      const key = JSON.stringify([flag, rule, context]);
      if (!settled.has(key)) settled.set(key, settle(flag, rule, context));
      return settled.get(key);
    },
  };
}

function settle(flag: string, rule: string, context: string): boolean | undefined {
  if (rule === 'true' || rule === 'false') return rule === 'true';
  // Rules that look at the entity name it; a split is of whatever it names, the context's members included.
  if (rule.includes('entityId')) return undefined;
  try {
    const value = {
      _variants: [
        { name: 'yes', enabled: true, rule },
        { name: 'no', enabled: false },
      ],
    };
    const flags = { version: '1', flags: { [flag]: { name: flag } }, values: { [flag]: value } };
    const evaluator = new Evaluator({ version: 1, appConfig: { flags } });
    const isTrue = evaluator.evaluateFlag({ flag, context: contextOf(context) }).value.enabled;
    evaluator.free();
    return isTrue;
  } catch {
    return undefined;
  }
}
