// The same question as code.

import type { Persona, Subject } from './state';
import { iso } from './times';

export interface Call {
  readonly title: string;
  /** Empty if the question cannot be asked so. */
  readonly code: string;
  /** Why not. */
  readonly note?: string;
}

export function callsOf({ kind, name }: Subject, { entityId, context }: Persona, now: number): Call[] {
  return kind === 'feature' ? featureCalls(name, entityId, context, now) : flagCalls(name, entityId, context);
}

function featureCalls(feature: string, entityId: string, context: string, now: number): Call[] {
  const object = compact(context);
  return [
    {
      title: 'The package',
      code: lines(
        `import { readFileSync } from 'node:fs';`,
        `import { Evaluator } from 'variate';`,
        ``,
        `const evaluator = new Evaluator(readFileSync('snapshot.json'));`,
        `const { variation, value, reason } = evaluator.evaluate({`,
        `  feature: ${literal(feature)},`,
        `  entityId: ${literal(entityId)},`,
        object && `  evaluationContext: ${literal(object)},`,
        `}, { now: new Date(${literal(iso(now))}) });`,
      ),
    },
    {
      title: 'AWS SDK for JavaScript, without a network',
      code: lines(
        `import { readFileSync } from 'node:fs';`,
        `import { EvaluateFeatureCommand, EvidentlyClient } from '@aws-sdk/client-evidently';`,
        `import { Evaluator } from 'variate';`,
        `import { localRequestHandler } from 'variate/aws';`,
        ``,
        `const evaluator = new Evaluator(readFileSync('snapshot.json'));`,
        `const client = new EvidentlyClient({`,
        `  region: 'eu-west-1',`,
        `  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },`,
        `  requestHandler: localRequestHandler(evaluator, {`,
        `    now: () => new Date(${literal(iso(now))}),`,
        `  }),`,
        `});`,
        `const command = new EvaluateFeatureCommand({`,
        `  project: evaluator.project.name,`,
        `  feature: ${literal(feature)},`,
        `  entityId: ${literal(entityId)},`,
        object && `  evaluationContext: ${literal(object)},`,
        `});`,
        `const { variation, value, reason } = await client.send(command);`,
      ),
    },
    {
      title: 'The command line',
      code: shell([
        `variate evaluate snapshot.json --feature ${quoted(feature)} --entity-id ${quoted(entityId)}`,
        object && `--context ${quoted(object)}`,
        `--now ${iso(now)}`,
      ]),
    },
  ];
}

function flagCalls(flag: string, entityId: string, context: string): Call[] {
  const object = compact(context);
  return [
    {
      title: 'The package',
      code: lines(
        `import { readFileSync } from 'node:fs';`,
        `import { Evaluator } from 'variate';`,
        ``,
        `const evaluator = new Evaluator(readFileSync('snapshot.json'));`,
        `const { value, reason, run } = evaluator.evaluateFlag({`,
        `  flag: ${literal(flag)},`,
        entityId && `  entityId: ${literal(entityId)},`,
        object && `  context: ${literal(object)},`,
        `});`,
      ),
    },
    agentCall(flag, entityId, context),
    {
      title: 'The command line',
      code: shell([
        `variate flag snapshot.json --flag ${quoted(flag)}`,
        entityId && `--entity-id ${quoted(entityId)}`,
        object && `--context ${quoted(object)}`,
      ]),
    },
  ];
}

function agentCall(flag: string, entityId: string, context: string): Call {
  const title = "As AppConfig's agent, from npx variate serve snapshot.json";
  const headers = headersOf(context);
  if (!headers || !isHeader(entityId)) {
    const note = `The agent's headers cannot carry this: they take texts without commas and without spaces around them.`;
    return { title, code: '', note };
  }
  return {
    title,
    code: shell([
      `curl ${quoted(`http://127.0.0.1:2772/applications/a/environments/e/configurations/c?flag=${encodeURIComponent(flag)}`)}`,
      entityId && `--header ${quoted(`Entity-Id: ${entityId}`)}`,
      ...headers.map((header) => `--header ${quoted(`Context: ${header}`)}`),
    ]),
  };
}

/** Keys and values as the agent takes them; nothing if they would be others on the other side. */
function headersOf(context: string): string[] | null {
  if (context.trim() === '') return [];
  let entries: [string, unknown][];
  try {
    const value: unknown = JSON.parse(context);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    entries = Object.entries(value);
  } catch {
    return null;
  }
  const isPart = (part: unknown) => typeof part === 'string' && isHeader(part) && !part.includes(',');
  const canCross = entries.every(([key, value]) => isPart(key) && key !== '' && !key.includes('=') && isPart(value));
  return canCross ? entries.map(([key, value]) => `${key}=${String(value)}`) : null;
}

/** Servers read other characters each in their way. */
function isHeader(text: string): boolean {
  return /^[ -~]*$/.test(text) && text === text.trim();
}

/** The user's own text, on one line, as far as it is JSON: to read it and to write it again would change numbers and names. */
function compact(context: string): string {
  const text = context.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, string: string | undefined) => string ?? '');
  return text === '{}' ? '' : text;
}

/** A text as a literal of JavaScript, in single quotes. */
function literal(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A text as a word of a POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function lines(...all: string[]): string {
  return all.filter((line, index) => line !== '' || all[index - 1]?.startsWith('import')).join('\n');
}

function shell(parts: string[]): string {
  return parts.filter((part) => part !== '').join(' \\\n  ');
}
