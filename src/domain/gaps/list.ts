import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { getArticle } from '#src/domain/articles/read.ts';
import { waitingOfGaps } from '#src/domain/wishes/waiting.ts';
import { domainError } from '#src/errors.ts';
import { evidenceOf } from './check.ts';
import { dayMs, dayOf, type Gap } from './gap.ts';
import { countRows, findRow, listClosed, listDays, listRows, listTickets } from './view.store.ts';

export const gapQuery = z.object({
  state: z.enum(['open', 'closed', 'all']).catch('open').default('open'),
  mine: z.literal('1').optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(1_000).catch(1).default(1),
});

/** Where a gap stands, as people say it. */
export type Standing = 'open' | 'writing' | 'watching' | 'closed';

const pageSize = 30;
/** Days that a trend compares with as many before them. */
const trendDays = 28;
const weeks = 12;

/** The gaps, the biggest first. @throws sign_in_required */
export async function gapList(ctx: Context, { state, mine, page }: z.output<typeof gapQuery>) {
  const user = requireAgent(ctx);
  const ownerId = mine ? user.id : undefined;
  const filter = { state: state === 'all' ? undefined : state, ownerId };
  const q = ctx.db.read;
  const rows = await listRows(q, filter, { offset: (page - 1) * pageSize, limit: pageSize });
  const days = await listDays(
    q,
    rows.map(({ id }) => id),
    dayOf(ctx.now) - 2 * trendDays + 1,
  );
  const trendOf = (id: number) => {
    const own = days.filter(({ gapId }) => gapId === id);
    const sum = (isIn: (day: number) => boolean) =>
      own.filter(({ day }) => isIn(day)).reduce((n, one) => n + one.searches + one.asks + one.tickets, 0);
    const turn = dayOf(ctx.now) - trendDays;
    return { now: sum((day) => day > turn), before: sum((day) => day <= turn) };
  };
  const counts = {
    open: await countRows(q, { state: 'open', ownerId }),
    closed: await countRows(q, { state: 'closed', ownerId }),
  };
  const all = state === 'all' ? counts.open + counts.closed : counts[state];
  return {
    rows: rows.map((row) => ({
      ...row,
      name: row.samples[0] ?? null,
      standing: standingOf(row),
      trend: trendOf(row.id),
      cost: row.tickets * ctx.config.ticketCost,
    })),
    counts,
    page,
    pages: Math.max(1, Math.ceil(all / pageSize)),
  };
}
export type GapRow = Awaited<ReturnType<typeof gapList>>['rows'][number];

/** One gap with all that speaks for and against its being answered. @throws sign_in_required, not_found */
export async function gapView(ctx: Context, id: number) {
  requireAgent(ctx);
  const gap = await getGap(ctx, id);
  const linked = gap.articleId === null ? null : await getArticle(ctx, gap.articleId);
  const firstDay = dayOf(ctx.now) - weeks * 7 + 1;
  const days = await listDays(ctx.db.read, [id], firstDay);
  return {
    gap,
    name: gap.samples[0] ?? null,
    article: linked && { id: linked.id, title: linked.title, state: linked.state, locale: linked.locale },
    standing: standingOf({ ...gap, articleState: linked?.state ?? null }),
    evidence: await evidenceOf(ctx, gap),
    tickets: await listTickets(ctx.db.read, id, 20),
    /** People who want to hear when there is an answer. */
    waiting: (await waitingOfGaps(ctx.db.read, [id])).get(id) ?? 0,
    cost: gap.tickets * ctx.config.ticketCost,
    weeks: Array.from({ length: weeks }, (_, week) => {
      const start = firstDay + week * 7;
      const own = days.filter(({ day }) => day >= start && day < start + 7);
      const sum = (kind: 'searches' | 'asks' | 'tickets') => own.reduce((n, one) => n + one[kind], 0);
      const day = new Date(start * dayMs).toISOString().slice(0, 10);
      return { day, searches: sum('searches'), asks: sum('asks'), tickets: sum('tickets') };
    }),
  };
}

/** @throws not_found */
export async function getGap(ctx: Context, id: number): Promise<Gap> {
  const gap = await findRow(ctx.db.read, id);
  if (!gap) throw domainError('not_found', { gap: id });
  return gap;
}

/**
 * How long gaps stayed open (DESIGN §5, gap age): days from a cluster first failing to the publication of the article its
 * searches now find, of the gaps that closed within a span.
 */
export async function gapAges(ctx: Context, from: Date, until: Date) {
  const rows = await listClosed(ctx.db.read, from, until);
  return rows.map(({ id, samples, firstAt, answeredAt, closedAt }) => ({
    id,
    name: samples[0] ?? null,
    closedAt: closedAt!,
    days: Math.max(0, (answeredAt!.getTime() - firstAt.getTime()) / dayMs),
  }));
}

function standingOf(gap: Pick<Gap, 'state' | 'articleId'> & { articleState: string | null }): Standing {
  if (gap.state === 'closed') return 'closed';
  if (gap.articleId === null) return 'open';
  return gap.articleState === 'published' ? 'watching' : 'writing';
}
