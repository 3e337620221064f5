// Compiled, never run, as a user of `import`: what must compile does, and what must not has its own error.

import {
  Evaluator,
  ResourceNotFoundException,
  SnapshotError,
  ValidationException,
  VariateError,
  lint,
  ready,
  type Condition,
  type EvaluateAllResult,
  type EvaluateFlagResponse,
  type EvaluateFlagsResult,
  type EvaluateResponse,
  type Explanation,
  type FlagAttributeValue,
  type FlagReason,
  type FlagRun,
  type FlagValue,
  type Problem,
  type ProblemCode,
  type Reason,
  type VariableValue,
  type VariateErrorCode,
} from 'variate';

/** Only if both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => {};

interface Visitor {
  country: string;
  age?: number;
}
declare const visitor: Visitor;
declare const bytes: Uint8Array;
declare const buffer: ArrayBuffer;

// Loading.
const evaluator = new Evaluator('{"version":1}');
new Evaluator(bytes, { lenient: true });
new Evaluator(buffer, { maxBytes: 1024 });
new Evaluator({ version: 1, project: { name: 'shop' } }, {});
// @ts-expect-error a snapshot is required
new Evaluator();
// @ts-expect-error a snapshot is no number
new Evaluator(1);
// @ts-expect-error nor is it missing
new Evaluator(undefined);
// @ts-expect-error `lenient` is a boolean
new Evaluator('', { lenient: 'yes' });
// @ts-expect-error there is no such option
new Evaluator('', { strict: true });

// One decision.
const checkout = { feature: 'checkout', entityId: 'anna' };
const answer = evaluator.evaluate({ ...checkout, evaluationContext: visitor, project: 'shop' });
same<typeof answer, EvaluateResponse>(true);
evaluator.evaluate({ ...checkout, evaluationContext: '{}' }, { now: new Date() });
evaluator.evaluate({ ...checkout, evaluationContext: null, project: null }, { now: 0 });
evaluator.evaluate({ ...checkout, evaluationContext: undefined }, { now: undefined });
// @ts-expect-error the entity id is required
evaluator.evaluate({ feature: 'checkout' });
// @ts-expect-error the feature is required
evaluator.evaluate({ entityId: 'anna' });
// @ts-expect-error an entity id is a string
evaluator.evaluate({ feature: 'checkout', entityId: 7 });
// @ts-expect-error a context is no number
evaluator.evaluate({ ...checkout, evaluationContext: 7 });
// @ts-expect-error a context goes by its name
evaluator.evaluate({ ...checkout, context: {} });
// @ts-expect-error a time is no text
evaluator.evaluate(checkout, { now: '2024-01-01' });
// @ts-expect-error a time goes by its name
evaluator.evaluate(checkout, new Date());
// @ts-expect-error responses are shared: they are not for writing
answer.variation = 'on';
// @ts-expect-error nor is what is in them
answer.value.boolValue = true;

// Values.
const flag: boolean | undefined = answer.value.boolValue;
const text: string | undefined = answer.value.stringValue;
if (answer.value.longValue !== undefined) same<typeof answer.value.doubleValue, undefined>(true);
const value: VariableValue = { doubleValue: 0.5 };
// @ts-expect-error exactly one member
const two: VariableValue = { doubleValue: 0.5, longValue: 1 };
// @ts-expect-error at least one member
const none: VariableValue = {};

// Reasons.
const sentence = (reason: Reason): string => {
  switch (reason) {
    case 'DEFAULT':
    case 'ENTITY_OVERRIDES_MATCH':
    case 'EXPERIMENT_RULE_MATCH':
    case 'LAUNCH_RULE_MATCH':
      return reason;
  }
};
// @ts-expect-error no such reason
sentence('RULE_MATCH');

// Several decisions.
const batch = { requests: [checkout], project: 'shop' };
const { results } = evaluator.batchEvaluate(batch, { now: 1 });
for (const result of results) {
  const arn: string = result.feature + result.project + result.entityId;
  if (result.variation === undefined) {
    same<typeof result.value, undefined>(true);
    same<typeof result.reason, string>(true);
  } else {
    same<typeof result.value, VariableValue>(true);
    same<typeof result.reason, Reason>(true);
  }
  // @ts-expect-error there may be no value
  result.value.boolValue;
}
evaluator.batchEvaluate({ requests: Object.freeze([checkout]) });
// @ts-expect-error requests are a list
evaluator.batchEvaluate({ requests: checkout });
// @ts-expect-error one context per item
evaluator.batchEvaluate({ requests: [], evaluationContext: {} });

const all = evaluator.evaluateAll({ entityId: 'anna', evaluationContext: visitor }, { now: 1, features: ['checkout'] });
const one: EvaluateAllResult | undefined = all['checkout'];
// @ts-expect-error an entity id is required
evaluator.evaluateAll({});
// @ts-expect-error there may be no such feature
all['checkout'].variation;

const columns = evaluator.assign({ feature: 'checkout', entityIds: ['anna', 'bert'], evaluationContext: '{}' });
same<typeof columns.variations, string[]>(true);
same<typeof columns.reasons, Reason[]>(true);
// @ts-expect-error ids are strings
evaluator.assign({ feature: 'checkout', entityIds: [7] });

// Why.
const why = evaluator.explain({ feature: 'checkout', entityId: 'anna', evaluationContext: visitor }, { now: 0 });
same<typeof why, Explanation<EvaluateResponse>>(true);
same<typeof why.answer.variation, string>(true);
same<typeof why.text, string>(true);
for (const step of why.steps) {
  same<typeof step.outcome, 'decides' | 'declines' | 'continues' | 'absent'>(true);
  same<typeof step.condition, Condition | undefined>(true);
}
const whyFlag = evaluator.explain({ flag: 'banner' });
same<typeof whyFlag.answer.reason, FlagReason>(true);
// @ts-expect-error neither a feature nor a flag
evaluator.explain({ entityId: 'anna' });
// @ts-expect-error a feature is decided for somebody
evaluator.explain({ feature: 'checkout' });

// One flag.
const banner = evaluator.evaluateFlag({ flag: 'banner', entityId: 'anna', context: visitor }, { now: new Date() });
same<typeof banner, EvaluateFlagResponse>(true);
same<typeof banner.reason, FlagReason>(true);
same<typeof banner.run, FlagRun | undefined>(true);
same<typeof banner.value.enabled, boolean>(true);
same<typeof banner.value._variant, string | undefined>(true);
if (banner.value.enabled) {
  same<(typeof banner.value)['title'], FlagAttributeValue>(true);
  same<typeof banner.value.enabled, true>(true);
  const title: FlagAttributeValue | undefined = banner.value['title'];
  if (typeof title === 'object') same<typeof title, readonly string[] | readonly number[]>(true);
  // @ts-expect-error an attribute need not be a text
  banner.value['title'].length;
} else {
  same<typeof banner.value, { readonly enabled: false; readonly _variant?: string }>(true);
}
// @ts-expect-error only a flag that is enabled has attributes
banner.value['title'];
// @ts-expect-error answers are shared: they are not for writing
banner.reason = 'DEFAULT';
// @ts-expect-error nor is what is in them
banner.value.enabled = true;
evaluator.evaluateFlag({ flag: 'banner' });
evaluator.evaluateFlag({ flag: 'banner', entityId: null, context: null }, null);
evaluator.evaluateFlag({ flag: 'banner', entityId: undefined, context: undefined }, { now: undefined });
evaluator.evaluateFlag({ flag: 'banner', context: '{}' });
// @ts-expect-error the flag is required
evaluator.evaluateFlag({ entityId: 'anna' });
// @ts-expect-error a flag's context goes by its own name
evaluator.evaluateFlag({ flag: 'banner', evaluationContext: {} });
// @ts-expect-error an entity id is a string
evaluator.evaluateFlag({ flag: 'banner', entityId: 7 });
// @ts-expect-error a flag has no project
evaluator.evaluateFlag({ flag: 'banner', project: 'shop' });

// One flag whose attributes are known.
interface Banner {
  title: string;
  sizes: readonly number[];
  tags?: string[];
}
const known = evaluator.evaluateFlag<Banner>({ flag: 'banner' });
same<typeof known, EvaluateFlagResponse<Banner>>(true);
if (known.value.enabled) {
  same<typeof known.value.title, string>(true);
  same<typeof known.value.sizes, readonly number[]>(true);
  same<typeof known.value.tags, string[] | undefined>(true);
  same<typeof known.value._variant, string | undefined>(true);
  // @ts-expect-error there is no such attribute
  known.value.colour;
  // @ts-expect-error values are not for writing
  known.value.title = 'x';
}
// @ts-expect-error only if it is enabled
known.value.title;
evaluator.evaluateFlag<{ wide: boolean; size: 1 | 2 }>({ flag: 'banner' });
evaluator.evaluateFlag<{}>({ flag: 'banner' });
// @ts-expect-error an attribute holds no object
evaluator.evaluateFlag<{ at: Date }>({ flag: 'banner' });
const shown: FlagValue<Banner> = { enabled: true, _variant: 'Pro', title: 'Hello', sizes: [1] };
const hidden: FlagValue<Banner> = { enabled: false };
// @ts-expect-error a required attribute is missing
const bare: FlagValue<Banner> = { enabled: true };

const because = (reason: FlagReason): string => {
  switch (reason) {
    case 'DEFAULT':
    case 'RULE_MATCH':
    case 'TREATMENT_OVERRIDE_MATCH':
    case 'EXPERIMENT_RULE_MATCH':
      return reason;
  }
};
// @ts-expect-error no such reason
because('LAUNCH_RULE_MATCH');
const treatment: string | undefined = banner.run && banner.run.applicationId + banner.run.treatment;
const number: number | undefined = banner.run?.run;

// Several flags.
const flags = evaluator.evaluateFlags({ entityId: 'anna', context: visitor }, { now: 1, flags: ['banner'] });
const perhaps: EvaluateFlagsResult | undefined = flags['banner'];
if (perhaps?.value !== undefined) {
  same<typeof perhaps, EvaluateFlagResponse>(true);
  same<typeof perhaps.reason, FlagReason>(true);
} else if (perhaps !== undefined) {
  same<typeof perhaps.reason, string>(true);
}
evaluator.evaluateFlags({});
// @ts-expect-error a request is required
evaluator.evaluateFlags();
// @ts-expect-error there may be no such flag
flags['banner'].value;
// @ts-expect-error which flags is an option
evaluator.evaluateFlags({ flags: ['banner'] });
const flagKeys: readonly string[] = evaluator.flags;

// About the snapshot.
const names: readonly string[] = evaluator.features;
const arn: string | undefined = evaluator.project?.arn;
const problems: readonly Problem[] = [...evaluator.problems, ...lint('{}', { maxBytes: 10 })];
const codes: ProblemCode[] = problems.map((problem) => problem.code);
// @ts-expect-error there may be no project
evaluator.project.name;
// @ts-expect-error `lint` reports everything, always
lint('{}', { lenient: true });
// @ts-expect-error the list is not for writing
evaluator.features.push('x');

// The end.
{
  using scoped = new Evaluator('{"version":1}');
  scoped.features;
}
evaluator.free();
const done: Promise<void> = ready();

// Errors.
try {
  evaluator.evaluate(checkout);
} catch (error) {
  if (error instanceof ValidationException) {
    same<typeof error.name, 'ValidationException'>(true);
    same<typeof error.reason, 'cannotParse' | 'fieldValidationFailed'>(true);
    error.fieldList.map(({ name, message }) => `${name}: ${message}`);
  } else if (error instanceof ResourceNotFoundException) {
    same<typeof error.code, 'UnknownFeature' | 'UnknownFlag' | 'UnknownProject'>(true);
    same<typeof error.resourceId, null>(true);
  } else if (error instanceof SnapshotError) {
    same<typeof error.code, 'InvalidSnapshot' | 'QuarantinedFeature' | 'QuarantinedFlag'>(true);
    const path: string = error.path + error.problems.length;
  } else if (error instanceof VariateError) {
    const fields = error.fieldList?.length;
    switch (error.code) {
      case 'Freed':
      case 'WebAssemblyBlocked':
      case 'WebAssemblyTrapped':
      case 'WebAssemblyUnsupported':
        break;
      // @ts-expect-error no such code
      case 'NoSuchCode':
        break;
    }
  }
}
const code: VariateErrorCode = 'QuarantinedFeature';
new VariateError(code, 'for a test', { cause: 1 });
// @ts-expect-error codes are a closed list
new VariateError('NoSuchCode', 'for a test');
