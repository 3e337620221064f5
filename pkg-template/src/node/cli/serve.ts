import { existsSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { type EvidentlyHandlerOptions, createAgentHandler, createEvidentlyHandler, operationOf } from 'variate/aws';
import { ValidationException } from 'variate/control';
import { fileStore } from '../file-store.js';
import { nodeListener } from '../listener.js';
import { Exit, Stop } from './exit.js';
import { bytesOf, counted, problemsOf } from './lint.js';
import { refusalOf } from './strangers.js';

export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  /** Whether there need be no file. */
  readonly create: boolean;
}

/** Serves until it is told to stop, and then finishes what is under way. */
export async function serve(file: string, options: ServeOptions): Promise<Exit> {
  await check(file, options.create);
  const server = createServer(listenerOf(file, options));
  await listening(server, options);
  console.log(`variate serves ${file} at ${addressOf(server)}`);
  await stopped(server);
  return Exit.Success;
}

/** A snapshot with problems would answer every request with a 500. Better to hear of it now. */
async function check(file: string, create: boolean): Promise<void> {
  if (create && !existsSync(file)) return;
  const bytes = await bytesOf(file);
  if (create && bytes.length === 0) return;
  const problems = problemsOf(bytes);
  if (problems.length === 0) return;
  throw new Stop(Exit.Refused, `${problems.join('\n')}\n${file} is refused: ${counted(problems.length)}`);
}

function listenerOf(file: string, { host, region, account }: ServeOptions) {
  const store = fileStore(file);
  const onError = (error: unknown) => console.error(error);
  const evidently = evidentlyHandler({ store, region, account, onError });
  const agent = createAgentHandler({ store, onError });
  const listener = nodeListener(async (request) => {
    const refusal = refusalOf(request, host);
    if (refusal !== undefined) return refusal;
    return new URL(request.url).pathname.startsWith('/applications/') ? agent(request) : evidently(request);
  });
  return (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const start = performance.now();
    // Also when the client has gone before the answer.
    outgoing.once('close', () => log(incoming, outgoing, performance.now() - start));
    void listener(incoming, outgoing);
  };
}

function evidentlyHandler(options: EvidentlyHandlerOptions): ReturnType<typeof createEvidentlyHandler> {
  try {
    return createEvidentlyHandler(options);
  } catch (error) {
    if (!(error instanceof ValidationException)) throw error;
    throw new Stop(Exit.Usage, error.fieldList.map(({ name, message }) => `--${name}: ${message}`).join('\n'));
  }
}

function log({ method = '', url = '' }: IncomingMessage, { statusCode, writableFinished }: ServerResponse, ms: number): void {
  const [path = ''] = url.split('?');
  const other = path.startsWith('/applications/') ? 'agent' : '-';
  const operation = operationOf({ method, url: `http://localhost${path}` }) ?? other;
  console.log(`${method} ${path} ${writableFinished ? statusCode : 'gone'} ${ms.toFixed(1)} ms ${operation}`);
}

function listening(server: Server, { port, host }: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new Stop(Exit.Failed, `${host}:${port} cannot be listened at: ${error.message}`)));
    server.listen(port, host, resolve);
  });
}

function addressOf(server: Server): string {
  const address = server.address();
  if (typeof address !== 'object' || address === null) return String(address);
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}

/** Resolves when it was told to stop and has answered all that it had been asked. A second signal ends it at once. */
function stopped(server: Server): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        server.close(() => resolve());
        // Connections that are kept for further requests; those in use become such when they have their answer.
        const idle = setInterval(() => server.closeIdleConnections(), 50);
        server.once('close', () => clearInterval(idle));
        server.closeIdleConnections();
      });
    }
  });
}
