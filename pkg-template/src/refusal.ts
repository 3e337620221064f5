/** Why a call came to nothing, worked out from the start: the fast path keeps no account of what it has checked. */

import type { Attribute } from './attributes.js';
import type { Subject } from './catalogue.js';
import { ResourceNotFoundException, SnapshotError, VariateError } from './errors.js';
import { Faults } from './faults.js';
import { featureArn, featureDoesNotExist, flagDoesNotExist, projectArn, projectDoesNotExist } from './identity.js';
import { checkOptions } from './options.js';
import type { Project } from './project.js';

type Members = Readonly<Record<string, unknown>>;

/** Of `evaluate`: first what is wrong with the request, then what is not there, then what is quarantined. */
export function refusedEvaluate(project: Project, request: unknown, options: unknown): VariateError {
  const check = (members: Members, faults: Faults): void => {
    checkItem(project, members, '', faults);
    checkProject(members['project'], faults);
  };
  return refused(project, request, options, check, withoutFeature);
}

/** Of `batchEvaluate`: every invalid field of every item (R17), then the project. */
export function refusedBatch(project: Project, request: unknown, options: unknown): VariateError {
  const check = (members: Members, faults: Faults): void => {
    checkList(members['requests'], 'requests', faults, (item, field) => {
      const itsMembers = membersOf(item, field, faults);
      if (itsMembers !== undefined) checkItem(project, itsMembers, `${field}.`, faults);
    });
    checkProject(members['project'], faults);
  };
  return refused(project, request, options, check, withoutProject);
}

/** Of `evaluateAll`. */
export function refusedAll(project: Project, request: unknown, options: unknown): VariateError {
  const check = (members: Members, faults: Faults): void => {
    checkId(project, members['entityId'], 'entityId', faults);
    checkContext(project, members['evaluationContext'], project.features.attributes, 'evaluationContext', faults);
    checkProject(members['project'], faults);
  };
  const checkFeatures = checkNames('features', checkFeature);
  return refused(project, request, options, check, withoutProject, checkFeatures);
}

/** Of `assign`. */
export function refusedAssign(project: Project, request: unknown, options: unknown): VariateError {
  const check = (members: Members, faults: Faults): void => {
    const { feature, entityIds, evaluationContext } = members;
    checkFeature(feature, 'feature', faults);
    checkList(entityIds, 'entityIds', faults, (id, field) => checkId(project, id, field, faults));
    const attributes = attributesOf(project.features.find(feature));
    checkContext(project, evaluationContext, attributes, 'evaluationContext', faults);
    checkProject(members['project'], faults);
  };
  return refused(project, request, options, check, withoutFeature);
}

/** Of `evaluateFlag`. */
export function refusedFlag(project: Project, request: unknown, options: unknown): VariateError {
  const check = (members: Members, faults: Faults): void => {
    const { flag, entityId, context } = members;
    checkFlag(flag, 'flag', faults);
    checkFlagId(project, entityId, faults);
    checkContext(project, context, attributesOf(project.flags.find(flag)), 'context', faults);
  };
  return refused(project, request, options, check, withoutFlag);
}

/** Of `evaluateFlags`. */
export function refusedFlags(project: Project, request: unknown, options: unknown): VariateError {
  const check = (members: Members, faults: Faults): void => {
    checkFlagId(project, members['entityId'], faults);
    checkContext(project, members['context'], project.flags.attributes, 'context', faults);
  };
  return refused(project, request, options, check, changed, checkNames('flags', checkFlag));
}

/** `withoutAnswer` has the reason if nothing is wrong with the request. */
function refused(
  project: Project,
  request: unknown,
  options: unknown,
  check: (members: Members, faults: Faults) => void,
  withoutAnswer: (project: Project, members: Members) => VariateError,
  checkMore?: (options: Members, faults: Faults) => void,
): VariateError {
  if (project.freed) return freed();
  const faults = new Faults();
  const members = membersOf(request, 'request', faults);
  if (members !== undefined) check(members, faults);
  const given = checkOptions(options, faults);
  checkMore?.(given, faults);
  return faults.any ? faults.error() : withoutAnswer(project, members!);
}

function checkItem(project: Project, item: Members, prefix: string, faults: Faults): void {
  const { feature, entityId, evaluationContext } = item;
  checkFeature(feature, `${prefix}feature`, faults);
  checkId(project, entityId, `${prefix}entityId`, faults);
  const attributes = attributesOf(project.features.find(feature));
  checkContext(project, evaluationContext, attributes, `${prefix}evaluationContext`, faults);
}

