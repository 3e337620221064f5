// Evaluates AWS CloudWatch Evidently features and AWS AppConfig flags in the process that asks. Written by hand: this
// file is the contract.

/// <reference lib="esnext.disposable" />

/**
 * A snapshot of a project: JSON text, its UTF-8 bytes (a `Uint8Array`, `Buffer` or `ArrayBuffer`; the fastest), or an
 * object, which is first written as JSON.
 *
 * `version` is 1; `project`, `features`, `launches`, `experiments` and `segments` hold what Evidently's `GetProject`,
 * `GetFeature`, `GetLaunch`, `GetExperiment` and `GetSegment` return, with or without their one-member wrapper.
 *
 * `appConfig.flags` holds the content of a configuration profile of the type `AWS.AppConfig.FeatureFlags` (`version`,
 * `flags`, `values`), `appConfig.experimentRuns` a list of what AppConfig's `GetExperimentRun` returns. Of a snapshot any
 * part may be left out.
 */
export type SnapshotInput = string | Uint8Array | ArrayBuffer | object;

/** What is known of the entity, as an object or as the JSON text of one; `null` is the same as nothing. */
export type EvaluationContext = string | object | null;

/** The value of a variation: exactly one of the four members. */
export type VariableValue = Readonly<
  | { boolValue: boolean; longValue?: never; doubleValue?: never; stringValue?: never }
  | { boolValue?: never; longValue: number; doubleValue?: never; stringValue?: never }
  | { boolValue?: never; longValue?: never; doubleValue: number; stringValue?: never }
  | { boolValue?: never; longValue?: never; doubleValue?: never; stringValue: string }
>;

/**
 * Why a variation is served: the entity has an override; a running launch or experiment claimed it; or none of these.
 * The words are those of AWS's API.
 */
export type Reason = 'ENTITY_OVERRIDES_MATCH' | 'LAUNCH_RULE_MATCH' | 'EXPERIMENT_RULE_MATCH' | 'DEFAULT';

/** What {@link Evaluator.evaluate} is asked. */
export interface EvaluateRequest {
  /** The name of the feature. */
  readonly feature: string;
  /** Who is decided for: 1 to 512 characters, no line break. Equal ids get equal variations, everywhere, for ever. */
  readonly entityId: string;
  /** What segments look at. Of an object, only the attributes that the feature's segments read are looked at. */
  readonly evaluationContext?: EvaluationContext | undefined;
  /** The name or ARN of the loaded project, for code that comes from AWS's client; anything else is unknown. */
  readonly project?: string | null | undefined;
}

/** The answer of {@link Evaluator.evaluate}, as EvaluateFeature gives it. Deeply frozen. */
export interface EvaluateResponse {
  /** The name of the variation. */
  readonly variation: string;
  readonly value: VariableValue;
  readonly reason: Reason;
  /**
   * JSON **text**: `{"launch":…,"group":…}` or `{"experiment":…,"treatment":…,"salt":…}` according to the reason,
   * otherwise `{}`.
   */
  readonly details: string;
}

/** When to evaluate. */
export interface EvaluateOptions {
  /**
   * The moment that decides which step of a launch is in force: a `Date` or milliseconds since 1970, at most 8.64e15
   * to either side, cut to the millisecond. Default: the clock of the host.
   */
  readonly now?: Date | number | null | undefined;
}

/** One item of {@link BatchEvaluateRequest}. */
export interface BatchEvaluateItem {
  /** The name of the feature. */
  readonly feature: string;
  /** Who is decided for: 1 to 512 characters, no line break. */
  readonly entityId: string;
  /** What segments look at, for this item only. */
  readonly evaluationContext?: EvaluationContext | undefined;
}

/** What {@link Evaluator.batchEvaluate} is asked. */
export interface BatchEvaluateRequest {
  /** As many as you like; AWS takes 20. */
  readonly requests: readonly BatchEvaluateItem[];
  /** The name or ARN of the loaded project. */
  readonly project?: string | null | undefined;
}

/** One result of a batch. Without an answer there is no `variation`, and `reason` is a sentence that says why. */
export type BatchEvaluateResult = {
  /** As in the request. */
  readonly entityId: string;
  /** The ARN of the feature. */
  readonly feature: string;
  /** The ARN of the project. */
  readonly project: string;
} & EvaluateAllResult;

/** The answer of {@link Evaluator.batchEvaluate}: one result per item, in order. */
export interface BatchEvaluateResponse {
  readonly results: BatchEvaluateResult[];
}

