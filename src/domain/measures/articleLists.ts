import type { ArticleFacts } from './articleDay.ts';
import type { listArticles } from './content.store.ts';
import type { Period } from './period.ts';
import { wilsonInterval } from './wilson.ts';

/** Rows that a list of articles shows. */
export const listLength = 20;
/** Of the most and the least praised. */
const rankedLength = 10;
/** Readers or votes below which nothing is said of an article. */
const leastCases = 5;

type Articles = Awaited<ReturnType<typeof listArticles>>;
type Facts = ReadonlyMap<number, ArticleFacts>;

/** An article whose readers file a ticket, or vote no, more often than chance explains. */
export interface FailingArticle extends ArticleFacts {
  title: string;
  /** What says so. */
  reasons: ('escalated' | 'votes')[];
}

export interface VotedArticle extends ArticleFacts {
  title: string;
  /** 95 % Wilson interval of the share of yes: articles are ranked by its ends, not by a lucky vote. */
  low: number;
  high: number;
}

/** Public articles that were there before a period and that nobody read in it, the oldest first. */
export function unreadOf(articles: Articles, facts: Facts, period: Period) {
  const unread = articles.filter(
    ({ id, audience, publishedAt }) =>
      audience === 'public' && publishedAt !== null && publishedAt <= period.from && !facts.get(id)?.readers,
  );
  return { all: unread.length, rows: unread.slice(0, listLength) };
}

/**
 * Articles for which even the low end of the 95 % Wilson interval lies above what is usual: of readers who file a ticket
 * above the share of all articles' readers, of no votes above one half. The surest first.
 */
export function failingOf(articles: Articles, facts: Facts): FailingArticle[] {
  const sum = (name: 'readers' | 'escalated') => [...facts.values()].reduce((all, row) => all + row[name], 0);
  const usual = sum('escalated') / Math.max(1, sum('readers'));
  return titled(articles, facts)
    .map((row) => rate(row, usual))
    .filter(({ reasons }) => reasons.length > 0)
    .sort((a, b) => b.badness - a.badness)
    .slice(0, listLength)
    .map(({ badness: _, ...row }) => row);
}

/** The articles that votes praise and blame most. */
export function rankedOf(articles: Articles, facts: Facts): { most: VotedArticle[]; least: VotedArticle[] } {
  const voted = titled(articles, facts)
    .filter(({ yes, no }) => yes + no > 0)
    .map((row) => ({ ...row, ...wilsonInterval(row.yes, row.yes + row.no)! }));
  return {
    most: voted.toSorted((a, b) => b.low - a.low).slice(0, rankedLength),
    least: voted
      .filter((article) => article.no > 0)
      .sort((a, b) => a.high - b.high)
      .slice(0, rankedLength),
  };
}

/** Those of which anything is known. */
const titled = (articles: Articles, facts: Facts): (ArticleFacts & { title: string })[] =>
  articles.flatMap(({ id, title }) => (facts.has(id) ? [{ ...facts.get(id)!, title }] : []));

function rate(row: ReturnType<typeof titled>[number], usual: number): FailingArticle & { badness: number } {
  const { readers, escalated, yes, no } = row;
  const escalates = (wilsonInterval(escalated, readers)?.low ?? 0) - usual;
  const disliked = (wilsonInterval(no, yes + no)?.low ?? 0) - 0.5;
  const reasons: FailingArticle['reasons'] = [
    ...(escalates > 0 && readers >= leastCases ? (['escalated'] as const) : []),
    ...(disliked > 0 && yes + no >= leastCases ? (['votes'] as const) : []),
  ];
  return { ...row, reasons, badness: Math.max(escalates, disliked) };
}
