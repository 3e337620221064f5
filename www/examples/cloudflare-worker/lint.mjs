// Says what is wrong with a snapshot before anybody is served from it.

import { readFileSync } from 'node:fs';
import { lint } from 'variate';

const [file] = process.argv.slice(2);
const problems = lint(readFileSync(file));
for (const { message } of problems) console.error(`${file}: ${message}`);
if (problems.length > 0) process.exitCode = 1;
