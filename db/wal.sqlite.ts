import { open, type FileHandle } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { isBuilt, root } from '#src/root.ts';

/** The log is brought into the database after so many commits, or so long after the first of them, in milliseconds. */
const mostCommits = 200;
const longestMs = 5_000;
/** A log of so many pages is only emptied while nobody writes: whoever writes meanwhile waits. */
const longLog = 4_000;

/** What a checkpoint found (PRAGMA wal_checkpoint): pages in the log, and how many of them the database has by now. */
export interface Checkpointed {
  log: number;
  checkpointed: number;
}

/**
 * The write-ahead log of a database whose connections commit at `synchronous=NORMAL`, which writes to the log and waits
 * for no disk. What waits is done here, beside the event loop: a commit is as safe as at `FULL` once `synced` returned,
 * and commits that come together share one wait. What the log holds goes into the database in a thread.
 */
export interface Wal {
  /** Returns when everything that was committed before the call is on the disk. @throws when the disk says no */
  synced(): Promise<void>;
  /** Tell of a commit; now and then the log is brought into the database. */
  committed(): void;
  close(): Promise<void>;
}

export function openWal(path: string, lock: <T>(work: () => Promise<T>) => Promise<T>): Wal {
  const disk = createSync(`${path}-wal`);
  const thread = createThread(path);
  let commits = 0;
  let clock: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;

  async function checkpoint(): Promise<void> {
    clearTimeout(clock);
    clock = undefined;
    commits = 0;
    const { log, checkpointed } = await thread.checkpoint();
    if (log > longLog && checkpointed < log) await lock(() => thread.checkpoint());
  }

  const start = () => {
    running ??= checkpoint()
      .catch((error: unknown) => console.error('The log could not be brought into the database:', error))
      .finally(() => (running = null));
  };
  return {
    synced: disk.synced,
    committed() {
      commits++;
      clock ??= setTimeout(start, longestMs).unref();
      if (commits >= mostCommits) start();
    },
    async close() {
      clearTimeout(clock);
      await running;
      await thread.close();
      await disk.close();
    },
  };
}

/** One wait for the disk at a time; who comes during it shares the next one, since it began before they wrote. */
function createSync(path: string) {
  let handle: FileHandle | null = null;
  let current: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  const sync = async () => {
    next = null;
    handle ??= await open(path, 'r+');
    await handle.datasync();
  };
  return {
    synced(): Promise<void> {
      next ??= current = current.then(sync, sync);
      return next;
    },
    async close() {
      await current.catch(() => undefined);
      await handle?.close();
    },
  };
}

/** The thread that writes into the database, started when first needed. */
function createThread(path: string) {
  let worker: Worker | null = null;
  const script = isBuilt ? 'dist/server/checkpoint.mjs' : 'db/checkpoint.sqlite.ts';
  const start = (): Worker => {
    const made = new Worker(new URL(script, root), {
      workerData: { path },
      execArgv: [],
      name: 'portico-log',
      resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8 },
    });
    made.on('exit', () => worker === made && (worker = null));
    made.unref();
    return made;
  };
  return {
    checkpoint: () =>
      new Promise<Checkpointed>((resolve, reject) => {
        const asked = (worker ??= start());
        const settle = (then: () => void) => {
          asked.unref();
          asked.off('message', onMessage).off('error', onError).off('exit', onExit);
          then();
        };
        const onMessage = (found: Checkpointed) => settle(() => resolve(found));
        const onError = (error: unknown) => settle(() => reject(error as Error));
        const onExit = () => settle(() => reject(new Error('the thread ended')));
        asked.on('message', onMessage).on('error', onError).on('exit', onExit);
        // A process that only waits for the answer must not end before it.
        asked.ref();
        asked.postMessage('checkpoint');
      }),
    close: async () => void (await worker?.terminate()),
  };
}