/** What {@link Evaluator.evaluateAll} is asked. */
export interface EvaluateAllRequest {
  /** Who is decided for: 1 to 512 characters, no line break. */
  readonly entityId: string;
  /** What segments look at. */
  readonly evaluationContext?: EvaluationContext | undefined;
  /** The name or ARN of the loaded project. */
  readonly project?: string | null | undefined;
}

/** When to evaluate, and what. */
export interface EvaluateAllOptions extends EvaluateOptions {
  /** Names of features. Default: all of the project. */
  readonly features?: readonly string[] | null | undefined;
}

/** Stands where one of several features has no answer. */
export interface NoAnswer {
  readonly variation?: never;
  readonly value?: never;
  /** `Feature does not exist with arn '…'` or `Feature is quarantined by the problem at '…'`. */
  readonly reason: string;
  readonly details?: never;
}

/** The answer for one of several features. */
export type EvaluateAllResult = EvaluateResponse | NoAnswer;

/** The answer of {@link Evaluator.evaluateAll}: by the name of the feature. */
export type EvaluateAllResponse = { readonly [feature: string]: EvaluateAllResult };

/** What {@link Evaluator.assign} is asked. */
export interface AssignRequest {
  /** The name of the feature. */
  readonly feature: string;
  /** Who is decided for: each 1 to 512 characters, no line break. */
  readonly entityIds: readonly string[];
  /** What segments look at, the same for all entities. */
  readonly evaluationContext?: EvaluationContext | undefined;
  /** The name or ARN of the loaded project. */
  readonly project?: string | null | undefined;
}

/** The answer of {@link Evaluator.assign}, in columns: item `i` of both is about entity id `i`. */
export interface AssignResponse {
  /** Names of variations. */
  readonly variations: string[];
  readonly reasons: Reason[];
}

/**
 * What an attribute of a flag may hold: a text of up to 1024 characters, a finite number, a boolean, or a list of texts
 * or of numbers.
 */
export type FlagAttributeValue = string | number | boolean | readonly string[] | readonly number[];

/** The attributes of a flag by their keys, where no more is known of them. */
export interface FlagAttributes {
  readonly [attribute: string]: FlagAttributeValue;
}

/** What the type of a flag's attributes must be: {@link FlagAttributeValue}s by key, some of them optional. */
export type FlagAttributesOf<Attributes> = {
  readonly [Attribute in keyof Attributes]?: FlagAttributeValue | undefined;
};

/** What {@link Evaluator.evaluateFlag} is asked. */
export interface EvaluateFlagRequest {
  /** The key of the flag. */
  readonly flag: string;
  /**
   * Who is decided for: 1 to 2048 characters, no line break; AppConfig's agent is told it by the header `Entity-Id`. Rules
   * read it as `$entityId`; without one the entity is in no experiment run. Default: nobody in particular.
   */
  readonly entityId?: string | null | undefined;
  /**
   * What rules look at; AppConfig's agent is told it by the header `Context`. Of an object, only the members that the
   * flag's rules read are looked at, by their own keys: `$a.b` is the member `a.b`. They are strings, finite numbers and
   * booleans, and what has one of these as its JSON, as a `Date` has; anything else is as if it were not there.
   */
  readonly context?: EvaluationContext | undefined;
}

/**
 * Why a flag has its value: it is a basic flag, or no rule of its variants is true; the rule of a variant is; a running
 * experiment has an override for the entity; or the entity takes part in it. AppConfig itself tells no reasons.
 */
export type FlagReason = 'DEFAULT' | 'RULE_MATCH' | 'TREATMENT_OVERRIDE_MATCH' | 'EXPERIMENT_RULE_MATCH';

/**
 * The value of a flag, as AppConfig's agent gives it. Attributes are served only while the flag is enabled.
 *
 * `_variant` is the name of the variant, `__t1__` or `__t1_override__` of an experiment's treatment `t1`, and
 * `__default__` for an entity outside the experiment that runs on a basic flag. Without an experiment a basic flag has none.
 */
export type FlagValue<Attributes = FlagAttributes> =
  | ({ readonly enabled: true; readonly _variant?: string } & Readonly<Attributes>)
  | { readonly enabled: false; readonly _variant?: string };

/** The experiment run that decided, by its members as GetExperimentRun returns them, and the key of the treatment. */
export interface FlagRun {
  readonly applicationId: string;
  readonly experimentDefinitionId: string;
  /** The number of the run: 1 and up. */
  readonly run: number;
  /** The key of the treatment; of a control without one it is `c`. */
  readonly treatment: string;
}

/** The answer of {@link Evaluator.evaluateFlag}. Deeply frozen. */
export interface EvaluateFlagResponse<Attributes = FlagAttributes> {
  readonly value: FlagValue<Attributes>;
  readonly reason: FlagReason;
  /** There if an experiment run decided: with the reasons `TREATMENT_OVERRIDE_MATCH` and `EXPERIMENT_RULE_MATCH`. */
  readonly run?: FlagRun;
}

