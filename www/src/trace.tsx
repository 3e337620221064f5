// Why: what was looked at, step by step, with the values that were compared.

import { Copy } from './copying';
import type { Condition, ExplanationStep, Found, Line, Why } from './explanation';
import { count, percent } from './figures';

interface TraceProps {
  readonly why: Why;
  onNotice(notice: string): void;
}

export function Trace({ why, onNotice }: TraceProps) {
  return (
    <section aria-labelledby="trace-title">
      <div class="heading">
        <h3 id="trace-title">Step by step</h3>
        <Copy what="the explanation as text" text={why.text} onNotice={onNotice} />
      </div>
      <ol class="trace">
        {why.steps.map((step, index) => (
          <Step key={index} step={step} />
        ))}
      </ol>
      <details>
        <summary>As text</summary>
        <pre tabIndex={0}>{why.text}</pre>
      </details>
    </section>
  );
}

const OUTCOMES = {
  decides: { sign: '✓', words: 'decides' },
  continues: { sign: '↓', words: 'goes on' },
  declines: { sign: '✕', words: 'declines' },
  absent: { sign: '–', words: 'absent' },
} as const;

const KINDS: { readonly [Kind in ExplanationStep['kind']]: string } = {
  override: 'Override',
  strategy: 'Strategy',
  launch: 'Launch',
  segmentOverride: 'Segment override',
  split: 'Split for everybody',
  experiment: 'Experiment',
  audience: 'Audience',
  sampling: 'Sampling',
  treatment: 'Treatment',
  run: 'Experiment run',
  treatmentOverride: 'Treatment override',
  slot: 'Slot',
  variant: 'Variant',
  default: 'Default',
};

function Step({ step }: { step: ExplanationStep }) {
  const { sign, words } = OUTCOMES[step.outcome];
  return (
    <li class={`step ${step.outcome}`}>
      <span class="sign" aria-hidden="true">
        {sign}
      </span>
      <div>
        <p class="what">
          <strong>{KINDS[step.kind]}</strong>
          {step.name !== undefined && <code>{step.name}</code>}
          <span class="verdict-word">{words}</span>
          <span class="rule soft">{step.rule}</span>
        </p>
        <p>{step.because}</p>
        {step.condition && (
          <ul class="conditions">
            <ConditionItem condition={step.condition} />
          </ul>
        )}
        {step.lines?.map((line) => (
          <Comparison key={line.name} line={line} step={step} />
        ))}
        {step.wouldChange && step.wouldChange.length > 0 && (
          <details>
            <summary>What would change this</summary>
            <ul>
              {step.wouldChange.map((phrase) => (
                <li key={phrase}>{phrase}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </li>
  );
}

function ConditionItem({ condition }: { condition: Condition }) {
  const { operator, text, passed, found, parts, more, note, line } = condition;
  return (
    <li class={passed ? 'holds' : 'fails'}>
      <span class="sign" role="img" aria-label={passed ? 'holds' : 'does not hold'}>
        {passed ? '✓' : '✕'}
      </span>{' '}
      {operator === 'all' ? 'all of' : operator === 'any' ? 'any of' : <code>{text ?? operator}</code>}
      {found?.map((found, index) => (
        <FoundValue key={index} found={found} field={text} />
      ))}
      {line && <Comparison line={line} />}
      {note && <span class="soft"> {note}</span>}
      {parts && parts.length > 0 && (
        <ul>
          {parts.map((part, index) => (
            <ConditionItem key={index} condition={part} />
          ))}
        </ul>
      )}
      {more !== undefined && <span class="soft"> and {count(more)} more</span>}
    </li>
  );
}

/** The point and the range that it was compared with. */
function Comparison({ line: { name, point, total, ranges }, step }: { line: Line; step?: ExplanationStep }) {
  const inside = ranges.find(({ from, to }) => from <= point && point < to);
  const place = `at ${percent(point / total)} of the line`;
  // The split of everybody is the last on its line.
  const isEverybody = step?.kind === 'split' && name === 'enrol' && inside === ranges.at(-1);
  const whose = isEverybody ? 'everybody' : inside?.name;
  return (
    <p class="compared">
      <span class="sign" role="img" aria-label={inside ? 'inside' : 'outside'}>
        {inside ? '✓' : '✕'}
      </span>{' '}
      {inside
        ? `${name} point: ${count(inside.from)} ≤ ${count(point)} < ${count(inside.to)}, ${whose}, ${place}`
        : `${name} point: ${count(point)}, in no range, ${place}`}
    </p>
  );
}

/** Of a field's own value the name is there already. */
function FoundValue({ found: { name, value }, field }: { found: Found; field: string | undefined }) {
  return (
    <span class="found">
      {name === field ? '' : name}{' '}
      {value === undefined ? (
        'is missing'
      ) : (
        <>
          is <code>{value}</code>
        </>
      )}
    </span>
  );
}
