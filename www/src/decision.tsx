// The decision, large, and as a sentence for those who listen.

import type { Answer } from './answers';
import { Swatch, type Looks } from './looks';
import type { State, Subject } from './state';

interface DecisionProps {
  readonly subject: Subject;
  readonly description: string;
  readonly answer: Answer;
  readonly looks: Looks;
  readonly state: State;
}

export function Decision({ subject, description, answer, looks, state }: DecisionProps) {
  return (
    <div class="decision">
      <p class="kind">{subject.kind}</p>
      <h2 id="detail-title">{subject.name}</h2>
      {description && <p class="hint">{description}</p>}
      {'complaint' in answer ? (
        <p class="complaint" role="alert">
          No decision. {answer.complaint}
        </p>
      ) : (
        <div class="verdict">
          <p class="outcome" id="outcome">
            <Swatch look={looks(answer.outcome)} /> {answer.outcome}
          </p>
          <dl>
            <div>
              <dt>because of</dt>
              <dd>
                {answer.cause} <code>{answer.reason}</code>
              </dd>
            </div>
            <div>
              <dt>value</dt>
              <dd>
                <code>{answer.value}</code>
              </dd>
            </div>
          </dl>
        </div>
      )}
      <p class="unseen" role="status" aria-live="polite">
        {sentenceOf(subject, answer, state)}
      </p>
    </div>
  );
}

/** Without the time: it would be read out again for every move of the clock, which tells the time itself. */
function sentenceOf({ name }: Subject, answer: Answer, { persona }: State): string {
  const whom = persona.entityId || 'nobody in particular';
  if ('complaint' in answer) return `${name} has no decision for ${whom}.`;
  return `${name} is ${answer.outcome} for ${whom}: ${answer.cause}.`;
}
