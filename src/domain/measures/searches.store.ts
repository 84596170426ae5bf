import { and, asc, between, desc, eq, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { SearchRow } from './daySearches.store.ts';
import type { Period } from './period.ts';

/** The days, of one language or of all. */
export type Days = Pick<Period, 'firstDay' | 'lastDay'> & { locale?: string | undefined };

export async function listSearches(q: Query, days: Days, limit: number): Promise<SearchRow[]> {
  const { columns, measureSearches: m, within } = of(q, days);
  return q
    .select(columns)
    .from(m)
    .where(within)
    .groupBy(m.locale, m.query)
    .orderBy(desc(columns.searches), asc(m.query))
    .limit(limit);
}

function of(q: Query, { firstDay, lastDay, locale }: Days) {
  const { measureSearches: m } = q.tables;
  const inLocale = locale === undefined ? undefined : eq(m.locale, locale);
  const sum = (column: typeof m.searches) => sql<number>`sum(${column})`.mapWith(Number);
  const columns = {
    locale: m.locale,
    query: m.query,
    searches: sum(m.searches),
    nothing: sum(m.nothing as unknown as typeof m.searches),
    noClick: sum(m.noClick as unknown as typeof m.searches),
  };
  return { columns, measureSearches: m, within: and(between(m.day, firstDay, lastDay), inLocale) };
}
