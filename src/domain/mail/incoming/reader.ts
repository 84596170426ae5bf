import { Worker } from 'node:worker_threads';
import { isBuilt, root } from '#src/root.ts';
import type { IncomingMail } from './incoming.ts';
import type { Original } from './original.ts';

/** Reads messages in a thread of its own: one at a time, within a time and a memory that hostile ones can't pass. */
export interface MailReader {
  /** Read a raw message of the file store; its files are saved there. @throws Error when it can't be read within the limits */
  read(hash: string): Promise<IncomingMail>;
  /** The message as its sender made it, safe to show. @throws Error as above */
  show(hash: string): Promise<Original>;
  close(): Promise<void>;
}

export interface ReaderCall {
  id: number;
  kind: 'read' | 'show';
  hash: string;
}
export type ReaderReply = { id: number; value: unknown } | { id: number; error: string };

/** The longest one message may take, in milliseconds, and the most its thread may hold beside the bytes, in megabytes. */
const bounds = { ms: 30_000, heapMb: 256 } as const;

interface Task {
  call: ReaderCall;
  settle: (reply: ReaderReply) => void;
}

/** The thread starts with the first message; the next message after one that broke it starts another. */
export function createMailReader(
  { dataDir }: { dataDir: string },
  { ms, heapMb } = bounds as typeof bounds | { ms: number; heapMb: number },
): MailReader {
  const waiting: Task[] = [];
  let current: Task | null = null;
  let worker: Worker | null = null;
  let clock: NodeJS.Timeout | undefined;
  let last = 0;

  const script = isBuilt ? 'dist/server/mailReader.mjs' : 'src/domain/mail/incoming/readerWorker.ts';
  const start = (): Worker => {
    const made = new Worker(new URL(script, root), {
      workerData: { dataDir },
      execArgv: [],
      name: 'portico-mail',
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    made.unref();
    made.on('message', (reply: ReaderReply) => made === worker && settle(reply));
    made.on('error', (error) => made === worker && fail(String(error)));
    made.on('exit', () => made === worker && fail('the reading thread ended'));
    return made;
  };

  function next(): void {
    if (current || waiting.length === 0) return;
    current = waiting.shift()!;
    worker ??= start();
    worker.ref();
    clock = setTimeout(() => fail(`it took longer than ${ms / 1000} seconds`), ms);
    worker.postMessage(current.call);
  }

  function settle(reply: ReaderReply): void {
    clearTimeout(clock);
    const task = current;
    current = null;
    worker?.unref();
    task?.settle(reply);
    next();
  }

  function fail(why: string): void {
    const broken = worker;
    worker = null;
    void broken?.terminate();
    if (current) settle({ id: current.call.id, error: why });
  }

  const call = <T>(kind: ReaderCall['kind'], hash: string): Promise<T> =>
    new Promise((resolve, reject) => {
      const settleOne = (reply: ReaderReply) =>
        'error' in reply
          ? reject(new Error(`The message can't be read: ${reply.error}`))
          : resolve(reply.value as T);
      waiting.push({ call: { id: ++last, kind, hash }, settle: settleOne });
      next();
    });

  return {
    read: (hash) => call('read', hash),
    show: (hash) => call('show', hash),
    close: async () => {
      const ending = worker;
      worker = null;
      clearTimeout(clock);
      for (const {
        call: { id },
        settle: end,
      } of [...(current ? [current] : []), ...waiting.splice(0)])
        end({ id, error: 'the portal is stopping' });
      current = null;
      await ending?.terminate();
    },
  };
}
