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
  opened: 0,
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
  const linked = await decode(location.hash);
  const store = createStore({ ...EMPTY, ...(typeof linked === 'string' ? await example() : linked) });
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
      const keepFocus = focusKeeper();
      render(<Page {...{ state, update: store.update, loading, otherLoading, population, movement }} />, root);
      keepFocus();
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
  followAddress(store, linked === 'broken');
  forgetNotices(store);
  draw();
  // After the drawing: what is there from the beginning is not read aloud.
  if (linked === 'broken') store.update({ notice: `${BROKEN} This is an example.` });
}

async function example(): Promise<Partial<State>> {
  const { personas = [], ...change } = (await EXAMPLES[0]?.open()) ?? {};
  return { ...change, personas: joined(EMPTY.personas, personas) };
}

const BROKEN = 'The link is cut or broken: what it held cannot be shown.';

/**
 * State to address, and, when somebody puts another link there or goes back, address to state. What was opened is a step in the
 * browser's history, so that what it replaced is a step back.
 */
function followAddress(store: ReturnType<typeof createStore>, isBroken: boolean): void {
  let written = location.hash.slice(1);
  let waiting = 0;
  /** Counts the addresses that others have put there: what was begun before is too late. */
  let followed = 0;
  /** One after the other: an address takes a while to be made. */
  let writing = Promise.resolve();
  const write = async (state: State, isStep: boolean, at: number) => {
    const shared = sharedOf(state);
    const hash = await encode(shared);
    if (at !== followed || (hash === written && !isStep)) return;
    const isLong = hash.length > LONGEST_LINK;
    if (isLong && store.get().notice !== TOO_LONG) store.update({ notice: TOO_LONG });
    written = isLong ? '' : hash;
    // What the address does not hold, the browser does, as long as the page is open.
    const kept = isLong ? shared : null;
    if (isStep) history.pushState(kept, '', `#${written}`);
    else history.replaceState(kept, '', `#${written}`);
  };
  const enqueue = (state: State, isStep: boolean) => {
    clearTimeout(waiting);
    const at = followed;
    // A browser may keep less than is asked of it.
    writing = writing.then(() => write(state, isStep, at)).catch(() => {});
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => enqueue(store.get(), false), STILL);
  };
  store.subscribe((state, before) => {
    if (state.opened !== before.opened) {
      enqueue(before, false);
      return enqueue(state, true);
    }
    const one = sharedOf(state);
    const other = sharedOf(before);
    if ((Object.keys(one) as (keyof Shared)[]).some((member) => one[member] !== other[member])) later();
  });
  const follow = async (kept: Partial<Shared> | null) => {
    const hash = location.hash.slice(1);
    if (hash === written && !kept) return;
    written = hash;
    clearTimeout(waiting);
    followed += 1;
    const at = followed;
    const shared = kept ?? (await decode(hash));
    if (at !== followed) return;
    if (shared === 'broken') return store.update({ notice: `${BROKEN} All is as it was.` });
    if (shared !== 'none') store.update(shared);
  };
  addEventListener('popstate', ({ state }: PopStateEvent) => void follow(state as Partial<Shared> | null));
  addEventListener('hashchange', () => void follow(null));
  // A link that is broken may be mended: it stays until something is done.
  if (!isBroken) later();
}

function forgetNotices(store: ReturnType<typeof createStore>): void {
  let waiting = 0;
  store.subscribe(({ notice }, before) => {
    if (notice === before.notice || notice === '') return;
    clearTimeout(waiting);
    waiting = setTimeout(() => store.update({ notice: '' }), NOTICE);
  });
  addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && store.get().notice !== '') store.update({ notice: '' });
  });
}

/** What had the focus may be gone after a drawing: then what was around it gets it, and not the top of the page. */
function focusKeeper(): () => void {
  const around: HTMLElement[] = [];
  for (let element = document.activeElement; element; element = element.parentElement) {
    if (element instanceof HTMLElement && element.hasAttribute('tabindex')) around.push(element);
  }
  const focused = document.activeElement;
  return () => {
    if (focused?.isConnected === false) around.find(({ isConnected }) => isConnected)?.focus({ preventScroll: true });
  };
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
