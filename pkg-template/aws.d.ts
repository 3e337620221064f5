// CloudWatch Evidently's REST API, and AWS's clients without it, on snapshots. Written by hand: this file is the contract.

import type { ControlEvent, Operation } from './control.js';
import type { Evaluator } from './index.js';

export type { ControlEvent, Operation } from './control.js';

/** A snapshot as it is stored. */
export interface Stored {
  /** JSON text; `null` or nothing in it if there is none yet. */
  readonly snapshot: string | null;
  /** Another whenever the snapshot is another. */
  readonly version: string;
}

/**
 * Where a snapshot is kept. Whoever changes it reads, makes the change, and writes on the condition that nobody else has
 * written: so of two writers neither loses what the other did.
 */
export interface SnapshotStore {
  /** The snapshot that is there now. If this fails, the answer is a 500, and `onError` hears why. */
  read(): Promise<Stored>;
  /**
   * Puts this snapshot in the place of the version that was read.
   *
   * @returns False if that version is not there any more, and then nothing has changed.
   */
  write(snapshot: string, expected: string): Promise<boolean>;
}

/** Keeps a snapshot in memory, for as long as the store itself is kept: for tests, and to begin with. */
export function memoryStore(initial?: string | object | null): SnapshotStore;

/** What {@link kvStore} asks of a namespace of Cloudflare KV. */
export interface KeyValueNamespace {
  get(key: string): Promise<string | null>;
  put(key: string, value: string): Promise<void>;
}

/**
 * Keeps a snapshot under a key of Cloudflare KV, for **one writer at a time**: KV cannot compare and swap, and a write made
 * elsewhere may become visible only after a minute. If two changes meet, one can be lost. The sound way is a Durable Object,
 * as in the example `evidently-worker`.
 */
export function kvStore(namespace: KeyValueNamespace, key: string): SnapshotStore;

/** How {@link createEvidentlyHandler} answers. */
export interface EvidentlyHandlerOptions {
  /** The only state there is: two handlers of one store are the same to their clients. */
  readonly store: SnapshotStore;
  /** In the ARN of a project that is created: 1 to 64 letters, digits and dashes. Default: `local`. */
  readonly region?: string | undefined;
  /** In the same place, made of the same. Default: `000000000000`. */
  readonly account?: string | undefined;
  /** The clock. One that fails, or gives no time, is answered with a 500. Default: that of the host. */
  readonly now?: (() => Date | number) | undefined;
  /**
   * Takes the events of PutProjectEvents, which no snapshot keeps. The request is answered when it has; if it fails, with a
   * 500, after which AWS's clients try again. Default: they are dropped.
   */
  readonly onEvents?: ((events: readonly ControlEvent[]) => void | Promise<void>) | undefined;
  /** Hears of what was answered by a 500. Default: nobody does. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** The largest body that is read; a larger one is 413. Default: 1,048,576 (1 MiB). */
  readonly maxBodyBytes?: number | undefined;
}

/**
 * Evidently's REST API, data plane and control plane, on a snapshot: for AWS's own clients with their `endpoint` here.
 *
 * **It asks nobody who they are.** Signatures are accepted and not verified; put authentication in front.
 *
 * Errors have AWS's status, the header `x-amzn-ErrorType`, and AWS's members. What the API does not have is
 * `UnknownOperationException` (404), a body that is too large 413, and a snapshot that does not load
 * `InternalServerException` (500). A change that others come before again and again ends in `ConflictException` (409).
 *
 * @throws {ValidationException} Of `variate/control`: `region` or `account` is none.
 *
 * @example
 * ```js
 * import { createEvidentlyHandler, memoryStore } from 'variate/aws';
 *
 * const handler = createEvidentlyHandler({ store: memoryStore() });
 * const body = JSON.stringify({ name: 'shop' });
 * const response = await handler(new Request('http://localhost/projects', { method: 'POST', body }));
 * console.log((await response.json()).project.arn);
 * ```
 */
export function createEvidentlyHandler(options: EvidentlyHandlerOptions): (request: WebRequest) => Promise<WebResponse>;

/** How {@link createAgentHandler} answers. */
export interface AgentHandlerOptions {
  readonly store: Pick<SnapshotStore, 'read'>;
  /** Hears of what was answered by a 500. Default: nobody does. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * The answers of AppConfig's agent to `GET /applications/<a>/environments/<e>/configurations/<c>`, with the flags that
 * `?flag=` names or all of them, the headers `Context: key=value` and `Entity-Id`. The snapshot has one configuration: by
 * what names it is called does not matter. One flag that does not exist is 404; among several it is left out.
 */
export function createAgentHandler(options: AgentHandlerOptions): (request: WebRequest) => Promise<WebResponse>;

/**
 * The name of the operation that a request asks for, such as `UpdateLaunch`; undefined if the API has none there. For whoever
 * decides in front of the handler who may do what, and for logs.
 */
export function operationOf(request: { readonly method: string; readonly url: string }): Operation | undefined;

/** How {@link localRequestHandler} answers. */
export interface LocalRequestHandlerOptions {
  /** For an evaluator, the clock; a handler has its own. Default: that of the host. */
  readonly now?: (() => Date | number) | undefined;
  /**
   * For an evaluator, takes the events of PutProjectEvents, each with a type, a timestamp and a text of data as the API requires;
   * a handler has its own. Default: they are dropped.
   */
  readonly onEvents?: ((events: readonly ControlEvent[]) => void | Promise<void>) | undefined;
  /** Hears of what was answered by a 500. Default: nobody does. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * Answers a client of the AWS SDK for JavaScript v3 in its own process, so that its call sites stay as they are and nothing
 * is sent. With an evaluator the client can evaluate and put events, and all else is `AccessDeniedException`; with a handler
 * it can do what the handler can.
 *
 * @example
 * ```js
 * const client = new EvidentlyClient({
 *   region: 'eu-west-1',
 *   credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
 *   requestHandler: localRequestHandler(evaluator),
 * });
 * ```
 */
export function localRequestHandler(
  target: Evaluator | ((request: WebRequest) => Promise<WebResponse>),
  options?: LocalRequestHandlerOptions,
): LocalRequestHandler;

/** What the SDK calls a request handler, as far as its clients go. */
export interface LocalRequestHandler {
  readonly metadata: { readonly handlerProtocol: string };
  handle(
    request: SdkRequest,
    options?: { readonly abortSignal?: { readonly aborted: boolean } | undefined },
  ): Promise<{ response: SdkResponse }>;
  destroy(): void;
  updateHttpClientConfig(key: never, value: never): void;
  httpHandlerConfigs(): {};
}

/** What the SDK hands to a request handler, as far as it is read. */
export interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What the SDK takes from a request handler. */
export interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** The host's `Request`, if its types are there. */
export type WebRequest = typeof globalThis extends { Request: { prototype: infer T } } ? T : any;

/** The host's `Response`, if its types are there. */
export type WebResponse = typeof globalThis extends { Response: { prototype: infer T } } ? T : any;
