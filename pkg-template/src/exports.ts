import type { EvaluateResponse, Problem, ProjectIdentity, Reason } from '../index.js';

/**
 * What `core.wasm` exports: as wasm-bindgen renders src/wasm.rs, which says what each call means. It is called without
 * the JavaScript that wasm-bindgen writes beside it, which would be a third of this package. The tests compare this
 * with wasm-bindgen's own declarations.
 *
 * A core is the address of a loaded snapshot, or of the problems of one that was refused. All numbers are signed here:
 * an address must be made unsigned, and a status, which stands for an answer that there is not, is below zero.
 */
export interface Exports extends Memory {
  /** Afterwards the address means nothing. */
  readonly core_free: (core: number) => void;
  /** Frees the bytes. */
  readonly core_new: (address: number, bytes: number, lenient: number, maxBytes: number) => number;
  /** If 0, the snapshot is refused: only its problems may be asked for. */
  readonly core_loaded: (core: number) => number;
  /** A list of problems, each `{path, code, message, value?}`. */
  readonly core_problems: (core: number) => Text;
  /** `Names`: features and flags are numbered in this order. */
  readonly core_names: (core: number) => Text;
  /** A `Description`; of a flag without what only features have. */
  readonly core_describe: (core: number, isFlag: number, subject: number) => Text;
  /**
   * Makes the scratch memory at least this long, keeping what is in it. Returns its address, a multiple of 8; one behind all
   * memory if there can never be so much.
   */
  readonly core_reserve: (core: number, bytes: number) => number;
  /** Where the results of the last `evaluateAll` or `assign` are: one word each. */
  readonly core_outcomes: (core: number) => number;
  /** The number of an answer, or a status. Of a flag without an entity the length of its id is -1, and the time is not read. */
  readonly core_evaluate: (
    core: number,
    isFlag: number,
    subject: number,
    contextForm: number,
    contextBytes: number,
    idBytes: number,
    now: number,
  ) => number;
  /** 0 or a status; the outcomes are one per feature, or per flag. */
  readonly core_evaluateAll: (
    core: number,
    areFlags: number,
    contextForm: number,
    contextBytes: number,
    idBytes: number,
    now: number,
  ) => number;
  /** The number of entity ids, or a status; the outcomes are one per entity id. */
  readonly core_assign: (
    core: number,
    feature: number,
    contextForm: number,
    contextBytes: number,
    idBytes: number,
    now: number,
  ) => number;
  /** An `Explanation`, or `null` if there is a status in place of an answer. Not in a build without `explain`. */
  readonly core_explain: (
    core: number,
    isFlag: number,
    subject: number,
    contextForm: number,
    contextBytes: number,
    idBytes: number,
    now: number,
  ) => Text;
  /** `{reason, message}` for a status about the request. */
  readonly core_failure: (core: number, status: number) => Text;
}

/** What `control.wasm` exports: as wasm-bindgen renders src/wasm/control.rs. */
export interface ControlExports extends Memory {
  /** `{output, events: […], snapshot?}`, or `{error: {name, message, …}, problems?: […]}`. Frees the bytes of all texts. */
  readonly control_apply: (
    ...texts: [
      snapshot: number,
      snapshotBytes: number,
      operation: number,
      operationBytes: number,
      input: number,
      inputBytes: number,
      now: number,
      region: number,
      regionBytes: number,
      account: number,
      accountBytes: number,
      maxBytes: number,
    ]
  ) => Text;
}

/** What both export. */
export interface Memory {
  readonly memory: WebAssembly.Memory;
  readonly __wbindgen_malloc: (bytes: number, alignment: number) => number;
  readonly __wbindgen_free: (address: number, bytes: number, alignment: number) => void;
}

/** A text in linear memory, for this side to free: its address and its length in bytes. */
export type Text = [number, number];

/** What a core has, by name. */
export type Names = [
  project: ProjectIdentity | null,
  features: string[],
  attributes: string[],
  flags: string[],
  flagAttributes: string[],
];

/** What is known of a feature or a flag. */
export type Description = [
  /** By number. */
  attributes: number[],
  /** Of a feature, each with the position of its variation. */
  answers: { variation: number; reason: Reason; details: string }[],
  problems: Problem[],
  /** What takes the place of an answer, if there are problems. */
  refusal: { reason: string } | null,
  arn?: string,
  timed?: boolean,
  variations?: { name: string; value: EvaluateResponse['value'] }[],
];
