import type { Context } from '#src/context.ts';
import { findReadableArticle } from '#src/domain/articles/read.ts';
import { searchArticles, type FoundArticle, type FoundArticles } from '#src/domain/search/searchArticles.ts';
import { resultLink } from './openResult.ts';
import { recordEvent, type Recorded } from './recordEvent.ts';
import type { ReportedEvent } from './visit.ts';

/** Results that are counted and shown on one page. */
export const resultsShown = 10;

/** Search as a visitor who looks at the results: the search is an event of the visit. */
export async function searchAndRecord(
  ctx: Context,
  query: string,
): Promise<{ found: FoundArticles; recorded: Recorded | null }> {
  const found = await searchArticles(ctx, { query, limit: resultsShown });
  const { verdict, results } = found;
  const recorded = await recordEvent(ctx, { kind: 'search', query, resultCount: results.length, verdict });
  return { found, recorded };
}

/** The address of a result on the page of a search that was recorded: opening it will be, too. */
export function openResultLink({ id, url }: FoundArticle, rank: number, search: Recorded | null): string {
  return search ? resultLink(url, { searchId: search.eventId, rank, articleId: id }) : url;
}

/**
 * Record what a browser reports by itself. It is believed about itself only: what a search finds is looked up here, and
 * an article that the visitor can't read was not read.
 */
export async function recordReported(ctx: Context, event: ReportedEvent): Promise<Recorded | null> {
  if (event.kind === 'search') return (await searchAndRecord(ctx, event.query)).recorded;
  if (!(await findReadableArticle(ctx, event.articleId))) return null;
  if (event.kind !== 'result_opened') return recordEvent(ctx, event);
  const { recorded } = await searchAndRecord(ctx, event.query);
  if (!recorded || ctx.actor.kind !== 'visitor') return null;
  const { rank, articleId } = event;
  const inVisit: Context = { ...ctx, actor: { ...ctx.actor, visitId: recorded.visitId } };
  return recordEvent(inVisit, { kind: 'result_opened', searchId: recorded.eventId, rank, articleId });
}
