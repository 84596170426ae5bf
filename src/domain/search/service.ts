import { Worker } from 'node:worker_threads';
import type { Audience } from './document.ts';
import type { SearchOutcome } from './engine.ts';

export interface SearchRequest {
  query: string;
  locale: string;
  limit: number;
  audiences: readonly Audience[];
}

/** What the indexes answer, and in which language: not the asked one when that holds nothing. */
export interface SearchAnswer extends SearchOutcome {
  answeredIn: string;
}

/** The indexes of a process, kept in a thread of their own. */
export interface SearchService {
  search(request: SearchRequest): Promise<SearchAnswer>;
  /** Published titles and headings that go on as the query begins. */
  complete(request: SearchRequest): Promise<string[]>;
  /** Resolves when all that was committed before the call is findable in this process. */
  freshen(): Promise<void>;
  /** Resolves when the indexes are built; starts building them. */
  ready(): Promise<void>;
  isReady(): boolean;
  close(): Promise<void>;
}

export type WorkerCall =
  | { kind: 'search'; id: number; request: SearchRequest }
  | { kind: 'complete'; id: number; request: SearchRequest }
  | { kind: 'freshen' | 'close'; id: number };
export type WorkerReply =
  | { kind: 'ready' }
  | { kind: 'stale' }
  | { kind: 'reply'; id: number; value: unknown }
  | { kind: 'failed'; id: number; message: string };

/** One thread with its indexes. */
interface Thread {
  ready: Promise<void>;
  call<T>(
    call: { kind: 'search' | 'complete'; request: SearchRequest } | { kind: 'freshen' | 'close' },
  ): Promise<T>;
  stop(): Promise<void>;
}

/** Pause before a thread that broke is started again, in milliseconds. */
const restartMs = 1_000;

/** The search of a process. The thread starts at the first call; close it before the process ends. */
export function createSearchService(where: { databaseUrl: string; dataDir: string }): SearchService {
  let current: Thread | null = null;
  let next: Thread | null = null;
  let isReady = false;
  let isClosed = false;

  const start = (): Thread =>
    startThread(where, { onStale: () => void replace(), onBroken: () => void mend() });
  const thread = (): Thread => {
    if (isClosed) throw new Error('The search was closed.');
    current ??= watch(start());
    return current;
  };
  const watch = (started: Thread): Thread => {
    void started.ready.then(
      () => (isReady = true),
      () => {},
    );
    return started;
  };

  /** New bases are built beside the old ones, which answer until then. */
  async function replace(): Promise<void> {
    if (next || isClosed) return;
    next = start();
    try {
      await next.ready;
      const old = current;
      current = next;
      await old?.stop();
    } catch {
      // The old one goes on; the next change tries again.
    } finally {
      next = null;
    }
  }

  async function mend(): Promise<void> {
    isReady = false;
    current = null;
    await new Promise((resolve) => setTimeout(resolve, restartMs).unref());
    if (!isClosed) thread();
  }

  return {
    search: (request) => thread().call({ kind: 'search', request }),
    complete: (request) => thread().call({ kind: 'complete', request }),
    freshen: () => thread().call({ kind: 'freshen' }),
    ready: () => thread().ready,
    isReady: () => isReady,
    close: async () => {
      isClosed = true;
      isReady = false;
      await Promise.all([current?.stop(), next?.stop()]);
    },
  };
}

function startThread(
  where: { databaseUrl: string; dataDir: string },
  on: { onStale: () => void; onBroken: () => void },
): Thread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { databaseUrl: where.databaseUrl, dataDir: where.dataDir },
    execArgv: [],
    name: 'portico-search',
  });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let isStopping = false;
  const ready = new Promise<void>((resolve, reject) => {
    waiting.set(0, { resolve: resolve as (value: never) => void, reject });
  });
  ready.catch(() => {});

  const settle = (id: number, use: (call: NonNullable<ReturnType<typeof waiting.get>>) => void) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (call) use(call);
  };
  worker.on('message', (reply: WorkerReply) => {
    if (reply.kind === 'ready') settle(0, ({ resolve }) => resolve(undefined as never));
    if (reply.kind === 'stale') on.onStale();
    if (reply.kind === 'reply') settle(reply.id, ({ resolve }) => resolve(reply.value as never));
    if (reply.kind === 'failed') settle(reply.id, ({ reject }) => reject(new Error(reply.message)));
  });
  const end = (error: Error) => {
    for (const id of [...waiting.keys()]) settle(id, ({ reject }) => reject(error));
    if (!isStopping) on.onBroken();
    isStopping = true;
  };
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => end(new Error('The search stopped.')));

  async function call<T>(what: Parameters<Thread['call']>[0]): Promise<T> {
    await ready;
    return new Promise<T>((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve: resolve as (value: never) => void, reject });
      worker.postMessage({ ...what, id });
    });
  }
  return {
    ready,
    call,
    stop: async () => {
      isStopping = true;
      await call({ kind: 'close' }).catch(() => {});
      await worker.terminate();
    },
  };
}
