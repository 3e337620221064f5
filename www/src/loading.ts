// From the text of a snapshot to something that decides. A snapshot that does not load leaves the last good one deciding.

import { Evaluator, SnapshotError, type Problem } from 'variate';
import { configurationOf, type Configuration } from './document';
import { createRules, type Rules } from './rules';
import { createSegments, type Segments } from './segments';

/** A problem that the package found, or one of the page's own. */
export type Fault = Omit<Problem, 'code'> & { readonly code: string };

/** A snapshot that has loaded. */
export interface Loaded {
  readonly text: string;
  readonly evaluator: Evaluator;
  readonly configuration: Configuration;
  readonly segments: Segments;
  readonly rules: Rules;
}

export interface Loading {
  /** What decides: of this text, or, if that does not load, of the last that did. */
  readonly loaded: Loaded | null;
  /** What is wrong with the text. */
  readonly problems: readonly Fault[];
}

/** Remembers the last text, and the last that loaded. */
export function createLoader(): (text: string) => Loading {
  let last: { readonly text: string; readonly loading: Loading } | null = null;
  return (text) => {
    if (last?.text !== text) last = { text, loading: load(text, last?.loading.loaded ?? null) };
    return last.loading;
  };
}

function load(text: string, before: Loaded | null): Loading {
  if (text.trim() === '') {
    before?.evaluator.free();
    before?.segments.free();
    return { loaded: null, problems: [] };
  }
  try {
    const evaluator = new Evaluator(text);
    const configuration = configurationOf(text);
    const segments = createSegments(configuration);
    before?.evaluator.free();
    before?.segments.free();
    return { loaded: { text, evaluator, configuration, segments, rules: createRules() }, problems: [] };
  } catch (error) {
    if (error instanceof SnapshotError) return { loaded: before, problems: error.problems };
    // A fault of the page's own. It is told like any other, and the last good snapshot goes on deciding.
    const told = error instanceof Error ? error.message : String(error);
    return { loaded: before, problems: [{ path: '', code: 'NotShown', message: `cannot be shown here: ${told}` }] };
  }
}
