import { AsyncLocalStorage } from 'node:async_hooks';
import type { Query, WriteOptions } from './open.ts';

/** One transaction in flight: its guarded handle, how to make a savepoint, and whether it ended. */
export interface Transaction {
  query: Query;
  exec(statement: string): Promise<void>;
  ended: boolean;
  depth: number;
  /** Savepoints of one transaction take turns, else two of them would interleave on its one connection. */
  lock: Lock;
}

export type Lock = <T>(work: () => Promise<T>) => Promise<T>;

/** A promise mutex: callers take turns in the order they came. */
export function createLock(): Lock {
  let tail: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = tail.then(work);
    tail = mine.catch(() => undefined);
    return mine;
  };
}

/** What both dialects share: reads that see the transaction they stand in, nested writes, handles that end. */
export function createTransactions(
  begin: <T>(use: (tx: Transaction) => Promise<T>, options: WriteOptions) => Promise<T>,
) {
  const current = new AsyncLocalStorage<Transaction>();
  const live = () => {
    const tx = current.getStore();
    return tx && !tx.ended ? tx : undefined;
  };
  return {
    /** The handle of the write that this code runs in, if any. */
    currentQuery: () => live()?.query,
    write: <T>(work: (tx: Query) => Promise<T>, options: WriteOptions = {}): Promise<T> => {
      const outer = live();
      if (outer) return outer.lock(() => inSavepoint(outer, work, current));
      return begin((tx) => current.run(tx, () => work(tx.query)), options);
    },
  };
}

/** A handle that refuses work once its transaction ended, instead of writing outside of it. */
export function guard(query: Query, isEnded: () => boolean): Query {
  return new Proxy(query, {
    get(target, key) {
      if (isEnded())
        throw new Error('This transaction has ended: finish all its work before `write` returns.');
      return Reflect.get(target, key) as unknown;
    },
  });
}

async function inSavepoint<T>(
  outer: Transaction,
  work: (tx: Query) => Promise<T>,
  current: AsyncLocalStorage<Transaction>,
): Promise<T> {
  const name = `portico_${outer.depth + 1}`;
  const inner: Transaction = { ...outer, ended: false, depth: outer.depth + 1, lock: createLock() };
  inner.query = guard(outer.query, () => inner.ended);
  await outer.exec(`SAVEPOINT ${name}`);
  try {
    const result = await current.run(inner, () => work(inner.query));
    await outer.exec(`RELEASE SAVEPOINT ${name}`);
    return result;
  } catch (error) {
    await outer.exec(`ROLLBACK TO SAVEPOINT ${name}`);
    await outer.exec(`RELEASE SAVEPOINT ${name}`);
    throw error;
  } finally {
    inner.ended = true;
  }
}
