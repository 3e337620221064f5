// Begins: takes the state from the address, shows it, and keeps the address up to date.

import { render } from 'preact';
import { ready } from 'variate';
import { EXAMPLES } from './examples';
import { decode, encode, LONGEST_LINK } from './hash';
import { TOO_LONG } from './header';
import { createLoader } from './loading';
import { Page } from './page';
import { joined, keptPersonas } from './personas';
import { createSimulator } from './simulator';
import { createStore, sharedOf, type Shared, type State } from './state';
import { keptTheme, show } from './theme';

const EMPTY: State = {
  snapshot: '',
  other: '',
  selected: null,
  filter: '',
  persona: { name: '', entityId: 'user-1', context: '{}' },
  now: Date.now(),
  list: 'features',
  view: 'why',
  count: 100_000,
  personas: keptPersonas(),
  theme: keptTheme(),
  population: { status: 'none' },
  movement: { status: 'none' },
  notice: '',
};

/** The address follows the state when it has been still for so many milliseconds. */
const STILL = 300;

/** A notice stays for so many. */
const NOTICE = 6_000;

async function begin(): Promise<void> {
  show(EMPTY.theme);
  await ready();
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no root');
  const store = createStore({ ...EMPTY, ...((await decode(location.hash)) ?? (await example())) });
  const load = createLoader();
  const loadOther = createLoader();
  const population = createSimulator((population) => store.update({ population }));
  const movement = createSimulator((movement) => store.update({ movement }));
  let isBroken = false;
  const draw = () => {
    const state = store.get();
    const loading = load(state.snapshot);
    const otherLoading = loadOther(state.other);
    try {
      // Whatever a fault has left half drawn is not to be built upon.
      if (isBroken) render(null, root);
      isBroken = false;
      render(<Page {...{ state, update: store.update, loading, otherLoading, population, movement }} />, root);
      complain('');
    } catch (error) {
      // What was drawn before stays until the next change, so that the way back is open.
      isBroken = true;
      complain(`This cannot be shown. ${messageOf(error)}`);
    }
  };
  let isDrawing = false;
  store.subscribe((state, before) => {
    if (state.theme !== before.theme) show(state.theme);
    // Once for all that one event changes, and before the next event.
    if (isDrawing) return;
    isDrawing = true;
    queueMicrotask(() => {
      isDrawing = false;
      draw();
    });
  });
  root.replaceChildren();
  followAddress(store);
  forgetNotices(store);
  draw();
}

async function example(): Promise<Partial<State>> {
  const { personas = [], ...change } = (await EXAMPLES[0]?.open()) ?? {};
  return { ...change, personas: joined(EMPTY.personas, personas) };
}

/** State to address, and, when somebody puts another link there, address to state. */
function followAddress(store: ReturnType<typeof createStore>): void {
  let written = location.hash.slice(1);
  let waiting = 0;
  const write = async () => {
    const shared = sharedOf(store.get());
    const hash = await encode(shared);
    if (hash === written) return;
    if (hash.length > LONGEST_LINK) {
      if (store.get().notice !== TOO_LONG) store.update({ notice: TOO_LONG });
      written = '';
    } else {
      written = hash;
    }
    history.replaceState(null, '', `#${written}`);
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void write(), STILL);
  };
  store.subscribe((state, before) => {
    const one = sharedOf(state);
    const other = sharedOf(before);
    if ((Object.keys(one) as (keyof Shared)[]).some((member) => one[member] !== other[member])) later();
  });
  addEventListener('hashchange', async () => {
    if (location.hash.slice(1) === written) return;
    const shared = await decode(location.hash);
    if (shared) store.update(shared);
  });
  later();
}

function forgetNotices(store: ReturnType<typeof createStore>): void {
  let waiting = 0;
  store.subscribe(({ notice }, before) => {
    if (notice === before.notice || notice === '') return;
    clearTimeout(waiting);
    waiting = setTimeout(() => store.update({ notice: '' }), NOTICE);
  });
}

/** Said apart from the page, which may not be drawn. */
function complain(complaint: string): void {
  const told = document.querySelector('body > .complaint');
  if (complaint === '') return told?.remove();
  if (told?.textContent === complaint) return;
  const element = document.createElement('p');
  element.className = 'complaint';
  element.role = 'alert';
  element.textContent = complaint;
  told?.remove();
  document.body.prepend(element);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

begin().catch((error: unknown) => {
  document.getElementById('root')?.replaceChildren();
  complain(`The playground cannot start. ${messageOf(error)}`);
});
