// Compiled, never run: the package does what its types say, and exports nothing that they do not mention.

import type * as declared from '../index.js';
import type * as declaredControl from '../control.js';
import type * as declaredSlim from '../slim.js';
import * as control from './control.js';
import * as implemented from './index.js';
import * as slim from './slim.js';

implemented satisfies typeof declared;
slim satisfies typeof declaredSlim;
control satisfies typeof declaredControl;

type Nothing<T extends never> = T;
export type UndeclaredSlim = Nothing<Exclude<keyof typeof slim, keyof typeof declaredSlim>>;
export type UndeclaredControl = Nothing<Exclude<keyof typeof control, keyof typeof declaredControl>>;
export type Undeclared = Nothing<Exclude<keyof typeof implemented, keyof typeof declared>>;

/** Every operation stands in the list, and nothing else. */
export type UnlistedOperation = Nothing<Exclude<declaredControl.Operation, (typeof control.operations)[number]>>;
