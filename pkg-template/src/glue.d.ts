// What the build takes from wasm-bindgen: the `*_bg.js` of its target `bundler`. Written by hand from src/wasm.rs,
// which says what each call means.

/** Hands the exports of the instantiated module to the functions of this file. */
export function __wbg_set_wasm(exports: object): void;

/** A loaded snapshot. Numbers are addresses, byte lengths, indices or milliseconds; texts are JSON. */
export class Core {
  /** Never throws: see `loaded`. */
  constructor(snapshot: Uint8Array, lenient: boolean, maxBytes: number);
  free(): void;
  /** If false, the snapshot is refused and only `problems` and `free` may be called. */
  readonly loaded: boolean;
  /** A list of problems, each `{path, code, message, value?}`. */
  problems(): string;
  /**
   * `{project: {name, arn} | null, features: […], attributes: […], flags: […], flagAttributes: […]}`; features and flags
   * are numbered in this order.
   */
  names(): string;
  /** `{arn, timed, attributes: […], answers: […], problems: […]}`; attributes are indices into those of `names`. */
  describe(feature: number): string;
  /** `{attributes: […], answers: […], problems: […]}`; attributes are indices into `flagAttributes` of `names`. */
  describeFlag(flag: number): string;
  /** Makes the scratch memory at least this long, keeping what is in it. Returns its address, a multiple of 8. */
  reserve(bytes: number): number;
  /** Where the results of the last `evaluateAll`, `assign` or `evaluateFlags` are: one u32 each. */
  outcomes(): number;
  /** An index into the feature's answers, or a status. */
  evaluate(feature: number, contextKind: number, contextBytes: number, idBytes: number, now: number): number;
  /** 0 or a status; the outcomes are one per feature. */
  evaluateAll(contextKind: number, contextBytes: number, idBytes: number, now: number): number;
  /** 0 or a status; the outcomes are one per entity id. */
  assign(feature: number, contextKind: number, contextBytes: number, count: number, now: number): number;
  /** An index into the flag's answers, or a status. Without an entity the length of its id is 2^32 − 1. */
  evaluateFlag(flag: number, contextKind: number, contextBytes: number, idBytes: number): number;
  /** 0 or a status; the outcomes are one per flag. */
  evaluateFlags(contextKind: number, contextBytes: number, idBytes: number): number;
  /** `{message, reason, fieldList: [{name, message}]}` for a status about the request. */
  failure(status: number, field: string): string;
}
