// What some host stumbles over: a content security policy, an edge runtime, a bundler, jest. Found by parsing, as a text may
// well say `eval`.

import { parse } from 'acorn';

/** Names of what only some hosts have. */
const NOT_EVERYWHERE = ['process', 'require', 'Buffer', '__dirname', '__filename', 'window', 'document'];

/** What a file's source has of it, each said in a few words. */
export function unwantedIn(source, sourceType) {
  const found = new Set();
  visit(parse(source, { ecmaVersion: 'latest', sourceType, allowAwaitOutsideFunction: true }), true);
  return [...found];

  /** `runs`: while the file is imported. */
  function visit(node, runs) {
    for (const words of unwanted(node, runs)) found.add(words);
    // Not the body of a class: what is static in it runs.
    const inside = runs && !/Function/.test(node.type);
    for (const [key, value] of Object.entries(node)) {
      if (isName(node, key)) continue;
      for (const child of [value].flat()) {
        if (typeof child?.type === 'string') visit(child, inside);
      }
    }
  }
}

function* unwanted(node, runs) {
  const { type, name, operator } = node;
  if (type === 'MetaProperty' && node.meta.name === 'import') yield 'import.meta';
  if (type === 'ImportExpression') yield 'import()';
  if (type === 'Identifier' && name === 'eval') yield 'eval';
  if (type === 'Identifier' && name === 'Function') yield 'Function';
  if (type === 'Identifier' && NOT_EVERYWHERE.includes(name)) yield name;
  // The module may be of another realm.
  if (operator === 'instanceof' && mentions(node.right, 'WebAssembly')) yield 'instanceof WebAssembly';
  if (!runs) return;
  if (type === 'AwaitExpression' || (type === 'ForOfStatement' && node.await)) yield 'await at top level';
  if (type === 'NewExpression' && ['TextDecoder', 'TextEncoder', 'FinalizationRegistry'].includes(node.callee.name)) {
    yield `new ${node.callee.name} at top level`;
  }
}

/** Whether this child is but the name of a member. */
function isName(node, key) {
  const ofMember = node.type === 'MemberExpression' && key === 'property';
  const ofDefinition = ['Property', 'MethodDefinition', 'PropertyDefinition'].includes(node.type) && key === 'key';
  return (ofMember || ofDefinition) && !node.computed;
}

function mentions(node, name) {
  if (node.type === 'MemberExpression') return mentions(node.object, name) || node.property.name === name;
  return node.name === name;
}
