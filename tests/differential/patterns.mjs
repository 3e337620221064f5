// Random patterns. Each comes with wishes: what a context could hold to match it.
//
// Everything made here is {node, wishes}; `wishes` is a function, as it has choices of its own, and gives a list
// of {path, scalar}. It is a good guess, not a promise.

import * as vocabulary from "./vocabulary.mjs";
import { Members, Raw } from "./writer.mjs";

const DEEPEST_OR = 2;

export function pattern(random) {
  return object(random, 0, { low: 1, high: random.chance(0.4) ? 1 : 3 });
}

// --- objects ---

function object(random, depth, { low, high }) {
  const root = new Map();
  const wishes = [];
  for (const { path, list } of fields(random, random.int(low, high))) {
    if (place(root, spelled(random, path), list.node)) wishes.push(() => wishFor(path, list));
  }
  const ors = depth < DEEPEST_OR ? random.weighted([[15, 0], [4, 1], [1, 2]]) : 0;
  for (const _ of Array(ors)) wishes.push(addOr(random, root, depth));
  return { node: membersOf(random, root), wishes: () => wishes.flatMap((wish) => wish()) };
}

function fields(random, count) {
  return random.times(count, () => ({ path: vocabulary.path(random), list: matchers(random) }));
}

function wishFor(path, list) {
  return list.wishes().map((scalar) => ({ path, scalar }));
}

// In one object with a dotted key, in objects, or something between.
function spelled(random, path) {
  if (path.length === 1 || random.chance(0.5)) return path;
  const cut = random.int(1, path.length - 1);
  return random.chance(0.5) ? [path.join(".")] : [path.slice(0, cut).join("."), ...path.slice(cut)];
}

// False when the place is taken: keys must not be doubled.
function place(tree, [step, ...rest], node) {
  if (rest.length === 0) {
    if (tree.has(step)) return false;
    tree.set(step, node);
    return true;
  }
  if (!tree.has(step)) tree.set(step, new Map());
  return tree.get(step) instanceof Map && place(tree.get(step), rest, node);
}

function membersOf(random, tree) {
  const entries = random.shuffled([...tree]);
  return new Members(entries.map(([key, value]) => [key, value instanceof Map ? membersOf(random, value) : value]));
}

// At the top, or below a step that already is an object there.
function addOr(random, root, depth) {
  const below = [...root].filter(([, value]) => value instanceof Map);
  const [step, tree] = below.length > 0 && random.chance(0.5) ? random.pick(below) : [null, root];
  if (tree.has("$or")) return () => [];
  const alternatives = random.times(random.int(2, 3), () => object(random, depth + 1, { low: 1, high: 2 }));
  tree.set("$or", alternatives.map(({ node }) => node));
  const prefix = step === null ? [] : step.split(".");
  return () => random.pick(alternatives).wishes().map(({ path, scalar }) => ({ path: [...prefix, ...path], scalar }));
}

// --- matchers: `wishes` gives a list of at most one scalar ---

function matchers(random) {
  const list = random.times(random.chance(0.6) ? 1 : random.int(2, 3), () => matcher(random));
  return { node: list.map(({ node }) => node), wishes: () => random.pick(list).wishes() };
}

function matcher(random) {
  const make = random.weighted([
    [34, literal],
    [10, anythingBut],
    [14, numeric],
    [12, exists],
    [8, affix],
    [5, affixIgnoringCase],
    [5, equalsIgnoreCase],
    [7, wildcard],
    [5, cidr],
  ]);
  return make(random);
}

function literal(random) {
  const node = patternScalar(random);
  return { node, wishes: () => [respelled(random, node)] };
}

function patternScalar(random) {
  return random.weighted([
    [55, () => vocabulary.text(random)],
    [32, () => vocabulary.number(random)],
    [7, () => random.chance(0.5)],
    [6, () => null],
  ])();
}

// The same number, perhaps written in another way.
function respelled(random, node) {
  if (!(node instanceof Raw)) return node;
  const spellings = vocabulary.NUMBERS.find((list) => list.includes(node.text));
  return new Raw(random.pick(spellings));
}