/** What {@link Evaluator.evaluateFlags} is asked. */
export interface EvaluateFlagsRequest {
  /** Who is decided for: 1 to 2048 characters, no line break. Default: nobody in particular. */
  readonly entityId?: string | null | undefined;
  /** What rules look at. */
  readonly context?: EvaluationContext | undefined;
}

/** Which flags to evaluate. */
export interface EvaluateFlagsOptions extends EvaluateOptions {
  /** Keys of flags. Default: all of the snapshot. */
  readonly flags?: readonly string[] | null | undefined;
}

/** Stands where one of several flags has no answer. */
export interface NoFlagAnswer {
  readonly value?: never;
  /** `Flag does not exist: '…'` or `Flag is quarantined by the problem at '…'`. */
  readonly reason: string;
  readonly run?: never;
}

/** The answer for one of several flags. */
export type EvaluateFlagsResult = EvaluateFlagResponse | NoFlagAnswer;

/** The answer of {@link Evaluator.evaluateFlags}: by the key of the flag. */
export type EvaluateFlagsResponse = { readonly [flag: string]: EvaluateFlagsResult };

/** What {@link Evaluator.explain} takes: a request for a feature or for a flag, as the calls that answer it. */
export type ExplainRequest =
  | (EvaluateRequest & { readonly flag?: undefined })
  | (EvaluateFlagRequest & { readonly feature?: undefined });

/** Why an answer is what it is: the answer of {@link Evaluator.explain}. */
export interface Explanation<Answer = EvaluateResponse | EvaluateFlagResponse> {
  /** What `evaluate`, or `evaluateFlag`, answers to the same request. */
  readonly answer: Answer;
  /**
   * What was looked at, in the order in which it was. Of these exactly one has the outcome `decides`, and it is the last.
   */
  readonly steps: readonly ExplanationStep[];
  /** All of it as plain text of several lines, the same on every platform. */
  readonly text: string;
}

/**
 * - `decides`: the answer comes from here.
 * - `declines`: it does not apply to this entity, or applies and does not claim it; the next step follows.
 * - `continues`: it applies, and the next steps are parts of it (a launch's splits, an experiment's sampling, a run's slot).
 * - `absent`: there is no such thing on this feature or flag.
 */
export type ExplanationOutcome = 'decides' | 'declines' | 'continues' | 'absent';

/**
 * What a step is about. For features, in this order: `override` (E1), `strategy` (E2: only under DEFAULT_VARIATION), `launch`,
 * each `segmentOverride` and then the `split` of its step in force (E3), `experiment`, its `audience`, `sampling` and
 * `treatment` (E4), `default` (E5). For flags: `run`, `treatmentOverride`, `slot`, `audience` (A7), each `variant` with a rule
 * (A2), `default`.
 */
export type ExplanationKind =
  | 'override'
  | 'strategy'
  | 'launch'
  | 'segmentOverride'
  | 'split'
  | 'experiment'
  | 'audience'
  | 'sampling'
  | 'treatment'
  | 'run'
  | 'treatmentOverride'
  | 'slot'
  | 'variant'
  | 'default';

/** One thing that was looked at. */
export interface ExplanationStep {
  /** The number of the rule in README.md: E1, E2, E3, E4, E5; A2, A7. */
  readonly rule: 'E1' | 'E2' | 'E3' | 'E4' | 'E5' | 'A2' | 'A7';
  readonly kind: ExplanationKind;
  /**
   * What the step is about by name: the launch, the segment of a `segmentOverride` or of an `audience`, the experiment, the
   * variant; for the steps of a run `<ApplicationId>:<ExperimentDefinitionId>:<Run>`; for a `default` the variation or the
   * variant. Absent otherwise.
   */
  readonly name?: string;
  readonly outcome: ExplanationOutcome;
  /** One sentence for people. */
  readonly because: string;
  /** The group or the treatment that was drawn, or that an override gives; even if it has no variation of this feature. */
  readonly drawn?: string;
  /** The pattern of the segment, or the rule of the variant or of the audience, as it was met. */
  readonly condition?: Condition;
  /**
   * Where the entity fell: on the line that decides whether it takes part, then on the one that decides which group or
   * treatment it gets.
   */
  readonly lines?: readonly Line[];
  /** For a `launch`: its schedule. */
  readonly schedule?: LaunchSchedule;
  /**
   * What would have changed this step's outcome, each a phrase: `an entity id whose enrol point is below 2147483648`. Absent if
   * there is nothing to say.
   */
  readonly wouldChange?: readonly string[];
}

