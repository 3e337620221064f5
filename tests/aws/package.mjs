// The package under test: the folder in VARIATE_PACKAGE, or the one that `cargo xtask build` makes.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = process.env.VARIATE_PACKAGE ?? fileURLToPath(new URL('../../pkg', import.meta.url));
const { bin, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const load = (entry) => import(pathToFileURL(join(folder, exports[entry].import.default)));

export const { Evaluator } = await load('.');
export const { createAgentHandler, createEvidentlyHandler, kvStore, localRequestHandler, memoryStore, operationOf } =
  await load('./aws');
export const { fileStore, nodeListener } = await load('./aws/node');

/** The program that `npx variate` runs, and the file of the entry for Node. */
export const program = join(folder, bin.variate);
export const nodeEntry = pathToFileURL(join(folder, exports['./aws/node'].import.default)).href;
