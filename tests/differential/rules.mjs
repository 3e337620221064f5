// Random rules. Each comes with wishes: what a context could hold to make it true, or false.
//
// Everything made here is {node, wishes}; `wishes(truth)` is a function, as it has choices of its own, and gives a
// list of {name, value}. It is a good guess, not a promise: two wishes may be for the same name, and who knows a split?

import * as vocabulary from "./flag-vocabulary.mjs";
import { Expression, Named, Word, writeIon } from "./ion.mjs";
import { regex } from "./regexes.mjs";
import { Raw } from "./writer.mjs";

const DEEPEST = 4;
const LONGEST_CHAIN = 60;
const HOLDS = {
  eq: (sign) => sign === 0,
  gt: (sign) => sign > 0,
  gte: (sign) => sign >= 0,
  lt: (sign) => sign < 0,
  lte: (sign) => sign <= 0,
};
const FLIPPED = { eq: "eq", gt: "lt", gte: "lte", lt: "gt", lte: "gte" };
const COMPOSE = {
  begins_with: (part, rest) => `${part}${rest}`,
  ends_with: (part, rest) => `${rest}${part}`,
  contains: (part, rest) => `${rest}${part}${rest}`,
};
const SEEDS = ["abc", "seed_one", "seed_two", "", "\u7528\u6237", "\ud800", 'q"\\/', "x y"];
const PERCENTAGES = [
  ..."0|100|0.0001|99.9999|33.3333|12.5|50|75|66.6667".split("|"),
  ..."5d1|5e1|0x32|0b110010|50.|50.0000000|125d-1|1_0.0_0|1d-4|10000d-2|0.|-0|1e2|-0.0d3".split("|"),
];

/** {text, wishes}: the rule of a variant. */
export function rule(random) {
  return written(random, random.chance(0.01) ? chain(random) : expression(random, 0));
}

/** The rule of an audience: also `true`, most often. */
export function audienceRule(random) {
  if (random.chance(0.55)) return rule(random);
  return written(random, constant(random.chance(0.95)));
}

function written(random, { node, wishes }) {
  return { text: writeIon(random, node), wishes };
}

function expression(random, depth) {
  const nested = depth < DEEPEST ? [35, 22, 12, 7][depth] : 0;
  return random.weighted([
    [nested, all],
    [nested, any],
    [nested * 0.7, not],
    [35, comparison],
    [12, membership],
    [14, substring],
    [8, matching],
    [9, existence],
    [11, split],
  ])(random, depth);
}

// --- and, or, not ---

function all(random, depth) {
  const parts = operands(random, depth);
  const wishes = (truth) => {
    const failing = random.int(0, parts.length - 1);
    return parts.flatMap((part, index) => part.wishes(truth || index !== failing));
  };
  return { node: new Expression("and", parts.map(({ node }) => node)), wishes };
}

function any(random, depth) {
  const parts = operands(random, depth);
  const wishes = (truth) => (truth ? random.pick(parts).wishes(true) : parts.flatMap((part) => part.wishes(false)));
  return { node: new Expression("or", parts.map(({ node }) => node)), wishes };
}

function not(random, depth) {
  return negated(operand(random, depth));
}

function negated(part) {
  return { node: new Expression("not", [part.node]), wishes: (truth) => part.wishes(!truth) };
}

function chain(random) {
  const start = expression(random, DEEPEST);
  return random.times(random.int(10, LONGEST_CHAIN), () => null).reduce(negated, start);
}

function operands(random, depth) {
  return random.times(random.weighted([[1, 1], [8, 2], [4, 3], [1, 4]]), () => operand(random, depth));
}

function operand(random, depth) {
  return random.chance(0.04) ? constant(random.chance(0.5)) : expression(random, depth + 1);
}

function constant(truth) {
  return { node: new Raw(`${truth}`), wishes: () => [] };
}

// --- eq, gt, gte, lt, lte ---

function comparison(random, depth) {
  const operator = random.weighted([[10, "eq"], [4, "gt"], [4, "gte"], [4, "lt"], [4, "lte"]]);
  const make = random.weighted([
    [70, withLiteral],
    [10, ofVariables],
    [6, ofLiterals],
    [operator === "eq" ? 14 : 2, ofExpression],
  ]);
  return make(random, operator, depth);
}

