import { and, desc, eq, inArray, isNotNull, isNull, sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { inBatches } from '#db/batches.ts';
import type { Query } from '#db/open.ts';
import { minutesBetween } from './addUp.ts';
import type { Filter } from './dimension.ts';
import {
  articleOf,
  isFinished,
  isInCategory,
  resolverOf,
  wasAtTier,
  wasHandedUp,
  within,
} from './filters.ts';
import type { MeasureRow, Page, Wanted } from './measureRow.ts';
import type { MeasureName } from './measures.ts';

/** Tickets that were filed; of the first reply, those that have one. */
export async function listFiled(
  q: Query,
  { name, span, filter, page, calendar }: Wanted,
): Promise<MeasureRow[]> {
  const { tickets: t } = q.tables;
  const isReply = name === 'first_reply';
  const atTier = filter.tier !== undefined && !isReply ? wasAtTier(q, filter.tier) : tierIs(t.tier, filter);
  const where = and(
    within(t.createdAt, span),
    isNull(t.spamAt),
    isReply ? isNotNull(t.firstReplyAt) : undefined,
    atTier,
    isOf(q, filter, t.assigneeId),
  );
  const rows = await ticketsOf(q, {
    where,
    order: desc(t.createdAt),
    page,
    isHandedUp: wasHandedUp(q, filter.tier),
  });
  return rows.map((row) => ({
    ...shown(row),
    at: row.createdAt,
    ...(isReply
      ? { minutes: minutesBetween(calendar, row.createdAt, row.firstReplyAt!) }
      : { counts: row.isHandedUp }),
  }));
}

/** Tickets that were resolved and still are; of the escalated ones' resolution, those. */
export async function listResolved(
  q: Query,
  { name, span, filter, page, calendar }: Wanted,
): Promise<MeasureRow[]> {
  const { tickets: t } = q.tables;
  const isMeasured = name === 'escalated_resolution' ? sql`${t.escalations} > 0` : undefined;
  const where = and(
    within(t.resolvedAt, span),
    isFinished(t.state),
    isNull(t.spamAt),
    isMeasured,
    tierIs(t.tier, filter),
    isOf(q, filter, resolverOf(q)),
  );
  const rows = await ticketsOf(q, { where, order: desc(t.resolvedAt), page });
  const linked = await linkedAmong(q, rows);
  return rows.map((row) => {
    const tests: Partial<Record<MeasureName, boolean>> = {
      first_contact: row.publicReplies === 1 && row.reopenings === 0,
      link_rate: linked.has(row.ticketId),
      known: row.wasKnown === true,
    };
    const counts = tests[name];
    const minutes = minutesBetween(calendar, row.createdAt, row.resolvedAt!);
    return { ...shown(row), at: row.resolvedAt!, ...(counts === undefined ? { minutes } : { counts }) };
  });
}

/** What requesters said of the help they got. */
export async function listRatings(q: Query, { span, filter, page }: Wanted): Promise<MeasureRow[]> {
  const { tickets: t, ratings: r } = q.tables;
  const where = and(within(r.at, span), isNull(t.spamAt), tierIs(r.tier, filter), isOf(q, filter, r.agentId));
  return q
    .select({
      at: r.at,
      counts: r.isGood,
      comment: r.comment,
      ticketId: t.id,
      subject: t.subject,
      tier: r.tier,
      locale: t.locale,
    })
    .from(r)
    .innerJoin(t, eq(t.id, r.ticketId))
    .where(where)
    .orderBy(desc(r.at), desc(r.ticketId))
    .limit(page.limit)
    .offset(page.offset);
}

const tierIs = (column: SQLWrapper, { tier }: Filter): SQL | undefined =>
  tier === undefined ? undefined : sql`${column} = ${Number(tier)}`;

/** Narrowed to a language, a category and an agent. */
function isOf(q: Query, filter: Filter, agentId: SQLWrapper): SQL | undefined {
  const { tickets: t } = q.tables;
  return and(
    filter.locale === undefined ? undefined : eq(t.locale, filter.locale),
    isInCategory(q, articleOf(q), filter),
    filter.agent === undefined ? undefined : sql`${agentId} = ${Number(filter.agent)}`,
  );
}

function ticketsOf(
  q: Query,
  {
    where,
    order,
    page: { offset, limit },
    isHandedUp = sql<boolean>`false`,
  }: {
    where: SQL | undefined;
    order: SQL;
    page: Page;
    isHandedUp?: SQL<boolean>;
  },
) {
  const { tickets: t } = q.tables;
  return q
    .select({
      ticketId: t.id,
      subject: t.subject,
      tier: t.tier,
      locale: t.locale,
      createdAt: t.createdAt,
      firstReplyAt: t.firstReplyAt,
      resolvedAt: t.resolvedAt,
      publicReplies: t.publicReplies,
      reopenings: t.reopenings,
      wasKnown: t.wasKnown,
      isHandedUp: isHandedUp.mapWith(Boolean),
    })
    .from(t)
    .where(where)
    .orderBy(order, desc(t.id))
    .limit(limit)
    .offset(offset);
}

type TicketRow = Awaited<ReturnType<typeof ticketsOf>>[number];

/** Those of the tickets that have an article linked. */
async function linkedAmong(q: Query, rows: TicketRow[]): Promise<Set<number>> {
  const { ticketArticles: a } = q.tables;
  const ids = rows.map(({ ticketId }) => ticketId);
  const links = await inBatches(ids, (batch) =>
    q.select({ id: a.ticketId }).from(a).where(inArray(a.ticketId, batch)),
  );
  return new Set(links.map(({ id }) => id));
}

const shown = ({ ticketId, subject, tier, locale }: TicketRow) => ({ ticketId, subject, tier, locale });