function exists(random) {
  const node = random.chance(0.6);
  return { node: named("exists", node), wishes: () => (node ? [vocabulary.scalar(random)] : []) };
}

function anythingBut(random) {
  const operand = random.chance(0.5) ? oneOrMore(random, () => patternScalar(random)) : anythingButText(random);
  return { node: named("anything-but", operand), wishes: () => [vocabulary.scalar(random)] };
}

function anythingButText(random) {
  const [name, make] = random.pick([
    ["prefix", () => start(random, filled(random))],
    ["suffix", () => end(random, filled(random))],
    ["equals-ignore-case", () => cased(random, vocabulary.text(random))],
    ["wildcard", () => starred(random)],
  ]);
  return named(name, oneOrMore(random, make));
}

function oneOrMore(random, make) {
  return random.chance(0.4) ? make() : random.times(random.int(1, 3), make);
}

function numeric(random) {
  return random.chance(0.6) ? oneComparison(random) : range(random);
}

function oneComparison(random) {
  const bound = vocabulary.number(random);
  const operator = random.pick(["=", "<", "<=", ">", ">="]);
  const wishes = () => [random.chance(0.5) ? respelled(random, bound) : vocabulary.number(random)];
  return { node: named("numeric", [operator, bound]), wishes };
}

function range(random) {
  const [low, high] = [vocabulary.number(random), vocabulary.number(random)].sort((a, b) => a.text - b.text);
  const isOneNumber = Number(low.text) === Number(high.text); // anything else would be an empty range
  const lower = isOneNumber ? ">=" : random.pick([">", ">="]);
  const upper = isOneNumber ? "<=" : random.pick(["<", "<="]);
  const wishes = () => [random.weighted([[1, low], [1, high], [2, vocabulary.number(random)]])];
  return { node: named("numeric", [lower, low, upper, high]), wishes };
}

function affix(random) {
  const whole = filled(random);
  const [name, cut] = random.pick([["prefix", start], ["suffix", end]]);
  return { node: named(name, cut(random, whole)), wishes: () => [whole] };
}

function affixIgnoringCase(random) {
  const whole = filled(random);
  const [name, cut] = random.pick([["prefix", start], ["suffix", end]]);
  const operand = cased(random, cut(random, whole));
  return { node: named(name, named("equals-ignore-case", operand)), wishes: () => [cased(random, whole)] };
}

function equalsIgnoreCase(random) {
  const text = vocabulary.text(random);
  return { node: named("equals-ignore-case", cased(random, text)), wishes: () => [cased(random, text)] };
}

function wildcard(random) {
  const node = starred(random);
  const wish = () => node.replace(/\\.|\*/gs, (token) => (token === "*" ? random.pick(["", "x", "\n"]) : token[1]));
  return { node: named("wildcard", node), wishes: () => [wish()] };
}

// A text with its own stars and backslashes escaped, and some stars put in.
function starred(random) {
  const tokens = [...vocabulary.text(random)].map((letter) => letter.replace(/[\\*]/, "\\$&"));
  for (const _ of random.times(random.int(0, 2), () => null)) {
    tokens.splice(random.int(0, tokens.length), random.int(0, 1), "*");
  }
  return tokens.filter((token, index) => token !== "*" || tokens[index - 1] !== "*").join("");
}

function cidr(random) {
  const wishes = () => [random.pick(vocabulary.ADDRESSES)];
  return { node: named("cidr", random.pick(vocabulary.BLOCKS)), wishes };
}

function named(name, operand) {
  return new Members([[name, operand]]);
}

// --- texts ---

function filled(random) {
  return vocabulary.text(random) || "x"; // prefix and suffix must not be empty
}

function start(random, text) {
  const letters = [...text];
  return letters.slice(0, random.int(1, letters.length)).join("");
}

function end(random, text) {
  const letters = [...text];
  return letters.slice(-random.int(1, letters.length)).join("");
}

function cased(random, text) {
  return random.pick([text, text.toUpperCase(), text.toLowerCase()]);
}
