// The face of `variate/aws`; `../../aws.d.ts` documents it, `conforms.ts` compares the two.

export { createAgentHandler } from './agent.js';
export { createEvidentlyHandler } from './handler.js';
export { kvStore } from './kv.js';
export { localRequestHandler } from './local.js';
export { operationOf } from './operation-of.js';
export { memoryStore } from './store.js';
