import type { ColumnKit } from '../columns.sqlite.ts';

/** Daily sums, made from the rows of the other tables. */
export function measuresTables(k: ColumnKit) {
  /** What each day of TIME_ZONE adds up to: made from the rows above, and made again whenever they change. */
  const measureDays = k.table(
    'measure_days',
    {
      /** YYYY-MM-DD. */
      day: k.text().notNull(),
      metric: k.text().notNull(),
      /** What the metric is split by: a tier, an outcome; empty when by nothing. */
      part: k.text().notNull().default(''),
      n: k.int().notNull(),
      /** Of durations: every one, in minutes, so that medians of any period are exact. */
      minutes: k.json<number[]>().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.day, t.metric, t.part] })],
  );

  /** The most frequent searches of each day, with how they ended. */
  const measureSearches = k.table(
    'measure_searches',
    {
      day: k.text().notNull(),
      locale: k.text().notNull(),
      query: k.text().notNull(),
      searches: k.int().notNull(),
      /** Without an answer; answered, but with no result opened. */
      nothing: k.int().notNull(),
      noClick: k.int().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.day, t.locale, t.query] })],
  );

  return { measureDays, measureSearches };
}

export type MeasuresTables = ReturnType<typeof measuresTables>;
