#!/usr/bin/env node
/**
 * The program of the npm package: `npx variate <command>`.
 *
 * Exit status, as of the native program: 0 success; 1 problems were found; 2 wrong usage; 3 the snapshot was refused; 4 reading
 * or listening failed.
 */

import { parseArgs } from 'node:util';
import { Exit, Stop } from './exit.js';
import { lintFile } from './lint.js';
import { serve } from './serve.js';

const USAGE = `usage: variate <command> <snapshot.json>

  serve <snapshot.json>   CloudWatch Evidently's REST API, and AppConfig's agent, on this snapshot
    --port <number>         default 2772, that of AppConfig's agent
    --host <address>        default 127.0.0.1: nobody is asked who they are, so think before you open it
    --region <name>         in the ARN of a project that is created; default local
    --account <id>          in the same place; default 000000000000
    --create                begin with nothing if there is no such file
  lint <snapshot.json>    what is wrong with a snapshot
`;

const OPTIONS = {
  port: { type: 'string', default: '2772' },
  host: { type: 'string', default: '127.0.0.1' },
  region: { type: 'string' },
  account: { type: 'string' },
  create: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
} as const;

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  console.error(error.message);
  process.exitCode = error.status;
}

async function run([command, ...rest]: string[]): Promise<Exit> {
  switch (command) {
    case 'serve': {
      const { values, file } = parsed(rest, OPTIONS);
      if (file === undefined) break;
      return serve(file, { ...values, port: portIn(values.port), host: hostIn(values.host) });
    }
    case 'lint': {
      const { file } = parsed(rest, { help: OPTIONS.help });
      if (file === undefined) break;
      return lintFile(file);
    }
    case 'help':
    case '--help':
    case '-h':
      break;
    default:
      throw new Stop(Exit.Usage, USAGE);
  }
  console.log(USAGE);
  return Exit.Success;
}

/** The options, and the one file; no file if help is asked for. */
function parsed<Options extends Partial<typeof OPTIONS>>(args: string[], options: Options) {
  const { values, positionals } = strictly(() => parseArgs({ args, options, allowPositionals: true }));
  if ((values as { help?: boolean }).help) return { values, file: undefined };
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Stop(Exit.Usage, `One file belongs here.\n\n${USAGE}`);
  return { values, file };
}

function strictly<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new Stop(Exit.Usage, `${(error as Error).message}\n\n${USAGE}`);
  }
}

function portIn(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65535) return port;
  throw new Stop(Exit.Usage, `--port: '${text}' is no number from 0 to 65535`);
}

/** Node would listen at all addresses of the machine; an empty one is a variable that is not set. */
function hostIn(text: string): string {
  if (text.trim() !== '') return text;
  throw new Stop(Exit.Usage, '--host: an address belongs here; 0.0.0.0 and :: are all of this machine');
}
