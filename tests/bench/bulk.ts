import Database from 'better-sqlite3';
import { join } from 'node:path';
import pg from 'pg';
import { continueIds, tableShapes } from '#db/dump.ts';
import type { App } from '#src/context.ts';

/** A row by column name, as a dump has it: times in milliseconds. */
export type BulkRow = Record<string, unknown>;
/** Fill a table with rows 0 … count − 1. */
export type Fill = (table: string, count: number, row: (n: number) => BulkRow) => Promise<void>;

/** What each engine says differently. */
interface Loader {
  insert(table: string, rows: BulkRow[]): Promise<void>;
  /** Take away every index that is no constraint, and give back what makes them again. */
  dropIndexes(): Promise<string[]>;
  exec(statement: string): Promise<void>;
  finish(): Promise<void>;
}

const batch = 10_000;

/**
 * Rows by the hundred thousand, on a connection of its own: no index until all are there, and not synced until the end.
 * Leaves the database as if it had run for a while: written out, and on Postgres analysed, as its autovacuum does.
 */
export async function inBulk(app: App, work: (fill: Fill) => Promise<void>): Promise<void> {
  const load = await (app.db.engine === 'sqlite' ? sqliteLoader(app) : postgresLoader(app));
  const indexes = await load.dropIndexes();
  await work(async (table, count, row) => {
    for (let from = 0; from < count; from += batch)
      await load.insert(
        table,
        Array.from({ length: Math.min(batch, count - from) }, (_, i) => row(from + i)),
      );
  });
  for (const statement of indexes) await load.exec(statement);
  await load.finish();
  await app.db.write((tx) => continueIds(tx));
}

async function sqliteLoader({ config }: App): Promise<Loader> {
  const db = new Database(join(config.dataDir, 'portico.sqlite'));
  for (const setting of [
    'synchronous = OFF',
    'foreign_keys = OFF',
    'cache_size = -200000',
    'temp_store = MEMORY',
  ])
    db.pragma(setting);
  const insertAll = db.transaction((table: string, rows: BulkRow[]) => {
    const names = Object.keys(rows[0]!);
    const places = names.map(() => '?').join(', ');
    const statement = db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})`);
    for (const row of rows) statement.run(names.map((name) => sqliteValue(row[name])));
  });
  return {
    insert: async (table, rows) => insertAll(table, rows),
    async dropIndexes() {
      const found = db
        .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        .all() as { name: string; sql: string }[];
      for (const { name } of found) db.exec(`DROP INDEX ${name}`);
      return found.map(({ sql }) => sql);
    },
    exec: async (statement) => void db.exec(statement),
    async finish() {
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
    },
  };
}

function sqliteValue(value: unknown): unknown {
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

/** One JSON document a batch: Postgres itself knows the type of each column. */
async function postgresLoader({ config }: App): Promise<Loader> {
  const client = new pg.Client(config.databaseUrl);
  await client.connect();
  await client.query('SET synchronous_commit = off; SET session_replication_role = replica');
  const times = new Set(
    tableShapes().flatMap(({ columns }) =>
      columns.filter(({ kind }) => kind === 'time').map(({ name }) => name),
    ),
  );
  const readable = (row: BulkRow) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) =>
        times.has(name) && typeof value === 'number' ? [name, new Date(value)] : [name, value],
      ),
    );
  return {
    async insert(table, rows) {
      const names = Object.keys(rows[0]!).join(', ');
      await client.query(
        `INSERT INTO ${table} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${table}, $1)`,
        [JSON.stringify(rows.map(readable))],
      );
    },
    async dropIndexes() {
      const { rows } = await client.query<{ name: string; sql: string }>(
        `SELECT i.relname AS name, pg_get_indexdef(i.oid) AS sql FROM pg_index x
           JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace n ON n.oid = i.relnamespace
          WHERE n.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.oid)`,
      );
      for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
      return rows.map(({ sql }) => sql);
    },
    exec: async (statement) => void (await client.query(statement)),
    async finish() {
      await client.query('VACUUM ANALYZE');
      await client.end();
    },
  };
}
