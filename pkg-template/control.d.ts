// Evidently's control plane on a snapshot. Written by hand, after the API model of `evidently/2021-02-01`.

import {
  VariateError,
  type FieldError,
  type Problem,
  type Reason,
  type SnapshotInput,
  type VariableValue,
  type VariateErrorCode,
} from './index.js';

export {
  SnapshotError,
  VariateError,
  ready,
  type FieldError,
  type Problem,
  type ProblemCode,
  type Reason,
  type SnapshotInput,
  type VariableValue,
  type VariateErrorCode,
} from './index.js';

/**
 * Applies an operation of Evidently's API to a snapshot, and gives the new snapshot back: a function of its arguments,
 * which keeps nothing. Where the snapshot is stored, and that two calls do not start from the same one, is for the caller
 * to see to.
 *
 * What the operation does not touch stays as it was written. The new snapshot loads, always. What fails has changed nothing.
 *
 * @param operation - Its name in the API.
 * @param snapshot - As for `Evaluator`. `null` and the empty text are a snapshot of nothing, for `CreateProject`.
 * @param input - Members of the path, the query and the body side by side, as AWS's clients take them; or the JSON text of
 *   that. An `evaluationContext` is JSON text, and times are seconds, RFC 3339 text or a `Date`.
 *
 * @throws {ValidationException} The operation is unknown, or the input is wrong, in itself or for this snapshot;
 *   `fieldList` names every member that is.
 * @throws {ResourceNotFoundException} It is about something that is not in the snapshot.
 * @throws {ConflictException} What it is about is not in the state for it, or there already.
 * @throws {ServiceQuotaExceededException} There would be too many.
 * @throws {SnapshotError} The snapshot does not load; `problems` has everything that is wrong.
 * @throws {VariateError} `WebAssemblyBlocked` or `WebAssemblyUnsupported`: the host does not run WebAssembly.
 *
 * @example
 * ```js
 * import { control } from 'variate/control';
 *
 * const { snapshot } = control('CreateProject', null, { name: 'shop' });
 * const variations = [{ name: 'old', value: { boolValue: false } }, { name: 'new', value: { boolValue: true } }];
 * const created = control('CreateFeature', snapshot, { project: 'shop', name: 'checkout', variations });
 * console.log(created.output.feature.arn, created.snapshot);
 * ```
 */
export function control<Name extends Operation>(
  operation: Name,
  snapshot: SnapshotInput | null,
  input: Input<Name> | string,
  options?: ControlOptions | null,
): ControlResult<Name>;

/** The names of all operations. */
export const operations: readonly Operation[];

/** What an operation knows of the world. */
export interface ControlOptions {
  /** The time of the call: a `Date` or milliseconds since 1970. Default: the clock of the host. */
  readonly now?: Date | number | null | undefined;
  /** The region in the ARN of a project that is created: 1 to 64 letters, digits and dashes. Default: `local`. */
  readonly region?: string | null | undefined;
  /** The account in the same place, made of the same. Default: `000000000000`. */
  readonly account?: string | null | undefined;
  /** The size budget of the snapshot, of what it becomes and of the input, in bytes. Default: 32 MiB. */
  readonly maxBytes?: number | null | undefined;
}

/** What an operation came to. */
export interface ControlResult<Name extends Operation = Operation> {
  /** The text of the new snapshot; not there if nothing has changed. */
  readonly snapshot?: string;
  readonly output: Output<Name>;
  /** What `PutProjectEvents` took, for whoever wants to store it; empty for the other operations. */
  readonly events: ControlEvent[];
}

/** An event that `PutProjectEvents` took. */
export interface ControlEvent {
  /** A UUID that follows from the event, its place in the call, the project and the time of the call. */
  readonly id: string;
  /** The ARN of the project. */
  readonly project: string;
  readonly type: EventType;
  /** Seconds since 1970. */
  readonly timestamp: number;
  /** The JSON text of an object. */
  readonly data: string;
}

/** The name of an operation. */
export type Operation = keyof Operations;

/** What an operation takes. */
export type Input<Name extends Operation> = Operations[Name]['input'];

/** What an operation answers. */
export type Output<Name extends Operation> = Operations[Name]['output'];

