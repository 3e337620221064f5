// What only this package has, or what it is compared with itself for; variate-operations.mjs does it.

/**
 * By name, what one operation is compared with in the same round. `most` is the most that it may take of that: targets of
 * this project.
 */
export const OPERATIONS = {
  'evaluate, no context is read': {},
  'evaluate, three attributes of an object': { yardstick: 'evaluate, no context is read' },
  'JSON.parse of a context of 0.1 kB': {},
  'evaluate, that context as text': { yardstick: 'JSON.parse of a context of 0.1 kB', most: 1.5 },
  'JSON.parse of a context of 2 kB': {},
  'evaluate, that larger context as text': { yardstick: 'JSON.parse of a context of 2 kB', most: 1.5 },
  'batchEvaluate of 20, per item': { yardstick: 'evaluate, three attributes of an object' },
  'evaluateFlag, without rules': { yardstick: 'evaluate, no context is read' },
  'evaluateFlag, three conditions and a split': { yardstick: 'evaluate, three attributes of an object' },
  'evaluateFlags, per flag of 50': { yardstick: 'evaluateFlag, three conditions and a split' },
  'JSON.parse of a snapshot of 1,000 features': {},
  'load and free that snapshot': { yardstick: 'JSON.parse of a snapshot of 1,000 features' },
  'lint that snapshot': { yardstick: 'load and free that snapshot' },
};
