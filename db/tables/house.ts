import type { ColumnKit } from '../columns.sqlite.ts';

/** Settings, versions, limits and the queue of jobs. */
export function houseTables(k: ColumnKit) {
  const settings = k.table('settings', { key: k.text().primaryKey(), value: k.json<unknown>().notNull() });

  /** Versions that grow with each change ('content', 'questions'): caches and indexes compare them. */
  const counters = k.table('counters', { name: k.text().primaryKey(), value: k.int().notNull() });

  const rateLimits = k.table(
    'rate_limits',
    { key: k.text().primaryKey(), count: k.int().notNull(), resetAt: k.time().notNull() },
    (t) => [k.index('rate_limits_reset').on(t.resetAt)],
  );

  const jobs = k.table(
    'jobs',
    {
      id: k.id(),
      kind: k.text().notNull(),
      payload: k.json<Record<string, unknown>>().notNull(),
      runAt: k.time().notNull(),
      attempts: k.int().notNull().default(0),
      leasedUntil: k.time(),
      finishedAt: k.time(),
      failedAt: k.time(),
      error: k.text(),
      /** At most one waiting job of a key: enqueueing it again does nothing. Cleared when the job starts. */
      uniqueKey: k.text(),
    },
    (t) => [k.index('jobs_due').on(t.finishedAt, t.runAt), k.uniqueIndex('jobs_unique_key').on(t.uniqueKey)],
  );

  return { settings, counters, rateLimits, jobs };
}

export type HouseTables = ReturnType<typeof houseTables>;
