// What the page is, and what can be opened, passed on and switched.

import { useRef } from 'preact/hooks';
import { EXAMPLES, openExample } from './examples';
import { count as grouped } from './figures';
import { encode, LONG_LINK, LONGEST_LINK } from './hash';
import { sharedOf, type State, type Theme, type Update } from './state';
import { next } from './theme';

interface HeaderProps {
  readonly state: State;
  readonly update: Update;
  onOpen(file: File): void;
}

export function Header({ state, update, onOpen }: HeaderProps) {
  const file = useRef<HTMLInputElement>(null);
  return (
    <header>
      <h1>
        Variate <span>playground</span>
      </h1>
      <p class="tagline">See what a snapshot decides, for whom, when, and why.</p>
      <div class="tools with-buttons">
        <select
          id="examples"
          aria-label="Open an example"
          value=""
          onChange={(event) => {
            const { value } = event.currentTarget;
            event.currentTarget.value = '';
            void openExample(value, state, update);
          }}
        >
          <option value="" disabled>
            Examples
          </option>
          {EXAMPLES.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
        <input
          ref={file}
          type="file"
          id="file"
          accept=".json,application/json"
          hidden
          onChange={(event) => {
            const chosen = event.currentTarget.files?.[0];
            if (chosen) onOpen(chosen);
            event.currentTarget.value = '';
          }}
        />
        <button type="button" onClick={() => file.current?.click()}>
          Open file
        </button>
        <button type="button" onClick={() => void copyLink(state, update)}>
          Copy link
        </button>
        <button
          type="button"
          id="theme"
          onClick={() => update({ theme: next(state.theme) })}
          aria-label={`Colours: ${THEME_WORDS[state.theme]}. Change.`}
        >
          <span aria-hidden="true">{THEME_SIGNS[state.theme]}</span> {THEME_WORDS[state.theme]}
        </button>
      </div>
    </header>
  );
}

const THEME_WORDS: { readonly [Name in Theme]: string } = { auto: 'Auto', light: 'Light', dark: 'Dark' };
const THEME_SIGNS: { readonly [Name in Theme]: string } = { auto: '◐', light: '○', dark: '●' };

/** Not what the address has, which follows the state a moment later. */
async function copyLink(state: State, update: Update): Promise<void> {
  const hash = await encode(sharedOf(state));
  if (hash.length > LONGEST_LINK) return update({ notice: TOO_LONG });
  const link = `${location.href.split('#')[0]}#${hash}`;
  try {
    await navigator.clipboard.writeText(link);
    const long = `The link has ${grouped(link.length)} characters; some programs cut it.`;
    update({
      notice:
        link.length > LONG_LINK ? `Copied. ${long} The snapshot's file is safer.` : 'Copied the link to all of this.',
    });
  } catch {
    update({ notice: 'The browser does not let this page copy: take the address from its bar.' });
  }
}

/** Said when the address no longer holds the state. */
export const TOO_LONG = `The snapshot makes the link longer than ${grouped(LONGEST_LINK)} characters: the address does not hold it. Pass its file on instead.`;
