import type { Context } from '#src/context.ts';
import { loadArticles } from './articleDays.store.ts';
import { failingOf, listLength, rankedOf, unreadOf } from './articleLists.ts';
import { listArticles, listPublished, listReuse } from './content.store.ts';
import type { Filter } from './dimension.ts';
import { load, type Asked } from './load.ts';
import { measured } from './measured.ts';
import { quantile } from './quantile.ts';
import { requireReader } from './reader.ts';

const dayMs = 86_400_000;
/** The share of all links that the most used articles are counted up to (Pareto). */
const mostOf = 0.8;

/** How the articles do their work in a period, and which to look at next. @throws sign_in_required */
export async function contentHealth(ctx: Context, asked: Asked) {
  requireReader(ctx);
  const { period } = asked;
  // Whoever answers and when is no property of an article.
  const { locale, category } = asked.filter;
  const filter: Filter = { ...(locale && { locale }), ...(category && { category }) };
  const loaded = await load(ctx, { period, filter }, []);
  const q = ctx.db.read;
  const [facts, articles, reuse, published] = await Promise.all([
    loadArticles(q, period),
    listArticles(q, filter),
    listReuse(q, period, filter),
    listPublished(q, period, filter),
  ]);
  const shown = articles.filter(({ isPublished }) => isPublished);
  return {
    period,
    filter,
    figures: (['link_rate', 'known', 'helpfulness'] as const).map((name) =>
      measured(name, loaded.sums, filter),
    ),
    reuse: paretoOf(reuse),
    published: timesOf(published),
    unread: unreadOf(shown, facts, period),
    failing: failingOf(shown, facts),
    votes: rankedOf(articles, facts),
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
    Float64Array.from(timed, ({ days }) => days),
    0.5,
  );
  return { n: timed.length, median, rows: timed.slice(0, listLength) };
}
