import type { ColumnKit } from '../columns.sqlite.ts';

/** Daily sums, made from the rows of the other tables. */
export function measuresTables(k: ColumnKit) {
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
      firstReply: k.numbers(),
      resolution: k.numbers(),
      resolutionEscalated: k.numbers(),
      /** The ids of those who filed. */
      requesters: k.numbers(),
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

  /** What each day says of each article: all in one row, for a period of them is added up with every look. */
  const measureArticleDays = k.table('measure_article_days', {
    /** YYYY-MM-DD, in TIME_ZONE. */
    day: k.text().primaryKey(),
    /** Five numbers each: its id, visits that read it, those of them that filed a ticket, votes for yes and for no. */
    articles: k.numbers().notNull(),
  });

  return { measureSearches, measureSums, measureArticles, measureArticleDays };
}

export type MeasuresTables = ReturnType<typeof measuresTables>;
