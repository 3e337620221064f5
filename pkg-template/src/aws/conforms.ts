// Compiled, never run: the package does what its types say, and exports nothing that they do not mention.

import type * as declared from '../../aws.js';
import * as implemented from './index.js';

implemented satisfies typeof declared;

type Nothing<T extends never> = T;
export type Undeclared = Nothing<Exclude<keyof typeof implemented, keyof typeof declared>>;
