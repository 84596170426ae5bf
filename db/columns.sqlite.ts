import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** The column kit of SQLite: times are milliseconds, booleans integers, JSON text. */
export const sqliteKit = {
  table: sqliteTable,
  id: () => integer().primaryKey({ autoIncrement: true }),
  text: () => text(),
  int: () => integer(),
  real: () => real(),
  bool: () => integer({ mode: 'boolean' }),
  time: () => integer({ mode: 'timestamp_ms' }),
  json: <T>() => text({ mode: 'json' }).$type<T>(),
  /** A long list of numbers, written and read whole: the database never looks into it. */
  numbers: () => text({ mode: 'json' }).$type<number[]>(),
  index,
  uniqueIndex,
  primaryKey,
};

export type ColumnKit = typeof sqliteKit;