/** Where a launch is in its steps. Times are milliseconds since 1970, as of `Date`. */
export interface LaunchSchedule {
  /** How many steps there are. */
  readonly steps: number;
  /** The position of the step in force among the steps in the order of their starts, from 0. Absent before the first. */
  readonly inForce?: number;
  /** When the step in force began. */
  readonly since?: number;
  /** When the next one begins. Absent in the last. */
  readonly next?: number;
}

/**
 * A test and its outcome. All parts of a condition are tested here, also those behind the one that settles it, which
 * `evaluate` no longer looks at.
 *
 * For a segment's pattern: `all` of an object's members, `any` of `$or`; below them each `field` with its list of matchers, of
 * which any must hold. For a rule: its expressions.
 */
export interface Condition {
  /**
   * For patterns: `all`, `any`, `field`; the matchers `literal`, `anything-but`, `numeric`, `exists`, `prefix`, `suffix`,
   * `equals-ignore-case`, `wildcard`, `cidr`. For rules: the operators of its language, and `constant` for `true` and `false`.
   */
  readonly operator: string;
  /**
   * As it is written in the snapshot: a field's path, a matcher as JSON, an expression as Ion; cut behind 500 characters, with
   * `…`. Not on `all` and `any`.
   */
  readonly text?: string;
  /** Whether it holds. */
  readonly passed: boolean;
  /** What the request has for what is read here: by a `field`, or by the operands of an expression. */
  readonly found?: readonly Found[];
  /**
   * The parts; for a `field` its matchers. At most a hundred of each list are told, and two thousand conditions and values of
   * a whole explanation.
   */
  readonly parts?: readonly Condition[];
  /** How many parts are not told, since there are too many. For a `field` the first matcher that holds is always told. */
  readonly more?: number;
  /** For `split`: the entity's place. Absent if there is no value to split by. */
  readonly line?: Line;
  /** What the outcome does not say by itself: `what is met is not met by one and the same element of an array`. */
  readonly note?: string;
}

/** What the request has in one place. */
export interface Found {
  /** The path of the field, or the variable: `country`, `$tier`, `$entityId`. */
  readonly name: string;
  /** JSON text, cut with `…` if it is long. Absent if there is nothing. A field of arrays may have several of its name. */
  readonly value?: string;
}

/** A point on a line, and the ranges of that line. `from ≤ point < to` is inside; what no range covers is nobody's. */
export interface Line {
  /** Which of the two points of the bucketing contract (B1): whether it takes part, or which group or treatment it gets. */
  readonly name: 'enrol' | 'allot';
  /** 1 launch, 2 experiment, 3 AppConfig (B1). */
  readonly domain: 1 | 2 | 3;
  readonly salt: string;
  /** What was hashed with the salt: the entity id, or the value of `by` of a rule's `split`, cut behind 2048 characters. */
  readonly id: string;
  /** The hash: from 0 to 2^32 − 1. */
  readonly hash: number;
  /**
   * The place on the line, in the units of `total`: for `enrol` the hash itself, for `allot` floor(hash × total / 2^32), in
   * thousandths of a percent.
   */
  readonly point: number;
  /** The length of the line: for `enrol` 2^32, for `allot` the sum of the weights of a launch's split, or 100000. */
  readonly total: number;
  /** In ascending order, without overlap. Ranges of no length are left out. */
  readonly ranges: readonly LineRange[];
}

/** A part of a line. */
export interface LineRange {
  /**
   * Who owns the range. For a launch's `enrol` it is the segment whose override takes it, or `groupWeights`, and `earlier splits`
   * for all that the splits before that one take; for a sampling `sampled`; for a run's slot the treatment's key; for a rule's
   * `split` the word `split`; for `allot` the group or the treatment.
   */
  readonly name: string;
  /** For `allot`: the variation that the group or the treatment gives; absent if it has none of this feature (E6). */
  readonly variation?: string;
  readonly from: number;
  readonly to: number;
}

/** The name and the ARN of a project. */
export interface ProjectIdentity {
  readonly name: string;
  /** As in the snapshot, otherwise `arn:aws:evidently:local:000000000000:project/<name>`. */
  readonly arn: string;
}

/** How {@link Evaluator} loads a snapshot. */
export interface EvaluatorOptions extends LintOptions {
  /**
   * Whether to load a snapshot in which something is wrong with some of the features or flags. They are quarantined: to
   * evaluate them fails, all others work, and {@link Evaluator.problems} says why. Default: false, all or nothing.
   */
  readonly lenient?: boolean | undefined;
}