/** The operations of the API. Projects, features, launches, experiments and segments are named by name or by ARN. */
export interface Operations {
  /** Makes the project; a snapshot has one. */
  CreateProject: {
    input: {
      /** 1 to 127 of `-a-zA-Z0-9._`. */
      readonly name: string;
      /** At most 160 characters, no line break. */
      readonly description?: string | undefined;
      readonly appConfigResource?: AppConfigInput | undefined;
      readonly dataDelivery?: DataDelivery | undefined;
      readonly tags?: Tags | undefined;
    };
    output: { project: Project };
  };
  /** The project, with what it has counted. */
  GetProject: { input: OfProject; output: { project: Project } };
  /** The project, in a list of at most one. */
  ListProjects: { input: Page; output: { projects?: Project[]; nextToken?: string } };
  /** Changes the description, or where client-side evaluation is configured. */
  UpdateProject: {
    input: OfProject & {
      /** At most 160 characters, no line break. */
      readonly description?: string | undefined;
      readonly appConfigResource?: AppConfigInput | undefined;
    };
    output: { project: Project };
  };
  /** Says where events are to be stored; with neither destination, nowhere. */
  UpdateProjectDataDelivery: { input: OfProject & DataDelivery; output: { project: Project } };
  /** Removes the project, which must be empty. */
  DeleteProject: { input: OfProject; output: Empty };

  /** Makes a feature with its variations. */
  CreateFeature: {
    input: OfProject & {
      /** 1 to 127 of `-a-zA-Z0-9._`. */
      readonly name: string;
      /** 1 to 5. */
      readonly variations: readonly VariationInput[];
      /** The name of a variation. Default: the first. */
      readonly defaultVariation?: string | undefined;
      /** At most 160 characters, no line break. */
      readonly description?: string | undefined;
      readonly entityOverrides?: EntityOverrides | undefined;
      readonly evaluationStrategy?: EvaluationStrategy | undefined;
      readonly tags?: Tags | undefined;
    };
    output: { feature: Feature };
  };
  /** A feature, with the launches and experiments that run on it. */
  GetFeature: { input: OfFeature; output: { feature: Feature } };
  /** The features, without their variations. */
  ListFeatures: { input: OfProject & Page; output: { features?: FeatureSummary[]; nextToken?: string } };
  /** Changes a feature. What is given of `entityOverrides` replaces them all. */
  UpdateFeature: {
    input: OfFeature & {
      /** 1 to 5; the feature has at most 5 after the call. */
      readonly addOrUpdateVariations?: readonly VariationInput[] | undefined;
      /** Names of variations, at most 5. */
      readonly removeVariations?: readonly string[] | undefined;
      readonly defaultVariation?: string | undefined;
      /** At most 160 characters, no line break. */
      readonly description?: string | undefined;
      readonly entityOverrides?: EntityOverrides | undefined;
      readonly evaluationStrategy?: EvaluationStrategy | undefined;
    };
    output: { feature: Feature };
  };
  /** Removes a feature that no launch and no experiment names. */
  DeleteFeature: { input: OfFeature; output: Empty };

  /** Makes a launch, which does not run yet. */
  CreateLaunch: {
    input: OfProject & LaunchInput & {
      /** 1 to 127 of `-a-zA-Z0-9._`. */
      readonly name: string;
      readonly groups: readonly GroupInput[];
      readonly tags?: Tags | undefined;
    };
    output: { launch: Launch };
  };
  /** A launch as it stands in the snapshot. */
  GetLaunch: { input: OfLaunch; output: { launch: Launch } };
  /** The launches, or those of a status. */
  ListLaunches: { input: OfProject & Page & OfStatus; output: { launches?: Launch[]; nextToken?: string } };
  /** Changes a launch that has not ended; its groups and steps are replaced as a whole. */
  UpdateLaunch: { input: OfLaunch & LaunchInput; output: { launch: Launch } };
  /** Lets a launch run: from now on its steps come into force at their times. */
  StartLaunch: { input: OfLaunch; output: { launch: Launch } };
  /** Ends a launch that runs. */
  StopLaunch: { input: OfLaunch & Stop; output: { endedTime?: number } };
  /** Removes a launch that does not run. */
  DeleteLaunch: { input: OfLaunch; output: Empty };

