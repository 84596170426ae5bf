import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { isBusy } from './busy.sqlite.ts';
import { listSqliteMigrations, migrateSqlite } from './migrate.ts';
import type { Db, Query } from './open.ts';
import { sqliteTables } from './schema.ts';
import { foldText } from './sql.ts';
import { emptyLog, rewriteWords } from './scrub.sqlite.ts';
import { gatherStatistics, readStatistics } from './statistics.sqlite.ts';
import { createLock, createTransactions, guard, type Transaction } from './transaction.ts';
import { openWal } from './wal.sqlite.ts';

/** How long a write waits for another process (a backup, the command line) before it gives up, in milliseconds. */
const maxWaitMs = 15_000;
/** How much of that blocks everything else, at a time: SQLite itself waits by sleeping. */
const blockingMs = 5;
/** Pages of the log after which a commit brings it into the database itself: only when the thread could not. */
const backstopPages = 32_000;
/** Statements that a connection keeps ready: more than a busy portal runs in turn. */
const maxStatements = 500;

/** The embedded engine: one writer connection behind a mutex, one connection that can only read. */
export function openSqlite(path: string): Db {
  const writer = connect(path);
  const reader = connect(path);
  reader.pragma('query_only = ON');
  writer.pragma(`busy_timeout = ${blockingMs}`);
  // What is deleted or replaced is overwritten with zeros, else it could be read from the file until its page is reused.
  writer.pragma('secure_delete = ON');
  const lock = createLock();
  const wal = openWal(path, lock);
  const readQuery = queryOf(reader);
  const writeQuery = queryOf(writer);

  let hasWritten = false;
  const transactions = createTransactions(async (use, { mayBeLost }) => {
    const result = await lock(async () => {
      hasWritten = true;
      // A transaction is one run of the event loop; many in a row must not become one as well.
      await nextTurn();
      return inTransaction(writer, writeQuery, use);
    });
    wal.committed();
    if (!mayBeLost) await wal.synced();
    return result;
  });
  return {
    engine: 'sqlite',
    get read() {
      return transactions.currentQuery() ?? readQuery;
    },
    write: transactions.write,
    snapshot: (work) => inSnapshot(path, work),
    migrate: (only) => lock(() => migrate(writer, only)),
    migrations: () => listSqliteMigrations(reader),
    verify: async () => {
      const pages = reader.pragma('quick_check') as { quick_check: string }[];
      const orphans = reader.pragma('foreign_key_check') as { table: string }[];
      return [
        ...pages.map((row) => row.quick_check).filter((text) => text !== 'ok'),
        ...orphans.map(({ table }) => `a row of ${table} refers to nothing`),
      ];
    },
    ping: async () => void reader.prepare('SELECT 1').get(),
    optimize: () =>
      lock(async () => {
        gatherStatistics(writer);
        readStatistics(reader);
      }),
    scrub: async () => {
      while (await lock(async () => rewriteWords(writer))) await nextTurn();
      await lock(async () => emptyLog(writer));
    },
    close: async () => {
      await wal.close();
      await lock(async () => {
        // Who only looked, such as the doctor, leaves nothing behind.
        if (hasWritten) gatherQuietly(writer);
        reader.close();
        writer.close();
      });
    },
  };
}

/**
 * A reopened WAL database forgets what a connection was told: it is set on every one, every time. At `synchronous=NORMAL`
 * a commit waits for no disk: `write` does, see wal.sqlite.ts.
 */
function connect(path: string): Database.Database {
  const connection = new Database(path);
  connection.pragma('busy_timeout = 100');
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = NORMAL');
  connection.pragma(`wal_autocheckpoint = ${backstopPages}`);
  connection.pragma('foreign_keys = ON');
  connection.pragma('temp_store = MEMORY');
  // In KiB. What is not in it comes from the system's cache: four times as much made no query measurably quicker.
  connection.pragma('cache_size = -4000');
  connection.function('fold', { deterministic: true }, (text) => foldText(String(text ?? '')));
  return keepStatements(connection);
}

/**
 * Prepare each statement once, and keep those used last. Preparing takes longer than most of them run; and what a
 * statement holds is outside of the JavaScript heap, where the collector that would free it sees no hurry: thousands
 * prepared for one use each took hundreds of megabytes.
 */
function keepStatements(connection: Database.Database): Database.Database {
  const prepare = connection.prepare.bind(connection) as (source: string) => Database.Statement;
  const kept = new Map<string, Database.Statement>();
  const ready = (source: string): Database.Statement => {
    const statement = kept.get(source) ?? prepare(source);
    kept.delete(source);
    kept.set(source, statement);
    if (kept.size > maxStatements) kept.delete(kept.keys().next().value!);
    // Whoever had it before may have asked for rows as lists.
    return statement.reader ? statement.pluck(false).raw(false) : statement;
  };
  return Object.assign(connection, { prepare: ready });
}

function queryOf(connection: Database.Database): Query {
  const query = drizzle(connection, { casing: 'snake_case' });
  return Object.assign(query, { tables: sqliteTables, engine: 'sqlite' as const });
}

/** The next process finds good statistics; a database too broken for them is closed all the same. */
function gatherQuietly(writer: Database.Database): void {
  try {
    gatherStatistics(writer);
  } catch (error) {
    console.error('The statistics of the database could not be gathered:', error);
  }
}

/** Migrations wait for those of another process that started at the same time, and are on the disk when they are done. */
async function migrate(writer: Database.Database, only?: readonly string[]): Promise<string[]> {
  writer.pragma(`busy_timeout = ${maxWaitMs}`);
  writer.pragma('synchronous = FULL');
  try {
    return await migrateSqlite(writer, only);
  } finally {
    writer.pragma('synchronous = NORMAL');
    writer.pragma(`busy_timeout = ${blockingMs}`);
  }
}

async function inTransaction<T>(
  writer: Database.Database,
  query: Query,
  use: (tx: Transaction) => Promise<T>,
): Promise<T> {
  await begin(writer);
  const tx: Transaction = {
    query: guard(query, () => tx.ended),
    exec: async (statement) => void writer.exec(statement),
    ended: false,
    depth: 0,
    lock: createLock(),
  };
  try {
    const result = await use(tx);
    writer.exec('COMMIT');
    return result;
  } catch (error) {
    if (writer.inTransaction) writer.exec('ROLLBACK');
    throw error;
  } finally {
    tx.ended = true;
  }
}

/** In WAL mode a read transaction keeps seeing the state of its first read, and holds up no writer. */
async function inSnapshot<T>(path: string, work: (q: Query) => Promise<T>): Promise<T> {
  const connection = connect(path);
  try {
    connection.pragma('query_only = ON');
    connection.exec('BEGIN');
    connection.prepare('SELECT count(*) FROM sqlite_master').get();
    return await work(queryOf(connection));
  } finally {
    connection.close();
  }
}

/** BEGIN IMMEDIATE takes the write lock at once; while another process holds it, wait without blocking the event loop. */
async function begin(writer: Database.Database): Promise<void> {
  const deadline = Date.now() + maxWaitMs;
  for (;;) {
    try {
      writer.exec('BEGIN IMMEDIATE');
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}
