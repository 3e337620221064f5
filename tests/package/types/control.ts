// Compiled, never run, as a user of `variate/control` and of `import`.

import {
  ConflictException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  SnapshotError,
  ValidationException,
  VariateError,
  control,
  operations,
  ready,
  type ControlEvent,
  type Feature,
  type Input,
  type Launch,
  type Operation,
  type Output,
  type ResourceType,
} from 'variate/control';
import { Evaluator } from 'variate';

declare const bytes: Uint8Array;
declare const buffer: ArrayBuffer;
declare const anything: Operation;

// A project from nothing, and what follows.
const created = control('CreateProject', null, { name: 'shop' });
const snapshot: string | undefined = created.snapshot;
const arn: string = created.output.project.arn;
const events: readonly ControlEvent[] = created.events;
new Evaluator(created.snapshot ?? '');
const variations = [{ name: 'old', value: { boolValue: false } }, { name: 'new', value: { boolValue: true } }];
const { feature } = control('CreateFeature', bytes, { project: 'shop', name: 'checkout', variations }).output;
const named: Feature = feature;
const launch: Launch = control('StartLaunch', buffer, { project: 'shop', launch: 'ramp' }, { now: new Date() }).output.launch;
control('UpdateLaunch', {}, { project: 'shop', launch: 'ramp', scheduledSplitsConfig: { steps: [
  { startTime: new Date(), groupWeights: { new: 100000 } },
  { startTime: '2026-11-21T12:00:00Z', groupWeights: {}, segmentOverrides: [{ segment: 's', evaluationOrder: 1, weights: { new: 1 } }] },
] } }, { now: 0, region: 'eu-north-1', account: '123456789012' });
control('GetFeature', '', '{"project":"shop","feature":"checkout"}', null);
const matches: boolean = control('TestSegmentPattern', null, { pattern: '{}', payload: '{}' }).output.match;

// An operation of which only the name is known.
const output: object = control(anything, bytes, '{}').output;
const input: Input<'GetFeature'> = { project: 'shop', feature: 'checkout' };
const answer: Output<'GetFeature'> = control('GetFeature', bytes, input).output;
const names: readonly Operation[] = operations;
const done: Promise<void> = ready();

// @ts-expect-error there is no such operation
control('MakeProject', null, {});
// @ts-expect-error a snapshot that is missing is none
control('GetProject', undefined, { project: 'shop' });
// @ts-expect-error the name is required
control('CreateProject', null, {});
// @ts-expect-error a variation has one value
control('CreateFeature', '', { project: 'shop', name: 'f', variations: [{ name: 'a', value: { boolValue: true, longValue: 1 } }] });
// @ts-expect-error the answer has no such member
control('GetFeature', '', input).output.launch;
// @ts-expect-error there is no such option
control('GetFeature', '', input, { lenient: true });
// @ts-expect-error it may be that nothing has changed
const text: string = created.snapshot;

try {
  control('GetProject', null, { project: 'shop' });
} catch (error) {
  if (error instanceof ValidationException) {
    const reason: 'unknownOperation' | 'cannotParse' | 'fieldValidationFailed' | 'other' = error.reason;
    const fields: readonly { name: string; message: string }[] = error.fieldList;
  } else if (error instanceof ResourceNotFoundException || error instanceof ConflictException) {
    const type: ResourceType | null = error.resourceType;
    const base: VariateError = error;
  } else if (error instanceof SnapshotError) {
    const path: string = error.path;
  }
}
const quota: VariateError = new ServiceQuotaExceededException('for a test', { resourceId: null });
const invalid = new ValidationException('for a test', { reason: 'other' });
// @ts-expect-error a reason is one of the API's
new ValidationException('for a test', { reason: 'unknown' });
