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

  /**
   * What each day adds up to, of everything and of each part of it: '*' is any, '' is none. A fact stands in the row of
   * all, in one row for each dimension and each pair of them, and in the one row that names all four.
   */
  const measureSums = k.table(
    'measure_sums',
    {
      locale: k.text().notNull(),
      /** The key of a category. */
      category: k.text().notNull(),
      tier: k.text().notNull(),
      /** The id of an agent. */
      agent: k.text().notNull(),
      /** YYYY-MM-DD, in TIME_ZONE. */
      day: k.text().notNull(),
      /** Counts by metric. */
      sums: k.json<Record<string, number>>().notNull(),
      /** Every duration, in minutes, so that medians of any period are exact; each in a column of its own to be read alone. */
      firstReply: k.json<number[]>(),
      resolution: k.json<number[]>(),
      resolutionEscalated: k.json<number[]>(),
      /** The ids of those who filed. */
      requesters: k.json<number[]>(),
    },
    (t) => [
      k.primaryKey({ columns: [t.locale, t.category, t.tier, t.agent, t.day] }),
      k.index('measure_sums_day').on(t.day),
    ],
  );

  /** The category that each article had when its days were added up: once it differs, they are added up again. */
  const measureArticles = k.table('measure_articles', {
    articleId: k.int().primaryKey(),
    category: k.text().notNull(),
  });

  /** How many visits of each day read an article, and how many of those filed a ticket all the same. */
  const measureReads = k.table(
    'measure_reads',
    {
      day: k.text().notNull(),
      articleId: k.int().notNull(),
      readers: k.int().notNull(),
      escalated: k.int().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.day, t.articleId] })],
  );

  return { measureDays, measureSearches, measureSums, measureArticles, measureReads };
}

export type MeasuresTables = ReturnType<typeof measuresTables>;
