import type { Context } from '#src/context.ts';
import { findReadableArticle } from '#src/domain/articles/read.ts';
import { searchArticles, type FoundArticle } from '#src/domain/search/searchArticles.ts';
import { recordEvent } from '#src/domain/visits/recordEvent.ts';
import { drawOffer } from './holdout.ts';
import { sectionOf, withoutIds } from '#src/domain/articles/section.ts';

/** An answer that can be read in place. */
export interface Suggestion {
  articleId: number;
  key: string;
  rank: number;
  title: string;
  url: string;
  passage: { text: string; hit: boolean }[];
  /** The section that answers: safe HTML. */
  html: string;
}

export interface Suggestions {
  suggestions: Suggestion[];
  /** The event of their being shown, and the visit it is in; null when the visitor is not counted. */
  shown: { eventId: number; visitId: string } | null;
  /** Something was found, but the lot fell on seeing none (domain/ask/holdout.ts). */
  isWithheld: boolean;
}

const most = 5;

/** What may answer a problem: nothing at all unless the search thinks it might. Records that they were shown. */
export async function suggestAnswers(ctx: Context, problem: string): Promise<Suggestions> {
  const { verdict, results } = await searchArticles(ctx, { query: problem, limit: most });
  const found = verdict === 'nothing' ? [] : results;
  const suggestions = await Promise.all(found.map((result, i) => suggestionOf(ctx, result, i + 1)));
  const offer = found.length > 0 ? await drawOffer(ctx) : ({ kind: 'suggestions_shown' } as const);
  const event = { ...offer, query: problem, resultCount: found.length, verdict };
  const shown = await recordEvent(ctx, event);
  const isWithheld = shown?.kind === 'suggestions_withheld';
  const all = suggestions.filter((suggestion) => suggestion !== null);
  return { suggestions: isWithheld ? [] : all, shown, isWithheld };
}

async function suggestionOf(ctx: Context, result: FoundArticle, rank: number): Promise<Suggestion | null> {
  const article = await findReadableArticle(ctx, result.id);
  if (!article) return null;
  const { id, title, url, passage } = result;
  const anchor = new URL(url, 'http://portico.invalid').hash.slice(1);
  const html = sectionOf(article.html, article.kind === 'faq' || !anchor ? null : decodeURIComponent(anchor));
  return { articleId: id, key: article.key, rank, title, url, passage, html: withoutIds(html) };
}
