// Compiled, never run, as a user of `variate/control` and of `require`.

import { ConflictException, control } from 'variate/control';
import plane = require('variate/control');

const { snapshot, output } = plane.control('CreateProject', null, { name: 'shop' });
const arn: string = control('GetProject', snapshot ?? null, { project: output.project.name }).output.project.arn;
const isOurs = (error: unknown): error is ConflictException => error instanceof plane.ConflictException;
// @ts-expect-error the project is required
plane.control('GetProject', null, {});
