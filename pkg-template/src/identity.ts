import type { ProjectIdentity } from '../index.js';

/** A snapshot without Evidently members has no project. */
const NOBODY: ProjectIdentity = { name: '', arn: '' };

/** The ARN of a feature that the project does not have (R5). */
export function featureArn(project: ProjectIdentity | undefined, feature: string): string {
  return `${(project ?? NOBODY).arn}/feature/${wellFormed(feature)}`;
}

/** The ARN that the reference to another project stands for: itself, or this project's with the other name. */
export function projectArn(project: ProjectIdentity | undefined, reference: string): string {
  const { arn } = project ?? NOBODY;
  const name = wellFormed(reference);
  return name.startsWith('arn:') ? name : arn.slice(0, arn.lastIndexOf('/') + 1) + name;
}

// Both sentences as observed on the service (E8, E9).

export function featureDoesNotExist(arn: string): string {
  return `Feature does not exist with arn '${arn}'`;
}

export function projectDoesNotExist(arn: string): string {
  return `Project does not exist with arn '${arn}'`;
}

/** In the form of the others; AWS has no call that evaluates a flag (R38). */
export function flagDoesNotExist(key: string): string {
  return `Flag does not exist: '${wellFormed(key)}'`;
}

/** The text with U+FFFD for each unpaired surrogate (R1). */
export function wellFormed(text: string): string {
  return text.toWellFormed === undefined ? text.replace(/\p{Surrogate}/gu, '\uFFFD') : text.toWellFormed();
}
