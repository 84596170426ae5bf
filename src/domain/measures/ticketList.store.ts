import { and, desc, inArray, isNotNull, isNull, sql, type SQL } from 'drizzle-orm';
import { inBatches } from '#db/batches.ts';
import type { Query } from '#db/open.ts';
import { isFinished, within } from './filters.ts';
import type { MeasureRow, Page, Wanted } from './measureRow.ts';
import type { MeasureName } from './measures.ts';

/** Tickets that were filed; of the first reply, those that have one. */
export async function listFiled(q: Query, { name, span, page }: Wanted): Promise<MeasureRow[]> {
  const { tickets: t } = q.tables;
  const isMeasured = name === 'first_reply' ? isNotNull(t.firstReplyAt) : undefined;
  const rows = await ticketsOf(
    q,
    and(within(t.createdAt, span), isNull(t.spamAt), isMeasured),
    desc(t.createdAt),
    page,
  );
  return rows.map((row) =>
    name === 'first_reply'
      ? { ...shown(row), at: row.createdAt, minutes: minutesBetween(row.createdAt, row.firstReplyAt!) }
      : { ...shown(row), at: row.createdAt, counts: row.escalations > 0 },
  );
}

/** Tickets that were resolved and still are; of the escalated ones' resolution, those. */
export async function listResolved(q: Query, { name, span, page }: Wanted): Promise<MeasureRow[]> {
  const { tickets: t } = q.tables;
  const isMeasured = name === 'escalated_resolution' ? sql`${t.escalations} > 0` : undefined;
  const where = and(within(t.resolvedAt, span), isFinished(t.state), isNull(t.spamAt), isMeasured);
  const rows = await ticketsOf(q, where, desc(t.resolvedAt), page);
  const linked = await linkedAmong(q, rows);
  return rows.map((row) => {
    const tests: Partial<Record<MeasureName, boolean>> = {
      first_contact: row.publicReplies === 1 && row.reopenings === 0,
      link_rate: linked.has(row.ticketId),
      known: row.wasKnown === true,
    };
    const counts = tests[name];
    const minutes = minutesBetween(row.createdAt, row.resolvedAt!);
    return { ...shown(row), at: row.resolvedAt!, ...(counts === undefined ? { minutes } : { counts }) };
  });
}

function ticketsOf(q: Query, where: SQL | undefined, order: SQL, { offset, limit }: Page) {
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
      escalations: t.escalations,
      wasKnown: t.wasKnown,
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

const minutesBetween = (from: Date, to: Date) => Math.max(0, (to.getTime() - from.getTime()) / 60_000);
