import type Database from 'better-sqlite3';
import type pg from 'pg';
import { readdir, readFile } from 'node:fs/promises';
import { root } from '#src/root.ts';
import type { Engine } from './open.ts';

const folder = (engine: Engine) => new URL(`db/migrations/${engine}/`, root);
const ledger =
  'CREATE TABLE IF NOT EXISTS portico_migrations (name text PRIMARY KEY NOT NULL, applied_at text NOT NULL)';
/** Any fixed number: the advisory lock under which instances that start together take turns. */
const advisoryLock = 7_046_029;

/**
 * Apply what is missing, each migration in its own transaction. Foreign keys are off meanwhile, because SQLite
 * rebuilds a table by dropping it, which would empty every ON DELETE CASCADE child; the check afterwards proves that
 * nothing was orphaned.
 */
export async function migrateSqlite(writer: Database.Database, only?: readonly string[]): Promise<string[]> {
  writer.exec(ledger);
  const done = writer.prepare('SELECT name FROM portico_migrations').pluck().all() as string[];
  const missing = (await missingMigrations('sqlite', done)).filter(isAmong(only));
  writer.pragma('foreign_keys = OFF');
  try {
    for (const { name, statements } of missing) {
      writer
        .transaction(() => {
          statements.forEach((statement) => writer.exec(statement));
          writer.prepare('INSERT INTO portico_migrations VALUES (?, ?)').run(name, new Date().toISOString());
          const orphans = writer.pragma('foreign_key_check') as { table: string }[];
          if (orphans.length > 0)
            throw new Error(`Migration ${name} leaves orphans in ${orphans[0]!.table}; undone.`);
        })
        .immediate();
    }
  } finally {
    writer.pragma('foreign_keys = ON');
  }
  return missing.map(({ name }) => name);
}

/** The same on Postgres, under an advisory lock: three instances starting together is normal. */
export async function migratePostgres(pool: pg.Pool, only?: readonly string[]): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [advisoryLock]);
    await client.query(ledger);
    const { rows } = await client.query<{ name: string }>('SELECT name FROM portico_migrations');
    const done = rows.map((row) => row.name);
    const missing = (await missingMigrations('postgres', done)).filter(isAmong(only));
    for (const migration of missing) await applyOnPostgres(client, migration);
    return missing.map(({ name }) => name);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [advisoryLock]).catch(() => undefined);
    client.release();
  }
}

/** What was applied to a SQLite database, and what is missing; changes nothing. */
export async function listSqliteMigrations(reader: Database.Database) {
  const has = reader.prepare("SELECT 1 FROM sqlite_master WHERE name = 'portico_migrations'").get();
  const applied = has
    ? (reader.prepare('SELECT name FROM portico_migrations ORDER BY name').pluck().all() as string[])
    : [];
  return { applied, missing: (await missingMigrations('sqlite', applied)).map(({ name }) => name) };
}

/** The same on Postgres. */
export async function listPostgresMigrations(pool: pg.Pool) {
  const { rows: has } = await pool.query<{ name: string | null }>(
    "SELECT to_regclass('portico_migrations') AS name",
  );
  const { rows } = has[0]?.name
    ? await pool.query<{ name: string }>('SELECT name FROM portico_migrations ORDER BY name')
    : { rows: [] };
  const applied = rows.map((row) => row.name);
  return { applied, missing: (await missingMigrations('postgres', applied)).map(({ name }) => name) };
}

const isAmong = (only?: readonly string[]) => (migration: Migration) =>
  !only || only.includes(migration.name);

async function applyOnPostgres(client: pg.PoolClient, { name, statements }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    for (const statement of statements) await client.query(statement);
    await client.query('INSERT INTO portico_migrations VALUES ($1, $2)', [name, new Date().toISOString()]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

interface Migration {
  name: string;
  statements: string[];
}

async function missingMigrations(engine: Engine, done: string[]): Promise<Migration[]> {
  const files = (await readdir(folder(engine))).filter((file) => file.endsWith('.sql')).sort();
  const unknown = done.filter((name) => !files.includes(`${name}.sql`));
  if (unknown.length > 0)
    throw new Error(
      `The database was migrated by a newer Portico (${unknown[0]}). Run that version, or restore a backup.`,
    );
  const missing = files.filter((file) => !done.includes(file.replace(/\.sql$/, '')));
  return Promise.all(
    missing.map(async (file) => ({
      name: file.replace(/\.sql$/, ''),
      statements: (await readFile(new URL(file, folder(engine)), 'utf8'))
        .split('--> statement-breakpoint')
        .map((statement) => statement.trim())
        .filter(Boolean),
    })),
  );
}
