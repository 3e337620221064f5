// CodeMirror as a part of the page. It lives in a shadow root: there it may bring its styles as style sheets of the
// document, which the page's Content-Security-Policy allows, and not as elements, which it does not.

import { defaultKeymap, history, historyField, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** Something to point at. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

interface EditorProps {
  /** What it is called to those who do not see it. */
  readonly label: string;
  readonly text: string;
  /** Called when typing pauses. */
  onChange(text: string): void;
  readonly marks?: readonly Mark[];
  /** A few lines, or the height that there is. */
  readonly size: 'small' | 'large';
  /** Where to go; a new object goes there again. */
  readonly target?: { readonly at: number } | null;
}

/** Typing pauses after so many milliseconds. */
const PAUSE = 250;

/** Editors that were left, so that what was typed can still be undone in one that is shown again. */
const left = new Map<string, { doc?: unknown }>();

function stateOf(label: string, text: string, extensions: Extension): EditorState {
  const before = left.get(label);
  if (before?.doc !== text) return EditorState.create({ doc: text, extensions });
  return EditorState.fromJSON(before, { extensions }, { history: historyField });
}

const NO_MARKS: readonly Mark[] = [];

export function Editor({ label, text, onChange, marks = NO_MARKS, size, target }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const change = useRef(onChange);
  change.current = onChange;

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open', delegatesFocus: true });
    let timer = 0;
    /** Tells what was typed, if that is not told yet. */
    const tell = () => {
      if (timer === 0) return;
      clearTimeout(timer);
      timer = 0;
      if (view.current) change.current(view.current.state.doc.toString());
    };
    const listener = EditorView.updateListener.of(({ docChanged, transactions }) => {
      if (!docChanged || transactions.some((transaction) => transaction.isUserEvent('input.replaceAll'))) return;
      clearTimeout(timer);
      timer = setTimeout(tell, PAUSE);
    });
    // Whoever goes on to a button wants it to do something with what was typed.
    const leaving = EditorView.domEventHandlers({ blur: tell });
    const attributes = EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' });
    const extensions = [size === 'large' ? LARGE : SMALL, attributes, listener, leaving];
    view.current = new EditorView({ parent: root, root, state: stateOf(label, text, extensions) });
    return () => {
      // What was typed last counts also if the editor goes.
      tell();
      if (view.current) left.set(label, view.current.state.toJSON({ history: historyField }));
      view.current?.destroy();
      view.current = null;
    };
  }, [label, size]);

  useLayoutEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text }, userEvent: 'input.replaceAll' });
  }, [text]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const end = editor.state.doc.length;
    const diagnostics = marks.map(({ from, to, message }): Diagnostic => {
      return { from: Math.min(from, end), to: Math.min(to, end), severity: 'error', message };
    });
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [marks]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !target) return;
    const anchor = Math.min(target.at, editor.state.doc.length);
    editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    editor.focus();
  }, [target]);

  return <div class={`editor editor-${size}`} ref={host} />;
}

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--code-name)' },
  { tag: tags.string, color: 'var(--code-text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: tags.punctuation, color: 'var(--ink-soft)' },
]);

const STYLE = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--paper)', color: 'var(--ink)', fontSize: '12.5px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--paper)', color: 'var(--ink-soft)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--tint)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--selection)',
  },
  '.cm-selectionMatch, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--selection)', color: 'inherit' },
  '.cm-tooltip, .cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--ink)', border: '1px solid var(--line)' },
  // In place of pictures, which the page's Content-Security-Policy does not allow.
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    backgroundColor: 'var(--bad-tint)',
    textDecoration: 'underline wavy var(--bad)',
    textDecorationSkipInk: 'none',
  },
  '.cm-lint-marker-error': { content: 'none' },
  '.cm-lint-marker-error::after': { content: '"✕"', color: 'var(--bad)', fontWeight: '700' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad)' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--tint)', border: 'none', color: 'var(--ink-soft)' },
  '.cm-button, .cm-textfield': {
    backgroundImage: 'none',
    backgroundColor: 'var(--paper)',
    border: '1px solid var(--edge)',
    color: 'var(--ink)',
  },
});

const SMALL: Extension = [
  history(),
  drawSelection(),
  bracketMatching(),
  indentOnInput(),
  json(),
  syntaxHighlighting(COLOURS),
  EditorView.lineWrapping,
  STYLE,
  keymap.of([...defaultKeymap, ...historyKeymap]),
];

const LARGE: Extension = [
  lineNumbers(),
  foldGutter(),
  lintGutter(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  highlightSelectionMatches(),
  search({ top: true }),
  keymap.of([...searchKeymap, ...foldKeymap]),
  SMALL,
];
