// Contexts that are objects, made of whatever JavaScript has.

class Inherited {
  get v() {
    throw new Error('an inherited getter is no member');
  }
}

class Owner {
  v = 'text';
  #hidden = 1;
  get hidden() {
    return this.#hidden;
  }
}

const hidden = (value) => Object.defineProperty({}, 'v', { value });
const bare = (members) => Object.assign(Object.create(null), members);
const method = () => 1;

/**
 * Name, context, and which features of contexts.test.mjs it turns on; a list is not complete, its JSON text says the rest.
 * The fourth says that there is none.
 */
export const CONTEXTS = [
  ['nothing', {}, ['v-absent']],
  ['null', { v: null }, ['v-null', 'v-exists']],
  ['true', { v: true }, ['v-true']],
  ['false', { v: false }, ['v-false']],
  ['0', { v: 0 }, ['v-zero', 'v-number']],
  ['-0', { v: -0 }, ['v-zero', 'v-number']],
  ['1', { v: 1 }, ['v-one', 'v-number']],
  ['a double', { v: 0.1 }, ['v-number']],
  ['the largest double', { v: Number.MAX_VALUE }, ['v-number']],
  ['the smallest double', { v: Number.MIN_VALUE }, ['v-number']],
  ['NaN', { v: NaN }, ['v-null']],
  ['Infinity', { v: Infinity }, ['v-null']],
  ['-Infinity', { v: -Infinity }, ['v-null']],
  ['an empty text', { v: '' }, ['v-empty']],
  ['a text', { v: 'text' }, ['v-text']],
  ['a Latin text', { v: 'ü' }, ['v-odd']],
  ['a Japanese text', { v: '東京' }, ['v-odd']],
  ['a pair', { v: '😀' }, ['v-odd']],
  ['an unpaired surrogate', { v: 'a\ud800b' }, ['v-odd']],
  ['undefined', { v: undefined }, ['v-absent']],
  ['a function', { v: method }, ['v-absent']],
  ['a symbol', { v: Symbol('v') }, ['v-absent']],
  ['a function with toJSON', { v: Object.assign(() => 1, { toJSON: () => 'text' }) }, ['v-text']],
  ['a list', { v: ['text', 1] }, ['v-text', 'v-one']],
  ['a list in a list', { v: [['text']] }, ['v-text']],
  ['an empty list', { v: [] }, ['v-absent']],
  // eslint-disable-next-line no-sparse-arrays
  ['a list with holes', { v: [, 'text', ,] }, ['v-text', 'v-null']],
  ['a list of objects', { v: [{ w: 1 }, { w: 2 }] }, ['v-w-one']],
  ['a list with members', { v: Object.assign(['text'], { w: 1 }) }, ['v-text']],
  ['an object', { v: { w: 1 } }, ['v-w-one', 'v-absent']],
  ['an empty object', { v: {} }, ['v-absent']],
  ['a dotted key', { 'v.w': 1 }, ['v-w-one']],
  ['both spellings', { 'v.w': 1, v: { w: 2 } }, ['v-w-one', 'v-w-exists']],
  ['both spellings, one absent', { 'v.w': undefined, v: { w: 1 } }, ['v-w-one']],
  ['three steps', { v: { w: { x: 1 } } }, ['v-w-x-one']],
  ['three steps, dotted first', { 'v.w': { x: 1 } }, ['v-w-x-one']],
  ['three steps, dotted last', { v: { 'w.x': 1 } }, ['v-w-x-one']],
  ['three steps in one', { 'v.w.x': 1 }, ['v-w-x-one']],
  ['three steps, three times', { 'v.w.x': 2, 'v.w': { x: 3 }, v: { 'w.x': 1 } }, ['v-w-x-one']],
  ['a scalar on the way', { v: 'text', 'v.w.x': 1 }, ['v-text', 'v-w-x-one']],
  ['a Date', { v: new Date(0) }, ['v-epoch']],
  ['an invalid Date', { v: new Date(NaN) }, ['v-null']],
  ['a Date on the way', { v: Object.assign(new Date(0), { w: 1 }) }, ['v-epoch']],
  ['a Map', { v: new Map([['w', 1]]) }, ['v-absent']],
  ['a Map with a member', { v: Object.assign(new Map(), { w: 1 }) }, ['v-w-one']],
  ['a Set', { v: new Set([1]) }, ['v-absent']],
  ['bytes', { v: new Uint8Array([7]) }, ['v-0-exists']],
  ['a regular expression', { v: /text/ }, ['v-absent']],
  ['a boxed text', { v: new String('text') }, ['v-text']],
  ['a boxed number', { v: new Number(1) }, ['v-one']],
  ['a boxed boolean', { v: new Boolean(false) }, ['v-false']],
  ['a boxed text with a member', { v: Object.assign(new String('text'), { w: 1 }) }, ['v-text']],
  ['toJSON of a value', { v: { toJSON: () => 1 } }, ['v-one']],
  ['toJSON on the way', { v: { w: 2, toJSON: () => ({ w: 1 }) } }, ['v-w-one']],
  ['toJSON that leaves nothing', { v: { toJSON() {} } }, ['v-absent']],
  ['toJSON that is no function', { v: { w: 1, toJSON: 1 } }, ['v-w-one']],
  ['toJSON of the whole', { v: 'lost', toJSON: () => ({ v: 'text' }) }, ['v-text']],
  ['toJSON of the whole that is no function', { v: 1, toJSON: 'x' }, ['v-one', 'tojson-exists']],
  ['an inherited toJSON', Object.create({ toJSON: () => ({ v: 'text' }) }), ['v-text']],
  [
    'a getter',
    {
      get v() {
        return 'text';
      },
    },
    ['v-text'],
  ],
  ['an inherited getter', new Inherited(), ['v-absent']],
  ['an inherited member', Object.create({ v: 'text' }), ['v-absent']],
  ['a member of an instance', new Owner(), ['v-text']],
  ['an instance on the way', { v: Object.assign(new Owner(), { w: 1 }) }, ['v-w-one']],
  ['a member that is not enumerable', hidden('text'), ['v-absent']],
  ['a getter that is not enumerable', Object.defineProperty({}, 'v', { get: () => 'text' }), ['v-absent']],
  ['a symbol for a key', { [Symbol('v')]: 'text' }, ['v-absent']],
  ['no prototype', bare({ v: 'text' }), ['v-text']],
  ['no prototype on the way', { v: bare({ w: 1 }) }, ['v-w-one']],
  ['a frozen object', Object.freeze({ v: 'text' }), ['v-text']],
  ['a Proxy', new Proxy({ v: 'text' }, {}), ['v-text']],
  ['a Proxy on the way', { v: new Proxy({ w: 1 }, {}) }, ['v-w-one']],
  ['a Proxy of a list', { v: new Proxy(['text'], {}) }, ['v-text']],
  ['a revived __proto__', JSON.parse('{"__proto__":1}'), ['proto-one', 'proto-exists']],
  ['a revived __proto__ on the way', JSON.parse('{"__proto__":{"v":1}}'), ['v-absent']],
  ['__proto__ of a literal', { __proto__: { v: 'text' } }, ['v-absent']],
  ['own constructor', { constructor: 1 }, ['constructor-exists']],
  ['own constructor with a name', { constructor: { name: 'x' } }, ['constructor-name-exists']],
  ['own toString', { toString: 1 }, ['tostring-exists']],
  ['an empty key', { '': 1 }, ['key-empty-one']],
  ['own length', { length: 0 }, ['length-exists']],
  ['a text of 128', { v: 'x'.repeat(128) }, ['v-exists']],
  ['a text of 129', { v: 'x'.repeat(129) }, ['v-exists']],
  ['a text of 20,000', { v: 'x'.repeat(20_000) }, ['v-exists']],
  ['unread members of any kind', { v: 'text', other: [1n], self: globalThis, s: Symbol('s') }, ['v-text'], 'no JSON'],
];