/** How {@link lint} reads a snapshot. */
export interface LintOptions {
  /** The largest snapshot that is read, in bytes of UTF-8. Default: 33,554,432 (32 MiB). */
  readonly maxBytes?: number | undefined;
}

/** One thing that is wrong with a snapshot. */
export interface Problem {
  /** Where, as JavaScript writes it: `launches[0].groups[1].name`. Empty for the document itself. */
  readonly path: string;
  readonly code: ProblemCode;
  /** One sentence that begins with the path. It may change between versions. */
  readonly message: string;
  /** What was found there, if that says something. */
  readonly value?: unknown;
}

/** What can be wrong with a snapshot. */
export type ProblemCode =
  // the document
  /** The document is larger than `maxBytes`; the value is its size. */ | 'TooLarge'
  /** The bytes are not UTF-8. */ | 'NotUtf8'
  /** The document, or a segment's pattern, is not JSON text. */ | 'NotJson'
  /** Nested deeper than 128. */ | 'TooDeep'
  /** Another JSON type belongs here. */ | 'WrongType'
  /** A required member is missing or null. */ | 'MissingMember'
  /** `version` is not 1; of `appConfig.flags`, not the text `1`. */ | 'UnsupportedVersion'
  /** There are more than 10000 problems; the rest is not reported. */ | 'TooManyProblems'
  // names, texts and numbers
  /** Not 1 to 127 (segments 64) of `-a-zA-Z0-9._`. */ | 'InvalidName'
  /** The key of an override is empty, longer than 512 characters (of a run 2048) or has a line break. */ | 'InvalidEntityId'
  /** U+0000 or a line break in a salt; U+0000 in the seed of a rule. */ | 'InvalidSalt'
  /** A `stringValue` over 512 characters, a salt over 127, an attribute over 1024, a rule over 16384. */ | 'TooLong'
  /** Not an integer, or outside the range; a `pct` with more than four decimal places. */ | 'OutOfRange'
  /** A status, strategy or type that AWS does not document; a text that is not in an attribute's `enum`. */ | 'UnknownValue'
  /** `variations`, `_variants`, `enum`, or a list in a pattern, has no item. */ | 'EmptyList'
  /** The value of a variation has none of the four members. */ | 'EmptyValue'
  /** The value of a variation has two of them. */ | 'DoubledValue'
  /** The value is not of the feature's type. */ | 'ValueTypeMismatch'
  /** An earlier item has this name. */ | 'DuplicateName'
  /** Neither epoch seconds nor RFC 3339 text with an offset. */ | 'InvalidTimestamp'
  // what does not fit together
  /** The feature has no such variation. */ | 'UnknownVariation'
  /** The project has no such feature. */ | 'UnknownFeature'
  /** The snapshot has no such segment. */ | 'UnknownSegment'
  /** The launch has no such group. */ | 'UnknownGroup'
  /** The experiment has no such treatment. */ | 'UnknownTreatment'
  /** Weights sum above 100000; the value is the sum. */ | 'WeightsExceedTotal'
  /** Another launch already runs on this feature. */ | 'SecondRunningLaunch'
  /** Another experiment already runs on this feature. */ | 'SecondRunningExperiment'
  // patterns of segments
  /** A pattern is JSON, but no object. */ | 'NotAnObject'
  /** An object in a pattern has no member. */ | 'EmptyObject'
  /** A scalar stands where a list of matchers belongs. */ | 'NotAList'
  /** There is no such matcher. */ | 'UnknownMatcher'
  /** Two matchers in one object. */ | 'TooManyMatchers'
  /** The matcher, or a rule's operator, does not take such an operand. */ | 'InvalidOperand'
  /** An empty `prefix`, `suffix`, name of a variant or rule. */ | 'EmptyText'
  /** Not one comparison, nor a lower and then an upper bound. */ | 'InvalidNumeric'
  /** A range that holds no number. */ | 'EmptyRange'
  /** `**`, or an escape other than `\*` and `\\`. */ | 'InvalidWildcard'
  /** Not a block of addresses. */ | 'InvalidCidr'
  /** `$or` is no list of at least two objects. */ | 'InvalidOr'
  /** A key stands twice in one object of a pattern. */ | 'DuplicateKey'
  /** The `$or` multiply out to more than 1000 combinations, or the paths are too long. */ | 'TooManyAlternatives'
  // flags, their attributes and experiment runs
  /** The key of a flag, an attribute or a treatment is not as AppConfig's API wants it. */ | 'InvalidKey'
  /** A value, or a running experiment, for a flag that is not defined. */ | 'UnknownFlag'
  /** A value for an attribute that is not defined. */ | 'UnknownAttribute'
  /** Something stands beside `_variants`. */ | 'StrictVariants'
  /** The last variant, which is the default, has a rule. */ | 'UnexpectedRule'
  /** The text is not as the attribute's `pattern` says. */ | 'PatternMismatch'
  /** A regular expression that is wrong, not of RE2's syntax, or too large. */ | 'InvalidRegex'
  /** `pattern` beside `enum`, or `minimum` above `maximum`. */ | 'ConflictingConstraints'
  /** Another experiment already runs on this flag. */ | 'SecondRunningRun'
  // rules of flags
  /** The rule is not Ion text. */ | 'NotIon'
  /** Not one expression, or one that does not begin with an operator. */ | 'NotAnExpression'
  /** A rule, for which this build of the package has no rule language. */ | 'LeftOut'
  /** There is no such operator, variable or named operand. */ | 'UnknownSymbol'
  /** The operator takes more operands. */ | 'TooFewOperands'
  /** The operator takes fewer operands, or a named one stands twice. */ | 'TooManyOperands';