/** What is read of the context; nothing for what does not exist. */
function attributesOf(subject: Subject<unknown> | undefined): readonly Attribute[] {
  return subject?.attributes ?? [];
}

function checkList(list: unknown, field: string, faults: Faults, check: (item: unknown, field: string) => void): void {
  if (!Array.isArray(list)) return faults.add(field, 'expected a list');
  // Not forEach: a hole is an item too.
  for (let index = 0; index < list.length; index += 1) check(list[index], `${field}[${index}]`);
}

/** A check of the option that is a list of names; all if it is left out. */
function checkNames(option: string, check: (name: unknown, field: string, faults: Faults) => void) {
  return (options: Members, faults: Faults): void => {
    const names = options[option];
    if (names === undefined || names === null) return;
    checkList(names, option, faults, (name, field) => check(name, field, faults));
  };
}

function checkFeature(feature: unknown, field: string, faults: Faults): void {
  if (typeof feature !== 'string') faults.add(field, 'a feature is given by its name, a string');
}

function checkFlag(flag: unknown, field: string, faults: Faults): void {
  if (typeof flag !== 'string') faults.add(field, 'a flag is given by its key, a string');
}

function checkId(project: Project, id: unknown, field: string, faults: Faults): void {
  if (typeof id === 'string') faults.addFound(project.failureOfId(id, field), field);
  else faults.add(field, 'an entity id is a string');
}

/** A flag may be asked for without an entity (R38). */
function checkFlagId(project: Project, id: unknown, faults: Faults): void {
  const field = 'entityId';
  if (id === undefined || id === null) return;
  if (typeof id === 'string') faults.addFound(project.failureOfFlagId(id, field), field);
  else faults.add(field, 'an entity id is a string');
}

function checkContext(
  project: Project,
  context: unknown,
  attributes: readonly Attribute[],
  field: string,
  faults: Faults,
): void {
  if (context === undefined || context === null) return;
  if (typeof context === 'string' || (typeof context === 'object' && !Array.isArray(context))) {
    faults.addFound(project.failureOfContext(context, attributes, field), field);
  } else {
    faults.add(field, 'an evaluation context is an object or the JSON text of one');
  }
}

function checkProject(reference: unknown, faults: Faults): void {
  if (reference === undefined || reference === null || typeof reference === 'string') return;
  faults.add('project', 'a project is given by its name or ARN, a string');
}

function membersOf(request: unknown, field: string, faults: Faults): Members | undefined {
  if (typeof request === 'object' && request !== null) return request as Members;
  faults.add(field, 'expected an object');
  return undefined;
}

/** The project is not there (E9). */
function withoutProject(project: Project, { project: reference }: Members): VariateError {
  if (project.is(reference)) return changed();
  const arn = projectArn(project.identity, String(reference));
  return new ResourceNotFoundException('UnknownProject', projectDoesNotExist(arn));
}

/** The project, then the feature is not there (E9), or it is quarantined (R15). */
function withoutFeature(project: Project, members: Members): VariateError {
  const { project: reference, feature: name } = members;
  if (!project.is(reference)) return withoutProject(project, members);
  if (typeof name !== 'string') return changed();
  const feature = project.features.find(name);
  if (feature === undefined) {
    const arn = featureArn(project.identity, name);
    return new ResourceNotFoundException('UnknownFeature', featureDoesNotExist(arn));
  }
  if (feature.answers.length > 0) return changed();
  return new SnapshotError('QuarantinedFeature', feature.refusal.reason, feature.problems);
}

/** The flag is not there, or it is quarantined (R38). */
function withoutFlag(project: Project, { flag: key }: Members): VariateError {
  if (typeof key !== 'string') return changed();
  const flag = project.flags.find(key);
  if (flag === undefined) return new ResourceNotFoundException('UnknownFlag', flagDoesNotExist(key));
  if (flag.answers.length > 0) return changed();
  return new SnapshotError('QuarantinedFlag', flag.refusal.reason, flag.problems);
}

/** Refused, and then found to be in order: only a getter can do that. */
function changed(): VariateError {
  const faults = new Faults();
  faults.add('request', 'a request stays the same while it is read');
  return faults.error();
}

export function freed(): VariateError {
  return new VariateError('Freed', 'This evaluator was freed; make a new one with `new Evaluator(snapshot)`');
}
