import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { listPostgresMigrations, migratePostgres } from './migrate.ts';
import type { Db, Query, WriteOptions } from './open.ts';
import { postgresTables } from './schema.ts';
import { createLock, createTransactions, guard, type Transaction } from './transaction.ts';

// count(*) and sum() are bigint and numeric, which the driver gives as strings; here they are counts of rows and
// seconds, far below 2^53, so numbers like on SQLite.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

/** The scale-out engine: a pool for writes and a pool whose sessions can only read. */
export function openPostgres(url: string): Db {
  const writers = pool(url, { readOnly: false });
  const readers = pool(url, { readOnly: true });
  const readQuery = queryOf(readers);

  const transactions = createTransactions((use, options) => inTransaction(writers, options, use));
  return {
    engine: 'postgres',
    get read() {
      return transactions.currentQuery() ?? readQuery;
    },
    write: transactions.write,
    snapshot: (work) => inSnapshot(readers, work),
    migrate: (only) => migratePostgres(writers, only),
    migrations: () => listPostgresMigrations(readers),
    // Postgres guards its pages and keys itself.
    verify: async () => [],
    // Autovacuum keeps the statistics.
    optimize: async () => {},
    scrub: () => vacuum(writers),
    ping: async () => void (await readers.query('SELECT 1')),
    close: async () => void (await Promise.all([writers.end(), readers.end()])),
  };
}

/** Frees what deleted rows took, so that new ones overwrite it; it stops nobody, and may take long. */
async function vacuum(writers: pg.Pool): Promise<void> {
  const client = await writers.connect();
  try {
    await client.query('SET statement_timeout = 0');
    await client.query('VACUUM');
  } finally {
    await client.query('RESET statement_timeout').catch(() => undefined);
    client.release();
  }
}

function pool(url: string, { readOnly }: { readOnly: boolean }): pg.Pool {
  const made = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 30_000,
    keepAlive: true,
    application_name: 'portico',
    ...(readOnly && { options: '-c default_transaction_read_only=on' }),
  });
  // An idle connection that breaks (a restarted server) must not end the process; the next query opens a new one.
  made.on('error', () => undefined);
  return made;
}

/** One handle a connection, made once: it remembers how the columns are called. */
function queryOf(client: pg.Pool | pg.PoolClient): Query {
  const known = handles.get(client);
  if (known) return known;
  const query = drizzle(client, { casing: 'snake_case' });
  const handle = Object.assign(query, { tables: postgresTables, engine: 'postgres' as const });
  handles.set(client, handle as unknown as Query);
  return handle as unknown as Query;
}

const handles = new WeakMap<pg.Pool | pg.PoolClient, Query>();

async function inTransaction<T>(
  writers: pg.Pool,
  { mayBeLost }: WriteOptions,
  use: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const client = await writers.connect();
  const tx: Transaction = {
    query: guard(queryOf(client), () => tx.ended),
    exec: async (statement) => void (await client.query(statement)),
    ended: false,
    depth: 0,
    lock: createLock(),
  };
  let broken: Error | undefined;
  try {
    await client.query(mayBeLost ? 'BEGIN; SET LOCAL synchronous_commit = off' : 'BEGIN');
    const result = await use(tx);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((e: Error) => (broken = e));
    throw error;
  } finally {
    tx.ended = true;
    client.release(broken);
  }
}

async function inSnapshot<T>(readers: pg.Pool, work: (q: Query) => Promise<T>): Promise<T> {
  const client = await readers.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await work(queryOf(client));
  } finally {
    await client.query('ROLLBACK').catch((e: Error) => (broken = e));
    client.release(broken);
  }
}
