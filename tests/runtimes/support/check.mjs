// Runs every vector. It is copied into each project and must run anywhere: only ECMAScript.

import { controlTexts, texts } from './all-vectors.mjs';
import { FORMS, differenceIn } from './control-vectors.mjs';
import { answersTo, expectationOf } from './vectors.mjs';

const SHOWN = 5;

/** How many vectors this copy of the package was held to; throws if it fails any. */
export function check(api) {
  let count = 0;
  const differences = [];
  for (const [name, text] of Object.entries(texts)) {
    const file = JSON.parse(text);
    for (const vector of file.vectors) {
      const expected = expectationOf(vector);
      for (const [form, actual] of answersTo(api, file, vector)) {
        if (!isSame(actual, expected)) differences.push([name, vector.name, form, actual, expected]);
      }
      count += 1;
    }
  }
  if (differences.length > 0) throw new Error(reportOf(differences));
  return count;
}

/** The same of a copy of `variate/control`. */
export function checkControl(api) {
  let count = 0;
  const differences = [];
  for (const [name, text] of Object.entries(controlTexts)) {
    const file = JSON.parse(text);
    for (const vector of file.vectors) {
      for (const [form, how] of Object.entries(FORMS)) {
        const difference = differenceIn(api, how, file, vector);
        if (difference !== undefined) differences.push(`${name}: ${vector.name}, ${form}: ${difference}`);
      }
      count += 1;
    }
  }
  if (differences.length > 0) {
    throw new Error([`${differences.length} vectors differ`, ...differences.slice(0, SHOWN)].join('\n'));
  }
  return count;
}

/** Whether two values of JSON are the same; the order of members does not count. */
function isSame(one, other) {
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return Object.is(one, other);
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]));
}

function reportOf(differences) {
  const shown = differences.slice(0, SHOWN).map(([file, vector, form, actual, expected]) => {
    const values = [`is       ${JSON.stringify(actual)}`, `expected ${JSON.stringify(expected)}`];
    return [`${file}: ${vector}, ${form}`, ...values].join('\n');
  });
  return [`${differences.length} answers differ`, ...shown].join('\n');
}