/**
 * A loaded snapshot that answers what Evidently's data plane and AppConfig's agent answered, without a network and
 * everywhere the same. It never changes: for a new snapshot make a new evaluator, switch over, and free the old one.
 *
 * @example
 * ```js
 * import { Evaluator } from 'variate';
 *
 * const evaluator = new Evaluator({
 *   version: 1,
 *   project: { name: 'shop' },
 *   features: [{
 *     name: 'checkout',
 *     variations: [{ name: 'old', value: { boolValue: false } }, { name: 'new', value: { boolValue: true } }],
 *     entityOverrides: { 'user-1': 'new' },
 *   }],
 * });
 *
 * evaluator.evaluate({ feature: 'checkout', entityId: 'user-1' });
 * // { variation: 'new', value: { boolValue: true }, reason: 'ENTITY_OVERRIDES_MATCH', details: '{}' }
 * ```
 */
export class Evaluator {
  /**
   * Loads a snapshot. Everything is checked here, so that evaluating finds nothing wrong with it. The first evaluator
   * of a process also compiles the WebAssembly module, unless {@link ready} has.
   *
   * @throws {SnapshotError} `InvalidSnapshot`: nothing is loaded; `problems` has everything that is wrong.
   * @throws {ValidationException} The options are not of their types.
   * @throws {VariateError} `WebAssemblyBlocked` or `WebAssemblyUnsupported`: the host does not run WebAssembly.
   *   `WebAssemblyTrapped`: there was not enough memory for the snapshot. Any other call may throw that, too; the next one
   *   works, for an evaluator keeps the bytes of its snapshot, to load it into a new instance of the module.
   */
  constructor(snapshot: SnapshotInput, options?: EvaluatorOptions | null);

  /**
   * Decides one feature for one entity, as Evidently's EvaluateFeature did.
   *
   * Equal answers are the same frozen object: keep it, compare it with `===`, but copy it to change it.
   *
   * @throws {ResourceNotFoundException} `UnknownFeature` or `UnknownProject`: it is not in the snapshot.
   * @throws {ValidationException} A member of the request is missing, ill-typed or invalid; `fieldList` names them all.
   * @throws {SnapshotError} `QuarantinedFeature`: there were problems with it when the snapshot was loaded leniently.
   *
   * @example
   * ```js
   * const { variation, value } = evaluator.evaluate({
   *   feature: 'checkout',
   *   entityId: 'user-7',
   *   evaluationContext: { country: 'DE', plan: 'pro' },
   * });
   * ```
   */
  evaluate(request: EvaluateRequest, options?: EvaluateOptions | null): EvaluateResponse;

  /**
   * Decides several features or entities at once, as Evidently's BatchEvaluateFeature did. An unknown or quarantined
   * feature fails only its own item; see {@link NoAnswer}.
   *
   * @throws {ValidationException} Some item is invalid. All are checked before the first is evaluated, and `fieldList`
   *   names every invalid field: `requests[3].entityId`.
   * @throws {ResourceNotFoundException} `UnknownProject`.
   */
  batchEvaluate(request: BatchEvaluateRequest, options?: EvaluateOptions | null): BatchEvaluateResponse;

  /**
   * Decides all features of the project for one entity, for instance to hand the answers to a page that must not see
   * the rules. An unknown or quarantined feature fails only its own entry; see {@link NoAnswer}.
   *
   * The response is a plain object with the names of features as its own members. A name may be that of something every
   * object inherits, such as `constructor`: to look up a name that may not be there, use `Object.hasOwn`.
   *
   * @throws {ResourceNotFoundException} `UnknownProject`.
   * @throws {ValidationException} The entity id, the context, `features` or `now` is invalid; `fieldList` names all.
   */
  evaluateAll(request: EvaluateAllRequest, options?: EvaluateAllOptions | null): EvaluateAllResponse;