function withLiteral(random, operator) {
  const domain = vocabulary.randomDomain(random);
  const index = vocabulary.indexIn(random, domain);
  const name = vocabulary.name(random);
  const literal = random.chance(0.01) ? new Raw("nan") : domain.literal(random, index);
  const isFlipped = random.chance(0.2);
  const sides = isFlipped ? [literal, variable(name)] : [variable(name), literal];
  const wishes = (truth) => {
    if (!truth && random.chance(0.35)) return otherwise(random, name, domain);
    const value = domain.value(random, indexThat(random, domain, index, (sign) => HOLDS[operator](sign) === truth));
    return [{ name, value }];
  };
  return { node: new Expression(isFlipped ? FLIPPED[operator] : operator, sides), wishes };
}

function ofVariables(random, operator) {
  const names = random.times(2, () => vocabulary.name(random));
  const wishes = (truth) => {
    const domain = vocabulary.randomDomain(random);
    const second = vocabulary.indexIn(random, domain);
    const first = indexThat(random, domain, second, (sign) => HOLDS[operator](sign) === truth);
    if (random.chance(0.3)) return names.map((name) => ({ name, value: vocabulary.anything(random) }));
    return [first, second].map((index, place) => ({ name: names[place], value: domain.native(random, index) }));
  };
  return { node: new Expression(operator, names.map(variable)), wishes };
}

function ofLiterals(random, operator) {
  const [first, second] = random.times(2, () => vocabulary.randomDomain(random));
  const domains = random.chance(0.8) ? [first, first] : [first, second];
  const index = vocabulary.indexIn(random, first);
  const sides = domains.map((domain) => {
    const isSame = domain === first && random.chance(0.5);
    return domain.literal(random, isSame ? index : vocabulary.indexIn(random, domain));
  });
  return { node: new Expression(operator, sides), wishes: () => [] };
}

// An expression beside a boolean, a variable, another expression, or something else that it never equals.
function ofExpression(random, operator, depth) {
  const first = expression(random, depth + 2);
  const boolean = random.chance(0.5);
  const [node, wishes] = random.weighted([
    [5, () => [new Raw(`${boolean}`), (truth) => first.wishes(truth === boolean)]],
    [4, () => variableBeside(random, first)],
    [3, () => expressionBeside(random, first, depth)],
    [1, () => [vocabulary.randomDomain(random).literal(random, 0), () => []]],
  ])();
  return { node: new Expression(operator, random.shuffled([first.node, node])), wishes };
}

function expressionBeside(random, first, depth) {
  const second = expression(random, depth + 2);
  const wishes = (truth) => {
    const boolean = random.chance(0.5);
    return [...first.wishes(boolean), ...second.wishes(truth === boolean)];
  };
  return [second.node, wishes];
}

function variableBeside(random, first) {
  const name = vocabulary.name(random);
  const wishes = (truth) => {
    const boolean = random.chance(0.5);
    const value = vocabulary.DOMAINS.booleans.value(random, Number(boolean));
    return [...first.wishes(truth === boolean), { name, value }];
  };
  return [variable(name), wishes];
}

// An index at which the value compares so with that at `index`, mostly a near one; any when there is none.
function indexThat(random, domain, index, holds) {
  const indices = random.times(domain.size, (other) => other);
  const good = indices.filter((other) => holds(Math.sign(other - index)));
  if (good.length === 0) return random.pick(indices);
  const nearest = Math.min(...good.map((other) => Math.abs(other - index)));
  return random.pick(random.chance(0.5) ? good : good.filter((other) => Math.abs(other - index) === nearest));
}

// Absent, as good as absent, or not quite of the type.
function otherwise(random, name, domain) {
  return random.weighted([
    [3, () => []],
    [2, () => [{ name, value: vocabulary.nothing(random) }]],
    [5, () => [{ name, value: vocabulary.almost(random, domain) }]],
    [3, () => [{ name, value: vocabulary.anything(random) }]],
  ])();
}

// --- in ---

