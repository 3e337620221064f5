// Where in the text of a snapshot a problem is.

import { jsonLanguage } from '@codemirror/lang-json';
import type { SyntaxNode, Tree } from '@lezer/common';
import type { Problem } from 'variate';

/** A part of a text. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** The tree of a text, faults included. */
export function parse(text: string): Tree {
  return jsonLanguage.parser.parse(text);
}

/**
 * The place that a path names, or of as much of it as is there: paths go on into texts that have a language of their own
 * (patterns, rules), name members that are missing, and may be cut.
 */
export function placeOf({ path, message }: Pick<Problem, 'path' | 'message'>, text: string, tree: Tree): Place {
  const root = tree.topNode.firstChild;
  if (path === '' || !root) return toldPlace(message, text) ?? firstLine({ from: 0, to: text.length }, text);
  let place: SyntaxNode = root;
  let value: SyntaxNode | null = root;
  for (const step of stepsOf(path)) {
    const next: Next | null = value && (typeof step === 'number' ? itemAt(value, step) : memberOf(value, step, text));
    if (!next) break;
    ({ place, value } = next);
  }
  return firstLine(place, text);
}

/** What to point at, and where to go on. */
interface Next {
  readonly place: SyntaxNode;
  readonly value: SyntaxNode | null;
}

/** The steps of a path as JavaScript writes it: `launches[0].groups["a b"].name`. */
export function stepsOf(path: string): (string | number)[] {
  const steps: (string | number)[] = [];
  for (const [, index, quoted, name] of path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/gu)) {
    if (index !== undefined) steps.push(Number(index));
    else if (quoted !== undefined) steps.push(textOf(quoted));
    else if (name !== undefined) steps.push(name);
  }
  return steps;
}

function itemAt(list: SyntaxNode, index: number): Next | null {
  if (list.name !== 'Array') return null;
  const item = values(list)[index];
  return item ? { place: item, value: item } : null;
}

function memberOf(object: SyntaxNode, name: string, text: string): Next | null {
  if (object.name !== 'Object') return null;
  // Of members with one name the last counts.
  const named = object.getChildren('Property').findLast((property) => {
    const key = property.getChild('PropertyName');
    return key !== null && textOf(text.slice(key.from, key.to)) === name;
  });
  return named ? { place: named, value: values(named)[0] ?? null } : null;
}

const VALUES = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);

function values(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) if (VALUES.has(child.name)) found.push(child);
  return found;
}

/** Where a text stops being JSON is a matter of who reads it: the package tells it in its message. */
function toldPlace(message: string, text: string): Place | null {
  const told = / at line (\d+), column (\d+)/.exec(message);
  if (!told) return null;
  const before = text.split('\n').slice(0, Number(told[1]) - 1);
  const line = before.reduce((length, line) => length + line.length + 1, 0);
  const from = Math.min(line + Number(told[2]) - 1, text.length);
  return { from, to: Math.min(from + 1, text.length) };
}

/** An object of a thousand lines need not be underlined from end to end. */
function firstLine({ from, to }: Place, text: string): Place {
  const end = text.indexOf('\n', from);
  return { from, to: end < 0 ? to : Math.min(to, end) };
}

/** What a JSON string says; of one that is none, its characters. */
function textOf(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted;
  }
}
