import {
  boolean,
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
  index,
  uniqueIndex,
  primaryKey,
} as unknown as ColumnKit;
