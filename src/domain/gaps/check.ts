import type { Context } from '#src/context.ts';
import { findReadableArticle } from '#src/domain/articles/read.ts';
import type { Article } from '#src/domain/articles/article.ts';
import { tellWishersOfGap } from '#src/domain/wishes/tellWishers.ts';
import { dayMs, failuresToReopen, isAnswered, isFound, reopenDays, type Evidence, type Gap } from './gap.ts';
import { nameGaps } from './name.ts';
import { countQuestions, listSaid, listUnchecked, updateGap } from './gap.store.ts';

/** Time between two looks at a gap, in milliseconds, and gaps looked at in one go. */
const pauseMs = 10 * 60_000;
const atOnce = 40;
/** Of a gap's searches, so many different ones are tried again. */
const mostTried = 10;
const firstResults = 3;

/** Try the gaps' own searches again: close those that are answered, open again those that are not any more. */
export async function checkGaps(ctx: Context): Promise<void> {
  const due = await listUnchecked(ctx.db.read, new Date(ctx.now.getTime() - pauseMs), atOnce);
  await nameGaps(
    ctx,
    due.map(({ id }) => id),
  );
  for (const gap of due) await checkGap(ctx, gap);
}

/** The same of one gap, at once: after its article changed. */
export async function checkGap(ctx: Context, gap: Gap): Promise<void> {
  const evidence = await evidenceOf(ctx, gap);
  const values = await stateAfter(ctx, gap, evidence);
  await ctx.db.write((tx) => updateGap(tx, gap.id, { ...values, checkedAt: ctx.now }));
  if (values.state === 'closed') await tellWishersOfGap(ctx, gap.id, values.articleId!);
}

async function stateAfter(ctx: Context, gap: Gap, evidence: FoundEvidence): Promise<Partial<Gap>> {
  const { article } = evidence;
  const answeredAt = isFound(evidence) ? article!.publishedAt : null;
  if (gap.state === 'open') {
    if (!isAnswered(evidence, ctx.now)) return { answeredAt };
    return { state: 'closed', answeredAt, closedAt: ctx.now, articleId: article!.id };
  }
  if (isFound(evidence) && !(await failsAgain(ctx, gap))) return {};
  return { state: 'open', answeredAt, closedAt: null, reopenings: gap.reopenings + 1 };
}

async function failsAgain(ctx: Context, { id, closedAt }: Gap): Promise<boolean> {
  const recently = ctx.now.getTime() - reopenDays * dayMs;
  const after = new Date(Math.max(closedAt?.getTime() ?? 0, recently));
  return (await countQuestions(ctx.db.read, id, { after })) >= failuresToReopen;
}

export type FoundEvidence = Evidence & { article: Article | null };

/** What speaks for a gap being answered: its own searches, tried now, and its tickets before and after the article. */
export async function evidenceOf(ctx: Context, gap: Gap): Promise<FoundEvidence> {
  const found = await tryAgain(ctx, gap);
  const article = await answerOf(ctx, gap, found);
  const publishedAt = article?.publishedAt ?? null;
  const hits = found.filter((ids) => article !== null && ids.includes(article.id)).length;
  return {
    article,
    tried: found.length,
    found: hits,
    publishedAt,
    ...(await ticketsAround(ctx, gap, publishedAt)),
  };
}

/** What each of its different searches finds first; of its tickets' subjects where nobody searched. */
async function tryAgain(ctx: Context, gap: Gap): Promise<number[][]> {
  const said = await listSaid(ctx.db.read, gap.id, mostTried * 3);
  const searched = said.filter(({ kind }) => kind !== 'ticket');
  const own = searched.length > 0 ? searched : said;
  const different = [...new Map(own.map((one) => [one.text.trim().toLowerCase(), one])).values()];
  const found: number[][] = [];
  for (const { text, locale } of different.slice(0, mostTried)) {
    const { results } = await ctx.search.search({
      query: text,
      locale,
      limit: firstResults,
      audiences: ['public'],
    });
    found.push(results.map(({ id }) => Number(id)));
  }
  return found;
}

/** The article that was linked, else the one that most of its searches find and that is newer than the gap. */
async function answerOf(ctx: Context, gap: Gap, found: number[][]): Promise<Article | null> {
  if (gap.articleId !== null) return findReadableArticle(ctx, gap.articleId);
  const counts = new Map<number, number>();
  for (const id of found.flat()) counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const [id] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, firstResults)) {
    const article = await findReadableArticle(ctx, id);
    if (article?.publishedAt && article.publishedAt > gap.firstAt) return article;
  }
  return null;
}

async function ticketsAround(ctx: Context, { id }: Gap, publishedAt: Date | null) {
  if (!publishedAt) return { ticketsSince: 0, ticketsBefore: 0 };
  const span = ctx.now.getTime() - publishedAt.getTime();
  const before = new Date(publishedAt.getTime() - span);
  return {
    ticketsSince: await countQuestions(ctx.db.read, id, { after: publishedAt, kind: 'ticket' }),
    ticketsBefore: await countQuestions(ctx.db.read, id, {
      after: before,
      until: publishedAt,
      kind: 'ticket',
    }),
  };
}
