// The same question as code.

import type { Persona, Subject } from './state';
import { iso } from './times';

export interface Call {
  readonly title: string;
  readonly code: string;
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
        object && `  evaluationContext: ${object},`,
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
        object && `  context: ${object},`,
        `});`,
      ),
    },
    {
      title: "As AppConfig's agent, from npx variate serve snapshot.json",
      code: shell([
        `curl ${quoted(`http://127.0.0.1:2772/applications/a/environments/e/configurations/c?flag=${encodeURIComponent(flag)}`)}`,
        entityId && `--header ${quoted(`Entity-Id: ${entityId}`)}`,
        ...headersOf(context).map((header) => `--header ${quoted(`Context: ${header}`)}`),
      ]),
    },
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

/** The agent takes keys and values that are texts. */
function headersOf(context: string): string[] {
  const parsed = parsedObject(context) ?? {};
  return Object.entries(parsed)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([key, value]) => `${key}=${String(value)}`);
}

/** On one line; empty if there is no context, or none that is JSON. */
function compact(context: string): string {
  const object = parsedObject(context);
  return object && Object.keys(object).length > 0 ? JSON.stringify(object) : '';
}

function parsedObject(context: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(context);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Of JavaScript, in single quotes. */
function literal(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Of a POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function lines(...all: string[]): string {
  return all.filter((line, index) => line !== '' || all[index - 1]?.startsWith('import')).join('\n');
}

function shell(parts: string[]): string {
  return parts.filter((part) => part !== '').join(' \\\n  ');
}