  /** Makes an experiment, which does not run yet. */
  CreateExperiment: {
    input: OfProject & ExperimentInput & {
      /** 1 to 127 of `-a-zA-Z0-9._`. */
      readonly name: string;
      readonly metricGoals: readonly MetricGoal[];
      readonly treatments: readonly TreatmentInput[];
      readonly tags?: Tags | undefined;
    };
    output: { experiment: Experiment };
  };
  /** An experiment as it stands in the snapshot. */
  GetExperiment: { input: OfExperiment; output: { experiment: Experiment } };
  /** The experiments, or those of a status. */
  ListExperiments: { input: OfProject & Page & OfStatus; output: { experiments?: Experiment[]; nextToken?: string } };
  /** Changes an experiment that has not ended. Of one that runs the audience and the treatments stay. */
  UpdateExperiment: {
    input: OfExperiment & ExperimentInput & { readonly removeSegment?: boolean | undefined };
    output: { experiment: Experiment };
  };
  /** Lets an experiment run. */
  StartExperiment: {
    input: OfExperiment & {
      /** When its results are to be complete: from now to 30 days from now. */
      readonly analysisCompleteTime: Time;
    };
    output: { startedTime?: number };
  };
  /** Ends an experiment that runs. */
  StopExperiment: { input: OfExperiment & Stop; output: { endedTime?: number } };
  /** Removes an experiment that does not run. */
  DeleteExperiment: { input: OfExperiment; output: Empty };
  /** Always refused: results come from events, and a snapshot has none. */
  GetExperimentResults: { input: OfExperiment & { readonly [member: string]: unknown }; output: never };

  /** Makes a segment, of the project of the snapshot. */
  CreateSegment: {
    input: {
      /** 1 to 64 of `-a-zA-Z0-9._`. */
      readonly name: string;
      /** The JSON text of a pattern, 1 to 1024 characters. */
      readonly pattern: string;
      /** At most 160 characters, no line break. */
      readonly description?: string | undefined;
      readonly tags?: Tags | undefined;
    };
    output: { segment: Segment };
  };
  /** A segment, with how many launches and experiments name it. */
  GetSegment: { input: OfSegment; output: { segment: Segment } };
  /** The segments. */
  ListSegments: { input: Page; output: { segments?: Segment[]; nextToken?: string } };
  /** The launches or the experiments that name a segment. */
  ListSegmentReferences: {
    input: OfSegment & Page & { readonly type: 'LAUNCH' | 'EXPERIMENT' };
    output: { referencedBy?: SegmentReference[]; nextToken?: string };
  };
  /** Removes a segment that nothing names. */
  DeleteSegment: { input: OfSegment; output: Empty };
  /** Whether a context is in a segment of this pattern. Both are JSON text. */
  TestSegmentPattern: { input: { readonly pattern: string; readonly payload: string }; output: { match: boolean } };

  /** Adds tags to a resource, or changes the values of those it has. */
  TagResource: { input: OfResource & { readonly tags: Tags }; output: Empty };
  /** Removes tags by their keys, at most 50 in a call; those that the resource does not have are ignored. */
  UntagResource: { input: OfResource & { readonly tagKeys: readonly string[] }; output: Empty };
  /** The tags of a resource. */
  ListTagsForResource: { input: OfResource; output: { tags?: Tags } };

  /** As `Evaluator.evaluate`, which is far faster. */
  EvaluateFeature: {
    input: OfFeature & {
      /** 1 to 512 characters, no line break. */
      readonly entityId: string;
      readonly evaluationContext?: JsonText | undefined;
    };
    output: { variation?: string; value?: VariableValue; reason?: Reason; details?: string };
  };
  /** As `Evaluator.batchEvaluate`, with up to 20 requests. */
  BatchEvaluateFeature: {
    input: OfProject & {
      /** 1 to 20. */
      readonly requests: readonly {
        readonly feature: string;
        /** 1 to 512 characters, no line break. */
        readonly entityId: string;
        readonly evaluationContext?: JsonText | undefined;
      }[];
    };
    output: {
      results?: {
        project?: string;
        feature: string;
        entityId: string;
        variation?: string;
        value?: VariableValue;
        /** A {@link Reason}, or a sentence where there is no answer. */
        reason?: string;
        details?: string;
      }[];
    };
  };
  /** Checks events and hands them out, in {@link ControlResult.events}. The snapshot does not keep them. */
  PutProjectEvents: {
    input: OfProject & {
      /** At most 50. */
      readonly events: readonly { readonly type: EventType; readonly timestamp: Time; readonly data: JsonText }[];
    };
    output: {
      eventResults?: { eventId?: string; errorCode?: string; errorMessage?: string }[];
      failedEventCount?: number;
    };
  };
}

/** Nothing is answered. */
export type Empty = { [member: string]: never };

