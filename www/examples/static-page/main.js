// Evaluates a snapshot in the page: what is on the screen was decided here, and asked of no server.

import { Evaluator } from './node_modules/variate/dist/index.js';

const SNAPSHOT = 'snapshot.json';
const form = document.querySelector('#visitor');

let evaluator;
let loaded;

form.elements.id.value = localStorage.getItem('visitor') ?? crypto.randomUUID();
form.addEventListener('input', show);
form.addEventListener('submit', (event) => event.preventDefault());
document.querySelector('#another').addEventListener('click', () => {
  form.elements.id.value = crypto.randomUUID();
  show();
});
// A tab may stay open for days.
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && refresh());
await refresh();

async function refresh() {
  try {
    await load();
    show();
  } catch (error) {
    // What was loaded before goes on.
    complain(`The snapshot cannot be used: ${error.message}`);
  }
}

async function load() {
  // Asks the server each time, which answers in a few bytes that nothing has changed.
  const response = await fetch(SNAPSHOT, { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${SNAPSHOT}: ${response.status} ${response.statusText}`);
  const version = response.headers.get('ETag') ?? response.headers.get('Last-Modified');
  if (version && version === loaded) return;
  const next = new Evaluator(await response.arrayBuffer());
  evaluator?.free();
  evaluator = next;
  loaded = version;
}

function show() {
  if (!evaluator) return;
  const { id: entityId, ...context } = Object.fromEntries(new FormData(form));
  try {
    const features = evaluator.evaluateAll({ entityId, evaluationContext: context });
    const flags = evaluator.evaluateFlags({ entityId, context });
    fill('#features', Object.entries(features).map(([name, answer]) => featureRow(name, answer)));
    fill('#flags', Object.entries(flags).map(([key, answer]) => flagRow(key, answer)));
  } catch (error) {
    // Such as an empty id. A visitor of a real page would get the defaults.
    complain(error.message);
    return;
  }
  complain('');
  localStorage.setItem('visitor', entityId);
  const counts = `${evaluator.features.length} features and ${evaluator.flags.length} flags`;
  document.querySelector('#about').textContent = `${counts}, decided in this page`;
}

function featureRow(name, { variation, value, reason }) {
  return [name, variation, Object.values(value)[0], reason];
}

function flagRow(key, { value, reason }) {
  const { enabled, _variant, ...attributes } = value;
  const texts = Object.entries(attributes).map(([name, attribute]) => `${name}: ${attribute}`);
  return [key, _variant ?? '', texts.length > 0 ? texts.join(', ') : enabled, reason];
}

function fill(selector, rows) {
  document.querySelector(selector).replaceChildren(...rows.map(([name, variation, value, reason]) => {
    const row = document.createElement('tr');
    row.dataset.name = name;
    row.append(cell(name), cell(variation), cell(wordFor(value)), cell(reason.toLowerCase().replaceAll('_', ' ')));
    row.lastChild.className = reason === 'DEFAULT' ? 'default' : 'matched';
    return row;
  }));
}

function cell(text) {
  const made = document.createElement('td');
  // As text: whoever writes the snapshot does not get to write markup.
  made.textContent = text;
  return made;
}

function wordFor(value) {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : value;
}

function complain(text) {
  const problem = document.querySelector('#problem');
  problem.textContent = text;
  problem.hidden = text === '';
}
