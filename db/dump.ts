import { getTableColumns, getTableName, sql, type SQL } from 'drizzle-orm';
import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Query } from './open.ts';
import { sqliteTables } from './schema.ts';

/** How a value travels in a dump, the same from and to either engine: times are milliseconds, JSON is itself. */
type Kind = 'plain' | 'time' | 'bool' | 'json';
type Value = string | number | boolean | null | object;
export type Row = Value[];

export interface TableShape {
  name: string;
  columns: { name: string; kind: Kind }[];
}

/** Every table, those that others refer to first. */
export function tableShapes(): TableShape[] {
  return Object.values(sqliteTables).map((table) => ({
    name: getTableName(table),
    columns: Object.values(getTableColumns(table)).map((column) => ({
      name: snakeCase(column.name),
      kind: kindOf(column.dataType),
    })),
  }));
}

/** The rows of a table by primary key, in batches that fit into memory. */
export async function* readRows(q: Query, tableName: string, batch = 1_000): AsyncGenerator<Row[]> {
  const table = Object.values(q.tables).find((one) => getTableName(one) === tableName) as SQLiteTable;
  const columns = Object.entries(getTableColumns(table));
  const key = keyOf(tableName).map((name) => columns.find(([property]) => property === name)!);
  const tuple = sql`(${sql.join(
    key.map(([, column]) => sql`${column}`),
    sql`, `,
  )})`;
  let after: SQL | undefined;
  for (;;) {
    const found = (await q
      .select()
      .from(table)
      .where(after)
      .orderBy(...key.map(([, column]) => column))
      .limit(batch)) as Record<string, unknown>[];
    if (found.length > 0) yield found.map((row) => columns.map(([property]) => toDump(row[property])));
    if (found.length < batch) return;
    const last = found.at(-1)!;
    after = sql`${tuple} > (${sql.join(
      key.map(([property]) => sql`${last[property]}`),
      sql`, `,
    )})`;
  }
}

/** Insert rows of a dump; its columns may be fewer than the table's, which then take their defaults. */
export async function writeRows(tx: Query, shape: TableShape, rows: Row[]): Promise<void> {
  const size = Math.max(1, Math.min(500, Math.floor(30_000 / shape.columns.length)));
  const names = sql.join(
    shape.columns.map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
  for (let i = 0; i < rows.length; i += size) {
    const tuples = rows.slice(i, i + size).map(
      (row) =>
        sql`(${sql.join(
          row.map((value, c) => sql`${fromDump(tx, shape.columns[c]!.kind, value)}`),
          sql`, `,
        )})`,
    );
    await execute(
      tx,
      sql`INSERT INTO ${sql.identifier(shape.name)} (${names}) VALUES ${sql.join(tuples, sql`, `)}`,
    );
  }
}

/** Let generated ids go on after the highest that was loaded; SQLite sees to it itself. */
export async function continueIds(tx: Query): Promise<void> {
  if (tx.engine === 'sqlite') return;
  for (const table of Object.values(sqliteTables)) {
    const id = getTableColumns(table) as Record<string, { primary: boolean; dataType: string }>;
    if (!id['id']?.primary || id['id'].dataType !== 'number') continue;
    const name = getTableName(table);
    await execute(
      tx,
      sql`SELECT setval(pg_get_serial_sequence(${name}, 'id'), (SELECT coalesce(max(id), 0) + 1 FROM ${sql.identifier(name)}), false)`,
    );
  }
}

export async function deleteAllRows(tx: Query): Promise<void> {
  for (const { name } of tableShapes().toReversed())
    await execute(tx, sql`DELETE FROM ${sql.identifier(name)}`);
}

/** The tables that hold anything. */
export async function filledTables(q: Query): Promise<string[]> {
  const filled: string[] = [];
  for (const { name } of tableShapes())
    for await (const rows of readRows(q, name, 1)) {
      if (rows.length > 0) filled.push(name);
      break;
    }
  return filled;
}

export async function countRows(q: Query, tableName: string): Promise<number> {
  const table = Object.values(q.tables).find((one) => getTableName(one) === tableName) as SQLiteTable;
  return q.$count(table);
}

/** Property names of the primary key. */
function keyOf(tableName: string): string[] {
  const table = Object.values(sqliteTables).find((one) => getTableName(one) === tableName) as SQLiteTable;
  const config = getTableConfig(table);
  const own = Object.entries(getTableColumns(table)).filter(([, column]) => column.primary);
  const composite = config.primaryKeys[0]?.columns.map((column) => column.name) ?? [];
  return own.length > 0 ? own.map(([property]) => property) : composite;
}

/** Only here: Drizzle's two dialects have no word in common for "run this statement". */
async function execute(tx: Query, statement: SQL): Promise<void> {
  if (tx.engine === 'sqlite') await tx.run(statement);
  else await (tx as unknown as { execute(statement: SQL): Promise<unknown> }).execute(statement);
}

function kindOf(dataType: string): Kind {
  if (dataType === 'date') return 'time';
  if (dataType === 'boolean') return 'bool';
  return dataType === 'json' ? 'json' : 'plain';
}

const toDump = (value: unknown): Value =>
  value instanceof Date ? value.getTime() : ((value ?? null) as Value);

function fromDump(tx: Query, kind: Kind, value: Value): unknown {
  if (value === null) return null;
  if (kind === 'json') return JSON.stringify(value);
  if (tx.engine === 'postgres') return kind === 'time' ? new Date(value as number) : value;
  return kind === 'bool' ? Number(value) : value;
}

/** As Drizzle's `casing: 'snake_case'` names the column of a property. */
const snakeCase = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
