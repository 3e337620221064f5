import { Evaluator } from 'variate';
import type { Stored } from '../../aws.js';

const DATA_PLANE = ['EvaluateFeature', 'BatchEvaluateFeature'];

/** As many as AWS takes (tests/RULES.md, Limits of inputs). */
const MOST_IN_A_BATCH = 20;

const NAME = /^[-\w.]{1,127}$/;

interface Item {
  readonly feature: string;
  readonly entityId: string;
  readonly evaluationContext?: string;
}

/** Evaluates by an evaluator that is made once for each version of the snapshot. */
export class Evaluations {
  #version: string | undefined;
  #evaluator: Evaluator | undefined;

  static has(operation: string): boolean {
    return DATA_PLANE.includes(operation);
  }

  /** The JSON of the answer; undefined if there is none, and why is for the control plane to say. */
  answer({ snapshot, version }: Stored, operation: string, input: unknown, now: number | Date): string | undefined {
    if (snapshot === null || snapshot === '') return undefined;
    try {
      return answerOf(this.evaluatorFor(snapshot, version), operation, input, now);
    } catch {
      return undefined;
    }
  }

  /** Good until the next call. Throws a `SnapshotError` if the snapshot does not load. */
  evaluatorFor(snapshot: string, version: string): Evaluator {
    if (this.#evaluator === undefined || this.#version !== version) {
      const evaluator = new Evaluator(snapshot);
      // Or the memory of all snapshots so far would add up until the garbage collector comes by.
      this.#evaluator?.free();
      this.#evaluator = evaluator;
      this.#version = version;
    }
    return this.#evaluator;
  }
}

/** The JSON of the answer; undefined if the API does not take such a request. The evaluator throws what it refuses. */
export function answerOf(evaluator: Evaluator, operation: string, input: unknown, now: number | Date): string | undefined {
  if (operation === 'EvaluateFeature') {
    return isItem(input) ? JSON.stringify(evaluator.evaluate(input, { now })) : undefined;
  }
  const { requests } = input as { requests?: unknown };
  // An evaluator takes more, and contexts that are no texts; the API does not.
  if (!Array.isArray(requests) || requests.length === 0 || requests.length > MOST_IN_A_BATCH) return undefined;
  if (!requests.every(isItem)) return undefined;
  return JSON.stringify(evaluator.batchEvaluate(input as { requests: Item[] }, { now }));
}

function isItem(value: unknown): value is Item {
  const { feature, entityId, evaluationContext = null } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof feature === 'string' &&
    NAME.test(feature) &&
    typeof entityId === 'string' &&
    (typeof evaluationContext === 'string' || evaluationContext === null)
  );
}
