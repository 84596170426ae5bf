import { Worker } from 'node:worker_threads';
import { isBuilt, root } from '#src/root.ts';
import type { Catalogue } from './catalogue.ts';
import type { Material, Tuning } from './library.ts';
import type { ReplayEvent } from './replay.ts';
import type { Place } from './saved.ts';
import type { SearchRequest } from './service.ts';
import type { Wording } from './vectors.ts';

/**
 * What a thread is asked. `take` collects in parts what `build` or `overlay` then uses. `find` says what kept indexes were
 * made of, null without any, and `load` takes them.
 */
export type Call =
  | { kind: 'search' | 'complete'; request: SearchRequest }
  | { kind: 'vectors'; wordings: readonly Wording[] }
  | { kind: 'take'; material: Material }
  | { kind: 'build'; tuning: Tuning }
  | { kind: 'find'; place: Place }
  | { kind: 'load' }
  | { kind: 'save'; place: Place; catalogue: Catalogue }
  | { kind: 'replay'; events: readonly ReplayEvent[] }
  | { kind: 'overlay'; gone: readonly { id: string; locale: string }[]; pins: Tuning['pins'] };
export type Reply = { id: number; value: unknown } | { id: number; failed: string };

/** One thread with its indexes. */
export interface Thread {
  /** @throws Error when it failed, or when the thread ended. */
  call<T>(call: Call): Promise<T>;
  /** Ends it once whoever asked already has an answer. */
  stop(): Promise<void>;
}

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
}

/** Starts a thread that knows nothing yet; `onBroken` when it ends without being stopped. */
export function startThread(onBroken: () => void): Thread {
  const script = isBuilt ? 'dist/server/search.mjs' : 'src/domain/search/worker.ts';
  const worker = new Worker(new URL(script, root), {
    execArgv: [],
    name: 'portico-search',
    resourceLimits: { maxYoungGenerationSizeMb },
  });
  const waiting = new Map<number, Waiting>();
  const idle = Promise.withResolvers<void>();
  let lastId = 0;
  let state: 'running' | 'stopping' | 'ended' = 'running';
  worker.on('message', (reply: Reply) => {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('failed' in reply) call?.reject(new Error(reply.failed));
    else call?.resolve(reply.value as never);
    if (state === 'stopping' && waiting.size === 0) idle.resolve();
  });
  const end = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    if (state === 'running') onBroken();
    state = 'ended';
    idle.resolve();
  };
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => end(new Error('The search stopped.')));
  return {
    call: <T>(call: Call) =>
      new Promise<T>((resolve, reject) => {
        if (state === 'ended') return reject(new Error('The search stopped.'));
        waiting.set(++lastId, { resolve: resolve as (value: never) => void, reject });
        worker.postMessage({ ...call, id: lastId });
      }),
    async stop() {
      if (state === 'running') state = 'stopping';
      // Somebody may have got hold of it just now and be about to ask.
      setTimeout(() => waiting.size === 0 && idle.resolve(), graceMs);
      await idle.promise;
      await worker.terminate();
    },
  };
}

/**
 * Room for what is made and soon thrown away, in MiB. With as much as V8 takes by itself, building holds 130 MiB more of it
 * and takes no less time.
 */
const maxYoungGenerationSizeMb = 12;
/** How long a thread that nobody waits for stays, in milliseconds. */
const graceMs = 20;
