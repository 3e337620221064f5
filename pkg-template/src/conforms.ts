// Compiled, never run: the package does what its types say, and exports nothing that they do not mention.

import type * as declared from '../index.js';
import type * as declaredSlim from '../slim.js';
import * as implemented from './index.js';
import * as slim from './slim.js';

implemented satisfies typeof declared;
slim satisfies typeof declaredSlim;

type Nothing<T extends never> = T;
export type UndeclaredSlim = Nothing<Exclude<keyof typeof slim, keyof typeof declaredSlim>>;
export type Undeclared = Nothing<Exclude<keyof typeof implemented, keyof typeof declared>>;