function membership(random, depth) {
  const items = random.times(random.weighted([[1, 0], [3, 1], [5, 2], [4, 3], [1, 8]]), () => {
    const domain = vocabulary.randomDomain(random);
    const index = vocabulary.indexIn(random, domain);
    return { domain, index, node: domain.literal(random, index) };
  });
  const list = items.map(({ node }) => node);
  const make = random.weighted([[85, variableIn], [8, literalIn], [7, expressionIn]]);
  return make(random, items, list, depth);
}

function variableIn(random, items, list) {
  const name = vocabulary.name(random);
  const wishes = (truth) => {
    const { domain, index } = random.pick(items) ?? { domain: vocabulary.DOMAINS.texts };
    if (!truth || items.length === 0) return otherwise(random, name, domain);
    return [{ name, value: domain.value(random, index) }];
  };
  return { node: new Expression("in", [variable(name), list]), wishes };
}

function literalIn(random, items, list) {
  const domain = items[0]?.domain ?? vocabulary.randomDomain(random);
  const index = random.chance(0.6) && items.length > 0 ? items[0].index : vocabulary.indexIn(random, domain);
  return { node: new Expression("in", [domain.literal(random, index), list]), wishes: () => [] };
}

function expressionIn(random, items, list, depth) {
  const subject = expression(random, depth + 2);
  const boolean = random.chance(0.5);
  const node = new Expression("in", [subject.node, [...list, new Raw(`${boolean}`)]]);
  return { node, wishes: (truth) => subject.wishes(truth === boolean) };
}

// --- begins_with, ends_with, contains, matches, exists ---

function substring(random) {
  const operator = random.pick(Object.keys(COMPOSE));
  const [name, other] = random.times(2, () => vocabulary.name(random));
  const part = vocabulary.text(random);
  const composed = () => COMPOSE[operator](part, random.pick(["", "x", vocabulary.text(random)]));
  const [sides, good] = random.weighted([
    [75, () => [[variable(name), part], () => [{ name, value: composed() }]]],
    [8, () => [[composed(), variable(name)], () => [{ name, value: part }]]],
    [10, () => [[variable(name), variable(other)], () => [{ name: other, value: part }, { name, value: composed() }]]],
    [7, () => [[random.chance(0.7) ? composed() : vocabulary.text(random), part], () => []]],
  ])();
  const wishes = (truth) => (truth ? good() : otherwise(random, name, vocabulary.DOMAINS.texts));
  return { node: new Expression(operator, sides), wishes };
}

function matching(random) {
  const { pattern, example } = regex(random);
  const name = vocabulary.name(random);
  const isVariable = random.chance(0.9);
  const found = () => random.pick([example, example, `${example}x`, `x${example}`, `${example}\n`]);
  const subject = isVariable ? variable(name) : random.pick([found(), vocabulary.text(random)]);
  const parts = [new Named("in", subject), new Named("pattern", pattern)];
  const wishes = (truth) => (truth ? [{ name, value: found() }] : otherwise(random, name, vocabulary.DOMAINS.texts));
  return { node: new Expression("matches", random.shuffled(parts)), wishes: isVariable ? wishes : () => [] };
}

function existence(random) {
  const name = random.chance(0.03) ? "" : vocabulary.name(random);
  const wishes = (truth) => {
    if (truth) return [{ name, value: vocabulary.scalar(random) }];
    return random.chance(0.5) ? [] : [{ name, value: vocabulary.nothing(random) }];
  };
  return { node: new Expression("exists", [new Named("key", name)]), wishes };
}

// --- split ---

function split(random) {
  const name = random.chance(0.5) ? "entityId" : vocabulary.name(random);
  const by = random.chance(0.93) ? variable(name) : vocabulary.text(random);
  const parts = [
    new Named("pct", new Raw(percentage(random))),
    new Named("by", by),
    ...(random.chance(0.5) ? [new Named("seed", random.pick(SEEDS))] : []),
  ];
  const wishes = (truth) => {
    if (!truth && random.chance(0.4)) return [];
    return [{ name, value: name === "entityId" ? vocabulary.text(random) : vocabulary.scalar(random) }];
  };
  return { node: new Expression("split", random.shuffled(parts)), wishes };
}

function percentage(random) {
  if (random.chance(0.4)) return random.pick(PERCENTAGES);
  return String(random.int(0, 10 ** random.int(4, 6)) / 10000);
}

function variable(name) {
  return new Word(`$${name}`);
}
