import { and, asc, desc, eq, gte, inArray, isNotNull, lt, type SQL } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll } from '#db/sql.ts';
import { leastSize, type GapState } from './gap.ts';

export interface GapFilter {
  state: GapState | undefined;
  ownerId: number | undefined;
}

export async function listRows(
  q: Query,
  filter: GapFilter,
  { offset, limit }: { offset: number; limit: number },
) {
  const { gaps: g, agents: o, articles: a } = q.tables;
  return q
    .select({
      id: g.id,
      samples: g.samples,
      locales: g.locales,
      state: g.state,
      size: g.size,
      tickets: g.tickets,
      firstAt: g.firstAt,
      lastAt: g.lastAt,
      answeredAt: g.answeredAt,
      closedAt: g.closedAt,
      reopenings: g.reopenings,
      ownerId: g.ownerId,
      ownerName: o.name,
      articleId: g.articleId,
      articleTitle: a.title,
      articleState: a.state,
    })
    .from(g)
    .leftJoin(o, eq(o.id, g.ownerId))
    .leftJoin(a, eq(a.id, g.articleId))
    .where(isShown(q, filter))
    .orderBy(desc(g.size), desc(g.id))
    .offset(offset)
    .limit(limit);
}

export async function findRow(q: Query, id: number) {
  return (await q.select().from(q.tables.gaps).where(eq(q.tables.gaps.id, id)))[0] ?? null;
}

export async function countRows(q: Query, filter: GapFilter): Promise<number> {
  const [row] = await q.select({ n: countAll() }).from(q.tables.gaps).where(isShown(q, filter));
  return row?.n ?? 0;
}

function isShown(q: Query, { state, ownerId }: GapFilter): SQL | undefined {
  const { gaps: g } = q.tables;
  return and(
    state ? eq(g.state, state) : undefined,
    gte(g.size, leastSize),
    ownerId ? eq(g.ownerId, ownerId) : undefined,
  );
}

/** What gaps were asked on each day, oldest first. */
export async function listDays(q: Query, ids: number[], firstDay: number) {
  const { gapDays: d } = q.tables;
  if (ids.length === 0) return [];
  return q
    .select()
    .from(d)
    .where(and(inArray(d.gapId, ids), gte(d.day, firstDay)))
    .orderBy(asc(d.day));
}

/** The tickets of a gap, newest first. */
export async function listTickets(q: Query, gapId: number, limit: number) {
  const { gapQuestions: g, tickets: t } = q.tables;
  return q
    .select({ id: t.id, subject: t.subject, state: t.state, createdAt: t.createdAt })
    .from(g)
    .innerJoin(t, eq(t.id, g.sourceId))
    .where(and(eq(g.gapId, gapId), eq(g.kind, 'ticket')))
    .orderBy(desc(g.at))
    .limit(limit);
}

/** Gaps that closed from a moment until before another, with when they first failed and when their answer was published. */
export async function listClosed(q: Query, from: Date, until: Date) {
  const { gaps: g } = q.tables;
  return q
    .select({
      id: g.id,
      samples: g.samples,
      firstAt: g.firstAt,
      answeredAt: g.answeredAt,
      closedAt: g.closedAt,
    })
    .from(g)
    .where(and(gte(g.closedAt, from), lt(g.closedAt, until), isNotNull(g.answeredAt), eq(g.state, 'closed')))
    .orderBy(asc(g.closedAt));
}
