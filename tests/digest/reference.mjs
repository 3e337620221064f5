// The reference decides the cases.

import { readFileSync } from 'node:fs';
import { evaluate, evaluateFlag, load } from '../reference/index.mjs';

/** What the decisions are about. */
export const scenes = JSON.parse(readFileSync(new URL('scenes.json', import.meta.url), 'utf8'));

const projects = scenes.scenes.map(({ snapshot }) => load(JSON.stringify(snapshot)));

export function answerOfReference({ scene, feature, flag, entityId, context, nowMs }) {
  if (feature === undefined) return evaluateFlag(projects[scene], { flag, entityId, context });
  return evaluate(projects[scene], { feature, entityId, evaluationContext: context }, nowMs);
}
