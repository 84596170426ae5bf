import { and, desc, eq, inArray, isNotNull } from 'drizzle-orm';
import { inBatches } from '#db/batches.ts';
import type { Query } from '#db/open.ts';
import { titlesOf } from './articles.store.ts';
import { isKind, within } from './filters.ts';
import type { MeasureRow, Wanted } from './measureRow.ts';
import type { MeasureName } from './measures.ts';

/** Searches of settled visits, with the article that was opened. */
export async function listSearches(
  q: Query,
  { name, span, filter, page: { offset, limit } }: Wanted,
): Promise<MeasureRow[]> {
  const { visitEvents: e, visits: v } = q.tables;
  const inLocale = filter.locale === undefined ? undefined : eq(e.locale, filter.locale);
  const searches = await q
    .select({
      id: e.id,
      at: e.at,
      locale: e.locale,
      query: e.query,
      resultCount: e.resultCount,
      verdict: e.verdict,
    })
    .from(e)
    .innerJoin(v, eq(v.id, e.visitId))
    .where(and(eq(e.kind, 'search'), within(e.at, span), isNotNull(v.settledAt), inLocale))
    .orderBy(desc(e.at), desc(e.id))
    .limit(limit)
    .offset(offset);
  const opened = await openedBy(q, searches);
  const titles = await titlesOf(q, [...opened.values()]);
  return searches.map(({ id, at, locale, query, ...found }) => {
    const articleId = opened.get(id);
    const isOpened = articleId !== undefined;
    const article = isOpened ? { articleId, articleTitle: titles.get(articleId) ?? `#${articleId}` } : {};
    return { at, locale, counts: isCounted(name, found, isOpened), words: query ?? '', ...article };
  });
}

/** The article that was opened from each search. */
async function openedBy(q: Query, searches: { id: number }[]): Promise<Map<number, number>> {
  const { visitEvents: e } = q.tables;
  const ids = searches.map(({ id }) => id);
  const rows = await inBatches(ids, (batch) =>
    q
      .select({ searchId: e.searchId, articleId: e.articleId })
      .from(e)
      .where(and(inArray(e.searchId, batch), isKind(e.kind, 'result_opened'))),
  );
  return new Map(rows.map(({ searchId, articleId }) => [searchId!, articleId!]));
}

function isCounted(
  name: MeasureName,
  { resultCount, verdict }: { resultCount: number | null; verdict: string | null },
  isOpened: boolean,
): boolean {
  const isNothing = resultCount === 0 || verdict === 'nothing';
  if (name === 'search_nothing') return isNothing;
  if (name === 'search_no_click') return !isNothing && !isOpened;
  return isOpened;
}
