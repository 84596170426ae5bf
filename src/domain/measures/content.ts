import type { Context } from '#src/context.ts';
import { articleVotes } from './articles.store.ts';
import { listArticles, listPublished, listReads, listReuse } from './content.store.ts';
import type { Filter } from './dimension.ts';
import { load, type Asked } from './load.ts';
import { measured } from './measured.ts';
import type { Period } from './period.ts';
import { quantile } from './quantile.ts';
import { requireReader } from './reader.ts';
import { wilsonInterval } from './wilson.ts';

const listLength = 20;
const dayMs = 86_400_000;
/** The share of all links that the most used articles are counted up to (Pareto). */
const mostOf = 0.8;

/** Readers or votes below which nothing is said of an article. */
const leastCases = 5;

/** An article whose readers file a ticket, or vote no, more often than chance explains. */
export interface FailingArticle {
  id: number;
  title: string;
  readers: number;
  escalated: number;
  yes: number;
  no: number;
  /** What says so. */
  reasons: ('escalated' | 'votes')[];
}

/** How the articles do their work in a period, and which to look at next. @throws sign_in_required */
export async function contentHealth(ctx: Context, asked: Asked) {
  requireReader(ctx);
  const { period } = asked;
  // Whoever answers and when is no property of an article.
  const { locale, category } = asked.filter;
  const filter: Filter = { ...(locale && { locale }), ...(category && { category }) };
  const loaded = await load(ctx, { period, filter }, []);
  const q = ctx.db.read;
  const articles = await listArticles(q, filter);
  const reads = new Map((await listReads(q, period)).map((read) => [read.id, read]));
  return {
    period,
    filter,
    figures: (['link_rate', 'known', 'helpfulness'] as const).map((name) =>
      measured(name, loaded.sums, filter),
    ),
    reuse: paretoOf(await listReuse(q, period, filter)),
    published: timesOf(await listPublished(q, period, filter)),
    unread: unreadOf(articles, reads, period),
    failing: failingOf(articles, reads, await articleVotes(q, period)),
  };
}

/** The share of each article in all links, and how few of them make four fifths. */
function paretoOf(rows: Awaited<ReturnType<typeof listReuse>>) {
  const links = rows.reduce((sum, row) => sum + row.links, 0);
  let sum = 0;
  const shares = rows.map((row) => ({ ...row, share: row.links / links, upTo: (sum += row.links) / links }));
  const few = shares.findIndex(({ upTo }) => upTo >= mostOf) + 1;
  return { links, articles: rows.length, few, rows: shares.slice(0, listLength) };
}

/** Days from the ticket that an article was written from to its publication. */
function timesOf(rows: Awaited<ReturnType<typeof listPublished>>) {
  // Written from several tickets, it answers the one that asked first.
  const byArticle = Map.groupBy(rows, ({ id }) => id);
  const first = [...byArticle.values()].map((own) =>
    own.reduce((one, other) => (other.askedAt < one.askedAt ? other : one)),
  );
  const timed = first.map((row) => ({
    ...row,
    days: Math.max(0, (row.publishedAt.getTime() - row.askedAt.getTime()) / dayMs),
  }));
  const median = quantile(
    timed.map(({ days }) => days).sort((a, b) => a - b),
    0.5,
  );
  return { n: timed.length, median, rows: timed.slice(0, listLength) };
}

type Articles = Awaited<ReturnType<typeof listArticles>>;
type Reads = ReadonlyMap<number, Awaited<ReturnType<typeof listReads>>[number]>;

/** Public articles that were there before a period and that nobody read in it, the oldest first. */
function unreadOf(articles: Articles, reads: Reads, period: Period) {
  const unread = articles.filter(
    ({ id, audience, publishedAt }) =>
      audience === 'public' && publishedAt !== null && publishedAt <= period.from && !reads.has(id),
  );
  return { all: unread.length, rows: unread.slice(0, listLength) };
}

/**
 * Articles for which even the low end of the 95 % Wilson interval lies above what is usual: of readers who file a ticket
 * above the share of all articles' readers, of no votes above one half. The surest first.
 */
function failingOf(
  articles: Articles,
  reads: Reads,
  voted: Awaited<ReturnType<typeof articleVotes>>,
): FailingArticle[] {
  const sum = (name: 'readers' | 'escalated') => [...reads.values()].reduce((all, row) => all + row[name], 0);
  const usual = sum('escalated') / Math.max(1, sum('readers'));
  const votes = new Map(voted.map((row) => [row.id, row]));
  const rated = articles.map(({ id, title }) => {
    const row = { id, title, ...(reads.get(id) ?? { readers: 0, escalated: 0 }) };
    const { yes = 0, no = 0 } = votes.get(id) ?? {};
    const escalates = (wilsonInterval(row.escalated, row.readers)?.low ?? 0) - usual;
    const disliked = (wilsonInterval(no, yes + no)?.low ?? 0) - 0.5;
    const reasons: FailingArticle['reasons'] = [
      ...(escalates > 0 && row.readers >= leastCases ? (['escalated'] as const) : []),
      ...(disliked > 0 && yes + no >= leastCases ? (['votes'] as const) : []),
    ];
    return { ...row, yes, no, reasons, badness: Math.max(escalates, disliked) };
  });
  return rated
    .filter(({ reasons }) => reasons.length > 0)
    .sort((a, b) => b.badness - a.badness)
    .slice(0, listLength)
    .map(({ badness: _, ...row }) => row);
}
