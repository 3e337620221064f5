// CloudWatch Evidently for AWS's own clients, and AppConfig's agent, at the edge.

import { kvStore } from 'variate/aws';
import { answersFrom } from './answers.js';
import { refusalOf } from './keys.js';

export { Project } from './project.js';

let answer;

export default {
  async fetch(request, env) {
    const refusal = await refusalOf(request, env);
    if (refusal) return refusal;
    // One object for the one project: all changes are made there, one after the other.
    if (env.PROJECT) return env.PROJECT.get(env.PROJECT.idFromName('project')).fetch(request);
    answer ??= answersFrom(kvStore(env.SNAPSHOTS, 'snapshot'));
    return answer(request);
  },
};
