import { and, asc, desc, eq, isNotNull, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll, countWhere } from '#db/sql.ts';
import { wasOpened, within, type Span } from './filters.ts';

/** Distinct searches that are kept of each day: the most frequent ones. */
const searchesKept = 300;

/** The searches of settled visits by language. */
export async function searchFacts(q: Query, span: Span) {
  const { search, isOpened, isNothing, isNoClick } = searchesOf(q, span);
  return q
    .select({
      locale: search.locale,
      searches: countAll(),
      opened: countWhere(isOpened),
      nothing: countWhere(isNothing),
      noClick: countWhere(isNoClick),
    })
    .from(search)
    .groupBy(search.locale);
}

/** A search of a day or a period, and how often it ended without an answer or with none opened. */
export interface SearchRow {
  locale: string;
  query: string;
  searches: number;
  nothing: number;
  noClick: number;
}

/** The most frequent searches of a span, with how they ended; upper and lower case are the same. */
export async function topSearches(q: Query, span: Span): Promise<SearchRow[]> {
  const { search, isNothing, isNoClick } = searchesOf(q, span);
  const exact = await q
    .select({
      locale: search.locale,
      query: search.query,
      searches: countAll(),
      nothing: countWhere(isNothing),
      noClick: countWhere(isNoClick),
    })
    .from(search)
    .groupBy(search.locale, search.query)
    .orderBy(desc(sql`count(*)`), asc(search.query))
    .limit(searchesKept);
  return mergeSearches(exact.map((row) => ({ ...row, query: (row.query ?? '').toLowerCase() })));
}

/** Each search of a span once, with whether it found nothing and whether a result of it was opened. */
function searchesOf(q: Query, span: Span) {
  const { visitEvents: e, visits: v } = q.tables;
  const search = q
    .select({
      locale: e.locale,
      query: e.query,
      isNothing: sql<boolean>`(${e.resultCount} = 0 or ${e.verdict} = 'nothing')`.as('is_nothing'),
      isOpened: wasOpened(e.id).as('is_opened'),
    })
    .from(e)
    .innerJoin(v, eq(v.id, e.visitId))
    .where(and(eq(e.kind, 'search'), within(e.at, span), isNotNull(v.settledAt)))
    .as('search');
  const [isOpened, isNothing] = [sql`${search.isOpened}`, sql`${search.isNothing}`];
  return { search, isOpened, isNothing, isNoClick: sql`not ${isNothing} and not ${isOpened}` };
}

/** One row for each search in each language, the most frequent first. */
function mergeSearches(rows: readonly SearchRow[]): SearchRow[] {
  const merged = new Map<string, SearchRow>();
  for (const row of rows) {
    const key = `${row.locale} ${row.query}`;
    const known = merged.get(key) ?? { ...row, searches: 0, nothing: 0, noClick: 0 };
    for (const count of ['searches', 'nothing', 'noClick'] as const) known[count] += row[count];
    merged.set(key, known);
  }
  return [...merged.values()].sort((a, b) => b.searches - a.searches);
}