  /**
   * Decides one feature for many entities, for backfills and simulations. It crosses into WebAssembly once for
   * thousands of them, and memory there does not grow with their number.
   *
   * @throws {ResourceNotFoundException} `UnknownFeature` or `UnknownProject`.
   * @throws {ValidationException} Some id, the context or `now` is invalid; `fieldList` names all: `entityIds[3]`.
   * @throws {SnapshotError} `QuarantinedFeature`.
   */
  assign(request: AssignRequest, options?: EvaluateOptions | null): AssignResponse;

  /**
   * Decides one flag, as AppConfig's agent does (`GET …/configurations/<profile>?flag=<flag>`), and says why. A running
   * experiment on the flag comes first, then the rules of its variants from the top.
   *
   * Equal answers are the same frozen object. `Attributes` is what the caller knows of the flag's attributes, for the type
   * of the value; nothing is checked. Flags do not depend on the time: `now` is accepted, and not used.
   *
   * Where AWS's documents say nothing (which entities `split` takes in, texts beside numbers, missing members) the choice
   * is this package's own, and need not be that of AWS's agent.
   *
   * @throws {ResourceNotFoundException} `UnknownFlag`: it is not in the snapshot.
   * @throws {ValidationException} A member of the request is missing, ill-typed or invalid; `fieldList` names them all.
   * @throws {SnapshotError} `QuarantinedFlag`: there were problems with it when the snapshot was loaded leniently.
   *
   * @example
   * ```js
   * const { value } = evaluator.evaluateFlag({ flag: 'banner', entityId: 'user-7', context: { plan: 'pro' } });
   * if (value.enabled) console.log(value.title);
   * ```
   */
  evaluateFlag<Attributes extends FlagAttributesOf<Attributes> = FlagAttributes>(
    request: EvaluateFlagRequest,
    options?: EvaluateOptions | null,
  ): EvaluateFlagResponse<Attributes>;

  /**
   * Decides all flags of the snapshot for one entity and one context. An unknown or quarantined flag fails only its own
   * entry; see {@link NoFlagAnswer}.
   *
   * The response is a plain object with the keys of flags as its own members. To look up a key that may not be there, use
   * `Object.hasOwn`.
   *
   * @throws {ValidationException} The entity id, the context, `flags` or `now` is invalid; `fieldList` names all.
   */
  evaluateFlags(request: EvaluateFlagsRequest, options?: EvaluateFlagsOptions | null): EvaluateFlagsResponse;

  /**
   * Answers as {@link evaluate} or {@link evaluateFlag} does, and says why: every rule that was looked at, in order, down to
   * the one that decided; the matchers that held and those that did not, with what they found; where the entity falls on each
   * line; what would have changed it. It takes many times as long as the answer alone.
   *
   * A request with both `feature` and `flag` is answered for the flag. What is missing from the request, or from the snapshot, is
   * refused as it is there.
   *
   * @throws {ResourceNotFoundException} `UnknownFeature`, `UnknownFlag` or `UnknownProject`.
   * @throws {ValidationException} A member of the request is missing, ill-typed or invalid; `fieldList` names them all.
   * @throws {SnapshotError} `QuarantinedFeature` or `QuarantinedFlag`.
   *
   * @example
   * ```js
   * const { steps, text } = evaluator.explain({ feature: 'checkout', entityId: 'user-7' });
   * console.log(text, steps.at(-1).kind);
   * ```
   */
  explain(request: EvaluateRequest, options?: EvaluateOptions | null): Explanation<EvaluateResponse>;
  explain(request: EvaluateFlagRequest, options?: EvaluateOptions | null): Explanation<EvaluateFlagResponse>;
  explain(request: ExplainRequest, options?: EvaluateOptions | null): Explanation;

  /** The names of all features in the order of the snapshot, quarantined ones included. */
  get features(): readonly string[];

  /**
   * The keys of all flags in the order of the snapshot, quarantined ones included: those that have a value, then those
   * that have only a running experiment. A flag that is only defined is none.
   */
  get flags(): readonly string[];

  /** The project of the snapshot; undefined if it has none, and then it has no features either. */
  get project(): ProjectIdentity | undefined;

  /** What is wrong with the snapshot; never anything unless it was loaded leniently. */
  get problems(): readonly Problem[];

  /**
   * Gives the memory of the snapshot back. From then on every use throws a {@link VariateError} with the code `Freed`,
   * except this method, which does nothing the second time. An evaluator that is kept for ever needs no `free`; one
   * that is dropped without it is freed some time after it is garbage collected.
   */
  free(): void;

