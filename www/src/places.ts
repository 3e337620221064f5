// Where in the text of a snapshot a problem is.

import { jsonLanguage } from '@codemirror/lang-json';
import type { SyntaxNode, Tree } from '@lezer/common';

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
export function placeOf(path: string, text: string, tree: Tree): Place {
  const root = tree.topNode.firstChild;
  if (path === '' || !root) return faultOf(tree) ?? firstLine({ from: 0, to: text.length }, text);
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

/** Where the text stops being JSON. */
function faultOf(tree: Tree): Place | null {
  let fault: Place | null = null;
  tree.iterate({
    enter(node) {
      if (fault) return false;
      if (node.type.isError) fault = { from: node.from, to: node.to };
      return true;
    },
  });
  return fault;
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