/** Seconds since 1970, RFC 3339 text, or a `Date`; whatever is answered is seconds. */
export type Time = number | string | Date;

/** JSON text of an object. */
export type JsonText = string;

/**
 * Keys and values; a resource has at most 50. A key has 1 to 128 letters, digits and characters of `+,-./:;<=_`, and does not
 * begin with `aws:`; a value has at most 256 characters.
 */
export type Tags = { readonly [key: string]: string };

/**
 * By entity id the name of a variation: at most 2500 of them, and 40,960 bytes of UTF-8 in all, with 6 more for each.
 */
export type EntityOverrides = { readonly [entityId: string]: string };

/**
 * Thousandths of a percent for the groups of a launch (at most 5) or the treatments of an experiment, by name: integers from
 * 0 to 100000, as is their sum. What is absent has 0.
 */
export type Weights = { readonly [name: string]: number };

/** Whether launches and experiments apply to a feature, or everybody without an override gets the default variation. */
export type EvaluationStrategy = 'ALL_RULES' | 'DEFAULT_VARIATION';
/** Who was served what, or anything else that happened. */
export type EventType = 'aws.evidently.evaluation' | 'aws.evidently.custom';
/** The state of a launch or an experiment. */
export type Status = 'CREATED' | 'UPDATING' | 'RUNNING' | 'COMPLETED' | 'CANCELLED';

/** Which project. */
export interface OfProject {
  /** Its name or ARN. */
  readonly project: string;
}

/** Which feature. */
export interface OfFeature extends OfProject {
  /** Its name. */
  readonly feature: string;
}

/** Which launch. */
export interface OfLaunch extends OfProject {
  /** Its name. */
  readonly launch: string;
}

/** Which experiment. */
export interface OfExperiment extends OfProject {
  /** Its name. */
  readonly experiment: string;
}

/** Which segment. */
export interface OfSegment {
  /** Its name or ARN. */
  readonly segment: string;
}

/** Whose tags. */
export interface OfResource {
  /** The ARN of the project, or of a feature, a launch, an experiment or a segment. */
  readonly resourceArn: string;
}

/** Which launches or experiments. */
export interface OfStatus {
  /** Only those of this status. */
  readonly status?: Status | undefined;
}

/** Which part of a list. */
export interface Page {
  /** 1 to 100, for projects and segments 1 to 50. Default: 100, for projects, segments and references 50. */
  readonly maxResults?: number | undefined;
  /** From the answer before; no answer has one behind the last item. */
  readonly nextToken?: string | undefined;
}

/** How a launch or an experiment is to end. */
export interface Stop {
  /** Default: `COMPLETED`. */
  readonly desiredState?: 'COMPLETED' | 'CANCELLED' | undefined;
  /** Kept as `statusReason`: at most 160 characters, no line break. */
  readonly reason?: string | undefined;
}

/** The configuration for client-side evaluation; both members are needed, each 4 to 7 small letters and digits. */
export interface AppConfigInput {
  readonly applicationId?: string | undefined;
  readonly environmentId?: string | undefined;
}

/** Where events are stored: one of the two. A snapshot keeps it, and nothing is sent there. */
export interface DataDelivery {
  /** The name of a log group, 1 to 512 characters. */
  readonly cloudWatchLogs?: { readonly logGroup?: string | undefined } | undefined;
  /** A bucket, 3 to 63 characters, and a prefix, 1 to 1024. */
  readonly s3Destination?: { readonly bucket?: string | undefined; readonly prefix?: string | undefined } | undefined;
}

/** A variation of a feature. */
export interface VariationInput {
  /** 1 to 127 of `-a-zA-Z0-9._`. */
  readonly name: string;
  /** The same type of value as the others have. */
  readonly value: VariableValue;
}

/** A group of a launch, which gets one variation of one feature; one name may stand for several features. */
export interface GroupInput {
  /** 1 to 127 of `-a-zA-Z0-9._`. */
  readonly name: string;
  /** The name of a feature that exists. */
  readonly feature: string;
  /** The name of a variation that it has. */
  readonly variation: string;
  /** At most 160 characters, no line break. */
  readonly description?: string | undefined;
}

/** A treatment of an experiment, likewise. */
export type TreatmentInput = GroupInput;