  /** The same as {@link Evaluator.free}, for `using`. */
  [Symbol.dispose](): void;
}

/**
 * Finds everything that is wrong with a snapshot; an empty list means that {@link Evaluator} loads it.
 *
 * @throws {ValidationException} The options are not of their types.
 * @throws {VariateError} `WebAssemblyBlocked` or `WebAssemblyUnsupported`: the host does not run WebAssembly.
 *
 * @example
 * ```js
 * import { lint } from 'variate';
 *
 * for (const { message } of lint('{"version":1,"features":[{"name":"checkout"}]}')) console.error(message);
 * ```
 */
export function lint(snapshot: SnapshotInput, options?: LintOptions | null): Problem[];

/**
 * Compiles the WebAssembly module ahead of the first {@link Evaluator}, and off the thread where the host can. Nothing
 * depends on it: an evaluator made earlier compiles the module itself. Calls are free once it is compiled.
 *
 * @throws {VariateError} `WebAssemblyBlocked` or `WebAssemblyUnsupported`, as a rejection. The next call tries again.
 */
export function ready(): Promise<void>;

/** Every `code` of this package's errors. They are stable; messages are not. */
export type VariateErrorCode =
  | 'InvalidRequest'
  | 'UnknownFeature'
  | 'UnknownFlag'
  | 'UnknownProject'
  | 'QuarantinedFeature'
  | 'QuarantinedFlag'
  | 'InvalidSnapshot'
  | 'Freed'
  // of `variate/control`
  | 'UnknownLaunch'
  | 'UnknownExperiment'
  | 'UnknownSegment'
  | 'UnknownResource'
  | 'Conflict'
  | 'QuotaExceeded'
  // of the host
  | 'WebAssemblyBlocked'
  | 'WebAssemblyUnsupported'
  | 'WebAssemblyMissing'
  | 'WebAssemblyTrapped';

/**
 * What every error of this package is.
 *
 * The ESM and the CommonJS copy of this package have classes of their own: where both may be loaded, compare `name` or
 * `code` and not classes. The constructors are for tests that need an error.
 */
export class VariateError extends Error {
  constructor(code: VariateErrorCode, message: string, options?: { cause?: unknown });
  readonly code: VariateErrorCode;
  /** Where in the snapshot, of a {@link SnapshotError}. */
  readonly path?: string;
  /** The invalid fields, of a {@link ValidationException}. */
  readonly fieldList?: readonly FieldError[];
}

/** An invalid field of a request. */
export interface FieldError {
  /** Its place in the request: `entityId`, `requests[3].evaluationContext`. */
  readonly name: string;
  /** What is expected there. It may change between versions. */
  readonly message: string;
}

/** Whether a context is not even JSON text, or some field breaks another rule. The words are those of AWS's API. */
export type ValidationReason = 'cannotParse' | 'fieldValidationFailed';

/** The request is invalid whatever the snapshot; AWS's name for it. */
export class ValidationException extends VariateError {
  constructor(reason: ValidationReason, fieldList: readonly FieldError[], options?: { cause?: unknown });
  readonly name: 'ValidationException';
  readonly code: 'InvalidRequest';
  readonly reason: ValidationReason;
  /** Every invalid field, at least one; of more than 10,000 the first ones. */
  readonly fieldList: readonly FieldError[];
}

/** The feature, the flag or the project is not in the snapshot; AWS's name for it, and but for flags AWS's message. */
export class ResourceNotFoundException extends VariateError {
  constructor(code: 'UnknownFeature' | 'UnknownFlag' | 'UnknownProject', message: string);
  readonly name: 'ResourceNotFoundException';
  readonly code: 'UnknownFeature' | 'UnknownFlag' | 'UnknownProject';
  /** AWS's data plane leaves it empty, too. */
  readonly resourceId: null;
  /** AWS's data plane leaves it empty, too. */
  readonly resourceType: null;
}

/** Something is wrong with the snapshot, or with the one feature or flag that was asked for. */
export class SnapshotError extends VariateError {
  constructor(
    code: 'InvalidSnapshot' | 'QuarantinedFeature' | 'QuarantinedFlag',
    message: string,
    problems: readonly Problem[],
  );
  readonly name: 'SnapshotError';
  readonly code: 'InvalidSnapshot' | 'QuarantinedFeature' | 'QuarantinedFlag';
  /** The place of the first problem. */
  readonly path: string;
  /** Every problem of the snapshot, of the feature or of the flag; at least one. */
  readonly problems: readonly Problem[];
}
