// Writes the snapshot that a participant makes of so many flags.
//
//   node benches/programs/snapshot.mjs <bundle> <number of flags> <file>

import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { mixed } from '../flags.mjs';

const [bundle, count, file] = process.argv.slice(2);
const { participant } = await import(pathToFileURL(bundle).href);
writeFileSync(file, participant.snapshot(mixed(Number(count))));
process.exit();
