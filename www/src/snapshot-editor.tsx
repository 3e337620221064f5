// A snapshot as text, with what is wrong at its place.

import { useMemo, useState } from 'preact/hooks';
import { Editor, type Mark } from './editor';
import { count as grouped } from './figures';
import type { Fault } from './loading';
import { parse, placeOf } from './places';

interface SnapshotEditorProps {
  readonly label: string;
  readonly text: string;
  readonly problems: readonly Fault[];
  /** What goes on deciding while there are problems. */
  readonly standIn: string;
  onChange(text: string): void;
}

/** More than that nobody reads at once. */
const SHOWN = 100;

export function SnapshotEditor({ label, text, problems, standIn, onChange }: SnapshotEditorProps) {
  const [target, setTarget] = useState<{ readonly at: number } | null>(null);
  const found = useMemo(() => foundIn(text, problems), [text, problems]);
  const marks = useMemo(
    (): Mark[] => found.map(({ place, problem }) => ({ ...place, message: problem.message })),
    [found],
  );
  return (
    <div class="snapshot-editor">
      <Editor label={label} text={text} onChange={onChange} marks={marks} size="large" target={target} />
      <div class="problems" role="status" aria-live="polite">
        {problems.length === 0 ? (
          <p class="hint">
            {text.trim() === ''
              ? 'Empty: paste a snapshot, open a file or take an example.'
              : `No problems. ${grouped(text.length)} characters.`}
          </p>
        ) : (
          <>
            <p class="complaint">
              {problems.length === 1 ? 'One problem' : `${grouped(problems.length)} problems`}
              {standIn}
            </p>
            <ul>
              {found.map(({ problem, place, line }, index) => (
                <li key={index}>
                  <button type="button" class="problem" onClick={() => setTarget({ at: place.from })}>
                    <span class="line">line {line}</span> <code>{problem.code}</code> {problem.message}
                  </button>
                </li>
              ))}
            </ul>
            {problems.length > SHOWN && <p class="hint">and {grouped(problems.length - SHOWN)} more</p>}
          </>
        )}
      </div>
    </div>
  );
}

function foundIn(text: string, problems: readonly Fault[]) {
  if (problems.length === 0) return [];
  const tree = parse(text);
  return problems.slice(0, SHOWN).map((problem) => {
    const place = placeOf(problem, text, tree);
    return { problem, place, line: text.slice(0, place.from).split('\n').length };
  });
}