/** What is common to making and changing a launch. */
export interface LaunchInput {
  /** At most 160 characters, no line break. */
  readonly description?: string | undefined;
  /** 1 to 5. */
  readonly groups?: readonly GroupInput[] | undefined;
  /** At most 3. They are kept, and nothing is measured. */
  readonly metricMonitors?: readonly { readonly metricDefinition: MetricDefinition }[] | undefined;
  /** At most 127 characters, no line break, no U+0000. Default: the name of the launch. */
  readonly randomizationSalt?: string | undefined;
  /** 1 to 6 steps. A launch without them cannot be started. */
  readonly scheduledSplitsConfig?: { readonly steps: readonly StepInput[] } | undefined;
}

/** From when on who is in the launch. */
export interface StepInput {
  readonly startTime: Time;
  readonly groupWeights: Weights;
  /** At most 6. */
  readonly segmentOverrides?: readonly SegmentOverride[] | undefined;
}

/** Other weights for those who match a segment; the lowest order comes first. */
export interface SegmentOverride {
  /** The name or the ARN of a segment. */
  readonly segment: string;
  /** Any integer. */
  readonly evaluationOrder: number;
  readonly weights: Weights;
}

/** What is common to making and changing an experiment. */
export interface ExperimentInput {
  /** At most 160 characters, no line break. */
  readonly description?: string | undefined;
  /** 1 to 3. */
  readonly metricGoals?: readonly MetricGoal[] | undefined;
  readonly onlineAbConfig?: OnlineAb | undefined;
  /** At most 127 characters, no line break, no U+0000. Default: the name of the experiment. */
  readonly randomizationSalt?: string | undefined;
  /** Thousandths of a percent of the audience that take part: an integer from 0 to 100000. Default: 0, nobody. */
  readonly samplingRate?: number | undefined;
  /** The name or the ARN of the segment that is the audience. */
  readonly segment?: string | undefined;
  /** 2 to 5. */
  readonly treatments?: readonly TreatmentInput[] | undefined;
}

/** Which treatment the others are compared with, and who gets which. */
export interface OnlineAb {
  readonly controlTreatmentName?: string | undefined;
  readonly treatmentWeights?: Weights | undefined;
}

/** What an experiment is to change. It is kept, and nothing is measured. */
export interface MetricGoal {
  readonly metricDefinition: MetricDefinition;
  readonly desiredChange?: 'INCREASE' | 'DECREASE' | undefined;
}

/** Where a metric stands in custom events. */
export interface MetricDefinition {
  /** 1 to 255 characters, no white space. */
  readonly name: string;
  /** The path of the entity id in an event: 1 to 256 characters, no line break. */
  readonly entityIdKey: string;
  /** The path of the value: likewise. */
  readonly valueKey: string;
  /** Which events count: at most 1024 characters. */
  readonly eventPattern?: JsonText | undefined;
  /** 1 to 256 characters, no line break. */
  readonly unitLabel?: string | undefined;
}

/** What all resources have. */
export interface Resource {
  arn: string;
  name: string;
  description?: string;
  /** Seconds since 1970; 0 if nobody wrote it. */
  createdTime: number;
  /** Seconds since 1970; 0 if nobody wrote it. */
  lastUpdatedTime: number;
  tags?: Tags;
}

/** The project of a snapshot, with what it has counted. */
export interface Project extends Resource {
  status: 'AVAILABLE' | 'UPDATING';
  appConfigResource?: { applicationId: string; environmentId: string; configurationProfileId: string };
  dataDelivery?: DataDelivery;
  featureCount?: number;
  launchCount?: number;
  activeLaunchCount?: number;
  experimentCount?: number;
  activeExperimentCount?: number;
}

/** A feature as `ListFeatures` gives it. */
export interface FeatureSummary extends Resource {
  /** The ARN of the project. */
  project?: string;
  status: 'AVAILABLE' | 'UPDATING';
  evaluationStrategy: EvaluationStrategy;
  defaultVariation?: string;
  /** What runs on it. */
  evaluationRules?: { name?: string; type: string }[];
}

/** A feature with its variations. */
export interface Feature extends FeatureSummary {
  valueType: 'STRING' | 'LONG' | 'DOUBLE' | 'BOOLEAN';
  variations: { name?: string; value?: VariableValue }[];
  entityOverrides?: EntityOverrides;
}

/** A group of a launch or a treatment of an experiment, with the variation that it gets of each feature. */
export interface Arm {
  name: string;
  description?: string;
  featureVariations: { [feature: string]: string };
}

