/** Why a call came to nothing, worked out from the start: the fast path keeps no account of what it has checked. */

import type { Attribute } from './attributes.js';
import { ResourceNotFoundException, SnapshotError, VariateError } from './errors.js';
import { Faults } from './faults.js';
import { featureArn, featureDoesNotExist, projectArn, projectDoesNotExist } from './identity.js';
import { checkOptions } from './options.js';
import type { Project } from './project.js';

type Members = Readonly<Record<string, unknown>>;

/** Of `evaluate`: first what is wrong with the request, then what is not there, then what is quarantined. */
export function refusedEvaluate(project: Project, request: unknown, options: unknown): VariateError {
  if (project.freed) return freed();
  const faults = new Faults();
  const members = membersOf(request, 'request', faults);
  if (members !== undefined) {
    checkItem(project, members, '', faults);
    checkProject(members['project'], faults);
  }
  checkOptions(options, faults);
  return faults.any ? faults.error() : withoutAnswer(project, members!);
}

/** Of `batchEvaluate`: every invalid field of every item (R17), then the project. */
export function refusedBatch(project: Project, request: unknown, options: unknown): VariateError {
  if (project.freed) return freed();
  const faults = new Faults();
  const members = membersOf(request, 'request', faults);
  if (members !== undefined) {
    checkList(members['requests'], 'requests', faults, (item, field) => {
      const itsMembers = membersOf(item, field, faults);
      if (itsMembers !== undefined) checkItem(project, itsMembers, `${field}.`, faults);
    });
    checkProject(members['project'], faults);
  }
  checkOptions(options, faults);
  return faults.any ? faults.error() : withoutAnswer(project, { project: members!['project'] });
}

/** Of `evaluateAll`. */
export function refusedAll(project: Project, request: unknown, options: unknown): VariateError {
  if (project.freed) return freed();
  const faults = new Faults();
  const members = membersOf(request, 'request', faults);
  if (members !== undefined) {
    checkId(project, members['entityId'], 'entityId', faults);
    checkContext(project, members['evaluationContext'], project.attributes, 'evaluationContext', faults);
    checkProject(members['project'], faults);
  }
  const { features } = checkOptions(options, faults);
  if (features !== undefined && features !== null) {
    checkList(features, 'features', faults, (name, field) => checkFeature(name, field, faults));
  }
  return faults.any ? faults.error() : withoutAnswer(project, { project: members!['project'] });
}

/** Of `assign`. */
export function refusedAssign(project: Project, request: unknown, options: unknown): VariateError {
  if (project.freed) return freed();
  const faults = new Faults();
  const members = membersOf(request, 'request', faults);
  if (members !== undefined) {
    const { feature, entityIds, evaluationContext } = members;
    checkFeature(feature, 'feature', faults);
    checkList(entityIds, 'entityIds', faults, (id, field) => checkId(project, id, field, faults));
    checkContext(project, evaluationContext, attributesOf(project, feature), 'evaluationContext', faults);
    checkProject(members['project'], faults);
  }
  checkOptions(options, faults);
  return faults.any ? faults.error() : withoutAnswer(project, members!);
}

function checkItem(project: Project, item: Members, prefix: string, faults: Faults): void {
  const { feature, entityId, evaluationContext } = item;
  checkFeature(feature, `${prefix}feature`, faults);
  checkId(project, entityId, `${prefix}entityId`, faults);
  checkContext(project, evaluationContext, attributesOf(project, feature), `${prefix}evaluationContext`, faults);
}

/** What is read of the context for this feature; nothing for one that does not exist. */
function attributesOf(project: Project, feature: unknown): readonly Attribute[] {
  return project.feature(feature)?.attributes ?? [];
}

function checkList(list: unknown, field: string, faults: Faults, check: (item: unknown, field: string) => void): void {
  if (!Array.isArray(list)) return faults.add(field, 'expected a list');
  // Not forEach: a hole is an item too.
  for (let index = 0; index < list.length; index += 1) check(list[index], `${field}[${index}]`);
}

function checkFeature(feature: unknown, field: string, faults: Faults): void {
  if (typeof feature !== 'string') faults.add(field, 'a feature is given by its name, a string');
}

function checkId(project: Project, id: unknown, field: string, faults: Faults): void {
  if (typeof id === 'string') faults.addFound(project.failureOfId(id, field), field);
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

/** A valid request that has no answer: the project, then the feature is not there (E9), or it is quarantined (R15). */
function withoutAnswer(project: Project, { project: reference, feature: name }: Members): VariateError {
  if (!project.is(reference)) {
    const arn = projectArn(project.identity, String(reference));
    return new ResourceNotFoundException('UnknownProject', projectDoesNotExist(arn));
  }
  if (typeof name !== 'string') return changed();
  const feature = project.feature(name);
  if (feature === undefined) {
    const arn = featureArn(project.identity, name);
    return new ResourceNotFoundException('UnknownFeature', featureDoesNotExist(arn));
  }
  if (feature.answers.length > 0) return changed();
  return new SnapshotError('QuarantinedFeature', feature.refusal.reason, feature.problems);
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
