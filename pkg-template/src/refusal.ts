import type { Catalogue } from './catalogue.js';
import { ResourceNotFoundException, SnapshotError, VariateError } from './errors.js';
import { Faults } from './faults.js';
import { type Members, checkOptions } from './options.js';

/** A valid entity id. */
const ANYBODY = 'anybody';

/**
 * Why a call came to nothing, worked out from the start: the fast path keeps no account of what it has checked. First
 * what is wrong with the request, all of it; then what is not there; then what is quarantined.
 *
 * `several` is what the call has a list of: the requests of a batch (R17), the entities of `assign`, or in its options
 * the names of features or flags, of which all are meant if there is none.
 */
export function refused(
  catalogue: Catalogue<unknown>,
  request: unknown,
  options: unknown,
  several?: 'requests' | 'entityIds' | 'features' | 'flags',
): VariateError {
  const { isFlags, noun, project } = catalogue;
  if (project.freed) return freed();
  const one = noun.toLowerCase() as 'flag' | 'feature';
  const context = isFlags ? 'context' : 'evaluationContext';
  const isOfAll = several === `${one}s`;
  const faults = new Faults();

  const checkText = (text: unknown, field: string): void => {
    if (typeof text !== 'string') faults.add(field, 'expected a string');
  };
  const checkId = (id: unknown, field: string): void => {
    // A flag may be asked for without an entity (R38).
    if (isFlags && isNothing(id)) return;
    if (typeof id === 'string') faults.addFound(field, project.complaint(catalogue, id, undefined));
    else checkText(id, field);
  };
  const checkList = (list: unknown, field: string, check: (item: unknown, field: string) => void): void => {
    if (!Array.isArray(list)) return faults.add(field, 'expected a list');
    // Not forEach: a hole is an item too.
    for (let index = 0; index < list.length; index += 1) check(list[index], `${field}[${index}]`);
  };
  const checkItem = (item: unknown, field: string): void => {
    if (!isObject(item)) return faults.add(field || 'request', 'expected an object');
    const prefix = field && `${field}.`;
    if (!isOfAll) checkText(item[one], prefix + one);
    if (several === 'entityIds') checkList(item[several], several, checkId);
    else checkId(item['entityId'], `${prefix}entityId`);
    const read = isOfAll ? catalogue : catalogue.find(item[one]);
    faults.addFound(prefix + context, project.complaint(catalogue, ANYBODY, item[context], read?.attributes));
  };

  const members = isObject(request) ? request : {};
  if (several === 'requests' && members === request) checkList(members[several], several, checkItem);
  else checkItem(request, '');
  const { project: reference, [one]: name } = members;
  if (!isFlags && !isNothing(reference)) checkText(reference, 'project');
  const given = checkOptions(options, faults);
  if (isOfAll && !isNothing(given[several])) checkList(given[several], several, checkText);
  const error = faults.error();
  if (error !== undefined) return error;

  if (!isFlags && !project.is(reference)) {
    return new ResourceNotFoundException('UnknownProject', project.missing(String(reference)));
  }
  const subject = catalogue.find(name);
  if (several === undefined || several === 'entityIds') {
    if (subject === undefined) return new ResourceNotFoundException(`Unknown${noun}`, catalogue.missing(String(name)));
    if (subject.problems.length > 0) {
      return new SnapshotError(`Quarantined${noun}`, subject.refusal.reason, subject.problems);
    }
  }
  // Refused, and then found to be in order: only a getter can do that.
  faults.add('request', 'changed while it was read');
  return faults.error()!;
}

export function freed(): VariateError {
  return new VariateError('Freed', 'This evaluator was freed');
}

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}

export function isNothing(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}
