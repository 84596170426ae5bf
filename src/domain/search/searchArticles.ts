import type { Context } from '#src/context.ts';
import { readableAudiences } from '#src/domain/articles/audience.ts';
import { paths } from '#src/paths.ts';
import { isLocale, type Locale } from '#src/i18n/index.ts';
import type { Verdict } from './confidence.ts';
import type { SearchResult } from './engine.ts';
import type { PassagePart } from './passages.ts';
import { loadResultRows, type ResultRow } from './search.store.ts';

/** One article that may answer, ready to be shown. */
export interface FoundArticle {
  id: number;
  key: string;
  title: string;
  /** Leads to the section that answers. */
  url: string;
  kind: 'article' | 'faq';
  category: string;
  /** Heading of the section that answers; empty for the beginning of the article. */
  heading: string;
  /** Plain text in parts, the words that were asked for marked: the page escapes it. */
  passage: PassagePart[];
  /** 1 for the best result, less for the others. */
  score: number;
}

/** What a search page, the ask step, the API and the desk show. */
export interface FoundArticles {
  query: string;
  locale: Locale;
  verdict: Verdict;
  /** The language of the results: another than `locale` when nothing was found in that one. */
  answeredIn: Locale;
  results: FoundArticle[];
  /** The question with its typing errors mended, when that is what was searched for. */
  didYouMean: string | null;
}

export interface Asked {
  query: string;
  locale?: Locale;
  limit?: number;
  /** The question may end within a word: it is still being typed. */
  isTyping?: boolean;
}

/** Longest question that is kept, in UTF-16 units. */
const maxQueryLength = 1_000;
const defaultLimit = 10;
const maxCompletions = 3;

/**
 * The articles that answer a question, for whoever asks: strangers find public articles only. Every result is read again
 * from the database, so that nothing unpublished meanwhile is shown.
 */
export async function searchArticles(
  ctx: Context,
  { query, locale = ctx.locale, limit = defaultLimit, isTyping = false }: Asked,
): Promise<FoundArticles> {
  const audiences = await readableAudiences(ctx);
  const asked = query.slice(0, maxQueryLength);
  const answer = await ctx.search.search({ query: asked, locale, limit, audiences, isTyping });
  const rows = await loadResultRows(
    ctx.db.read,
    answer.results.map((result) => Number(result.id)),
    audiences,
  );
  const results = answer.results.flatMap((result) => {
    const row = rows.find(({ id }) => String(id) === result.id);
    return row ? [foundOf(row, result)] : [];
  });
  return {
    query: asked,
    locale,
    verdict: results.length > 0 ? answer.verdict : 'nothing',
    answeredIn: isLocale(answer.answeredIn) ? answer.answeredIn : locale,
    results,
    didYouMean: answer.didYouMean,
  };
}

function foundOf(row: ResultRow, { heading, anchor, passage, score }: SearchResult): FoundArticle {
  const { id, key, title, kind, category, slug } = row;
  const locale = row.locale as Locale;
  const url = kind === 'faq' ? paths.faq(locale, slug) : paths.article(locale, slug, anchor);
  return { id, key, title, url, kind, category, heading, passage, score };
}

/** How a question that begins so may go on: titles and headings that the reader may read, nothing that anybody asked. */
export async function completeQuestion(
  ctx: Context,
  { query, locale = ctx.locale, limit = 6 }: Asked,
): Promise<string[]> {
  const audiences = await readableAudiences(ctx);
  return ctx.search.complete({ query: query.slice(0, maxQueryLength), locale, limit, audiences });
}

/** What is shown while somebody types: the answers, and how the words may go on where no answer says so itself. */
export async function answerWhileTyping(
  ctx: Context,
  asked: Asked,
): Promise<FoundArticles & { completions: string[] }> {
  const [found, all] = await Promise.all([
    searchArticles(ctx, asked),
    completeQuestion(ctx, { ...asked, limit: maxCompletions + defaultLimit }),
  ]);
  const shown = new Set([asked.query.trim(), ...found.results.map(({ title }) => title)].map(plain));
  const completions = all.filter((text) => !shown.has(plain(text))).slice(0, maxCompletions);
  return { ...found, completions };
}

const plain = (text: string): string => text.toLowerCase();
