import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { keepValuesOutOfErrors } from './privateErrors.ts';
import type { Tables } from './schema.ts';

export type Engine = 'sqlite' | 'postgres';

/**
 * A Drizzle handle that also knows its tables: `db.read` outside a write, the transaction inside one. Always `await`
 * its queries and never call `.get()`, `.all()` or `.run()`: Postgres has none of them.
 */
export type Query = BetterSQLite3Database & { readonly tables: Tables; readonly engine: Engine };

export interface WriteOptions {
  mayBeLost?: boolean;
}

export interface Db {
  readonly engine: Engine;
  /** For reading. Refuses to change anything; inside `write` it sees that transaction. */
  readonly read: Query;
  /**
   * Run `work` in one transaction: all of it commits, or nothing does when it throws. Inside another write it becomes
   * a savepoint of that. Using `tx` after `work` ended throws. `mayBeLost`: it needn't be on the disk when `write`
   * returns, because nobody would miss it after a power failure.
   */
  write<T>(work: (tx: Query) => Promise<T>, options?: WriteOptions): Promise<T>;
  /**
   * Run `work` on one state of everything that does not change meanwhile, while others go on writing: for a backup.
   * The handle only reads.
   */
  snapshot<T>(work: (q: Query) => Promise<T>): Promise<T>;
  /** Apply the migrations that are missing; with names, none but those. @returns their names, in order. */
  migrate(only?: readonly string[]): Promise<string[]>;
  /** Names of the migrations that were applied, and of those that are missing. */
  migrations(): Promise<{ applied: string[]; missing: string[] }>;
  /** What is broken in the database itself, in its own words; empty when it is sound. */
  verify(): Promise<string[]>;
  /** Keep the planner's statistics fresh, where the engine does not do so by itself; cheap when little changed. */
  optimize(): Promise<void>;
  /**
   * Let nothing that was deleted be read from the database's own files: after somebody was erased. Takes long on a large
   * database, in steps that hold up nobody. @throws when somebody reads just then: try again
   */
  scrub(): Promise<void>;
  /** @throws when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Open the database that the configuration names, without migrating it. */
export async function openDb(where: { databaseUrl: string; dataDir: string }): Promise<Db> {
  keepValuesOutOfErrors();
  if (where.databaseUrl) {
    const { openPostgres } = await import('./open.postgres.ts');
    return openPostgres(where.databaseUrl);
  }
  await mkdir(where.dataDir, { recursive: true });
  const { openSqlite } = await import('./open.sqlite.ts');
  return openSqlite(join(where.dataDir, 'portico.sqlite'));
}

/** Whether an error is a broken unique index, in either dialect's words; Drizzle wraps the driver's error in `cause`. */
export function isUniqueViolation(error: unknown): boolean {
  const code = (e: unknown) => (e as { code?: unknown } | null)?.code;
  const cause = (error as { cause?: unknown } | null)?.cause;
  return [code(error), code(cause)].some(
    (c) => c === '23505' || c === 'SQLITE_CONSTRAINT_UNIQUE' || c === 'SQLITE_CONSTRAINT_PRIMARYKEY',
  );
}
