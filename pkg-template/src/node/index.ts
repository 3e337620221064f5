// The face of `variate/aws/node`; `../../aws-node.d.ts` documents it, `conforms.ts` compares the two.

export { fileStore } from './file-store.js';
export { nodeListener } from './listener.js';
