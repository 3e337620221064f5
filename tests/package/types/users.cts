// Compiled, never run, as a user of `require`.

import { Evaluator, SnapshotError, lint, ready } from 'variate';
import variate = require('variate');

const evaluator: Evaluator = new variate.Evaluator('{"version":1}');
const variation: string = evaluator.evaluate({ feature: 'checkout', entityId: 'anna' }).variation;
const flag: variate.EvaluateFlagResponse<{ size: number }> = evaluator.evaluateFlag({ flag: 'banner' });
const isOurs = (error: unknown): error is SnapshotError => error instanceof variate.SnapshotError;
ready().then(() => lint('{}'));
// @ts-expect-error the entity id is required
evaluator.evaluate({ feature: 'checkout' });
