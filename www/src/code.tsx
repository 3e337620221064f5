// A tab with the same question as code.

import { callsOf } from './calls';
import { Copy } from './copying';
import type { Persona, Subject } from './state';

interface CodeProps {
  readonly subject: Subject;
  readonly persona: Persona;
  readonly now: number;
  onNotice(notice: string): void;
}

export function Code({ subject, persona, now, onNotice }: CodeProps) {
  return (
    <>
      <p class="hint">
        The same question to the same snapshot, in a file <code>snapshot.json</code>: the same answer. Without{' '}
        <code>now</code> it is asked about the present.
      </p>
      {callsOf(subject, persona, now).map(({ title, code, note }) => (
        <section key={title}>
          <div class="heading">
            <h3>{title}</h3>
            {code !== '' && <Copy what={`code: ${title}`} text={code} onNotice={onNotice} />}
          </div>
          {note && <p class="hint">{note}</p>}
          {code !== '' && (
            <pre tabIndex={0} role="region" aria-label={title}>
              {code}
            </pre>
          )}
        </section>
      ))}
    </>
  );
}