/** What launches and experiments have in common. */
export interface Rule extends Resource {
  /** The ARN of the project. */
  project?: string;
  status: Status;
  statusReason?: string;
  /** Seconds since 1970. */
  execution?: { startedTime?: number; endedTime?: number };
  randomizationSalt?: string;
}

/** A launch, in the shape that a snapshot has. */
export interface Launch extends Rule {
  type: 'aws.evidently.splits';
  groups?: Arm[];
  metricMonitors?: { metricDefinition: Partial<MetricDefinition> }[];
  scheduledSplitsDefinition?: {
    steps?: { startTime: number; groupWeights?: Weights; segmentOverrides?: SegmentOverride[] }[];
  };
}

/** An experiment, in the shape that a snapshot has. */
export interface Experiment extends Rule {
  type: 'aws.evidently.onlineab';
  treatments?: Arm[];
  metricGoals?: { metricDefinition: Partial<MetricDefinition>; desiredChange?: 'INCREASE' | 'DECREASE' }[];
  onlineAbDefinition?: OnlineAb;
  samplingRate?: number;
  schedule?: { analysisCompleteTime?: number };
  /** The ARN of the segment that is the audience. */
  segment?: string;
}

/** A segment, with how many launches and experiments name it. */
export interface Segment extends Resource {
  /** The JSON text of a pattern. */
  pattern: string;
  launchCount?: number;
  experimentCount?: number;
}

/** A launch or an experiment that names a segment. Its times are RFC 3339 text. */
export interface SegmentReference {
  arn?: string;
  name: string;
  type: string;
  status?: string;
  startTime?: string;
  endTime?: string;
  lastUpdatedOn?: string;
}

/** What is wrong with a call. The words are those of the API; `other` is whatever is not about a single member. */
export type ControlValidationReason = 'unknownOperation' | 'cannotParse' | 'fieldValidationFailed' | 'other';

/** What an exception can be about. */
export type ResourceType = 'project' | 'feature' | 'launch' | 'experiment' | 'segment';

/** The `code` of a {@link ResourceNotFoundException}, by the type of the resource; `UnknownResource` if that is not known. */
export type UnknownResourceCode =
  | 'UnknownProject'
  | 'UnknownFeature'
  | 'UnknownLaunch'
  | 'UnknownExperiment'
  | 'UnknownSegment'
  | 'UnknownResource';

/** The members of a {@link ValidationException}. */
export interface ValidationMembers {
  readonly reason: ControlValidationReason;
  readonly fieldList?: readonly FieldError[];
  readonly cause?: unknown;
}

/** The members of an exception about a resource. */
export interface ResourceMembers {
  readonly resourceId?: string | null;
  readonly resourceType?: ResourceType | null;
}

// Each entry of this package has classes of its own: the errors of `variate/control` are no instances of those that
// `variate` exports. Their names and codes are the same.

/** The operation is unknown, or its input is wrong; AWS's name for it. */
export class ValidationException extends VariateError {
  constructor(message: string, members: ValidationMembers);
  readonly name: 'ValidationException';
  readonly code: 'InvalidRequest';
  readonly reason: ControlValidationReason;
  /** Every member that is wrong; empty for the reasons `unknownOperation` and `other`. */
  readonly fieldList: readonly FieldError[];
}

/** What the operation is about is not in the snapshot; AWS's name for it. */
export class ResourceNotFoundException extends VariateError {
  constructor(message: string, members: ResourceMembers);
  readonly name: 'ResourceNotFoundException';
  readonly code: UnknownResourceCode;
  /** The ARN of what is missing. */
  readonly resourceId: string | null;
  readonly resourceType: ResourceType | null;
}

/** What the operation is about is not in the state for it, or there already; AWS's name for it. */
export class ConflictException extends VariateError {
  constructor(message: string, members: ResourceMembers);
  readonly name: 'ConflictException';
  readonly code: 'Conflict';
  /** The ARN of what is in the way. */
  readonly resourceId: string | null;
  readonly resourceType: ResourceType | null;
}

/** There would be more than there may be; AWS's name for it. */
export class ServiceQuotaExceededException extends VariateError {
  constructor(message: string, members: ResourceMembers);
  readonly name: 'ServiceQuotaExceededException';
  readonly code: 'QuotaExceeded';
  /** The ARN of what has too many, or is one too many. */
  readonly resourceId: string | null;
  readonly resourceType: ResourceType | null;
  readonly serviceCode: 'evidently';
}
