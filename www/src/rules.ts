// Whether a rule of a flag is true of a context, whoever the entity is. The package says it, of a flag with that rule.

import { Evaluator } from 'variate';
import { contextOf } from './segments';

export interface Rules {
  /** Nothing if that is a matter of the entity. */
  settles(rule: string, context: string): boolean | undefined;
}

export function createRules(): Rules {
  const settled = new Map<string, boolean | undefined>();
  return {
    settles(rule, context) {
      const key = `${rule}\n${context}`;
      if (!settled.has(key)) settled.set(key, settle(rule, context));
      return settled.get(key);
    },
  };
}

function settle(rule: string, context: string): boolean | undefined {
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
    const flags = { version: '1', flags: { flag: { name: 'flag' } }, values: { flag: value } };
    const evaluator = new Evaluator({ version: 1, appConfig: { flags } });
    const isTrue = evaluator.evaluateFlag({ flag: 'flag', context: contextOf(context) }).value.enabled;
    evaluator.free();
    return isTrue;
  } catch {
    return undefined;
  }
}
