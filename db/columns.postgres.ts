import {
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { ColumnKit } from './columns.sqlite.ts';

/** JSON as plain text: jsonb would be taken apart when written and put together again whenever it is read. */
const numbers = customType<{ data: number[]; driverData: string }>({
  dataType: () => 'text',
  toDriver: (list) => JSON.stringify(list),
  fromDriver: (text) => JSON.parse(text) as number[],
});

/**
 * The column kit of Postgres. The cast is the one place where the two dialects meet: every builder here takes and
 * gives the same JavaScript values as its SQLite twin, and all code is typed against SQLite's.
 */
export const postgresKit = {
  table: pgTable,
  id: () => integer().primaryKey().generatedByDefaultAsIdentity(),
  text: () => text(),
  int: () => integer(),
  real: () => doublePrecision(),
  bool: () => boolean(),
  time: () => timestamp({ withTimezone: true, precision: 3, mode: 'date' }),
  json: () => jsonb(),
  numbers: () => numbers(),
  index,
  uniqueIndex,
  primaryKey,
} as unknown as ColumnKit;
