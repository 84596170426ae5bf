import { and, desc, eq, inArray, isNull, min, ne, notInArray } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { active } from '#src/domain/tickets/filter.ts';

export interface AskedTicket {
  id: number;
  subject: string;
  locale: string;
  state: 'new' | 'open' | 'waiting' | 'resolved' | 'closed';
  requesterName: string;
  createdAt: Date;
  /** Of the first message. */
  body: string;
}

/** Tickets that wait for somebody and that no article of this key answers yet, newest first. */
export function listUnlinked(q: Query, articleKey: string, limit: number): Promise<AskedTicket[]> {
  const { tickets: t } = q.tables;
  const waits = and(inArray(t.state, [...active]), isNull(t.spamAt), isNull(t.mergedIntoId));
  return asked(q, and(waits, notInArray(t.id, linkedTo(q, articleKey)))!, limit);
}

/** The tickets that articles of this key answer, newest first. */
export function listLinked(q: Query, articleKey: string, limit: number): Promise<AskedTicket[]> {
  return asked(q, inArray(q.tables.tickets.id, linkedTo(q, articleKey)), limit);
}

function linkedTo(q: Query, articleKey: string) {
  const { articles: a, ticketArticles: l } = q.tables;
  return q
    .select({ id: l.ticketId })
    .from(l)
    .innerJoin(a, eq(a.id, l.articleId))
    .where(and(eq(a.key, articleKey), ne(l.relation, 'related')));
}

async function asked(
  q: Query,
  where: NonNullable<ReturnType<typeof and>>,
  limit: number,
): Promise<AskedTicket[]> {
  const { tickets: t, messages: m } = q.tables;
  const { id, subject, locale, state, requesterName, createdAt } = t;
  const rows = await q
    .select({ id, subject, locale, state, requesterName, createdAt })
    .from(t)
    .where(where)
    .orderBy(desc(t.id))
    .limit(limit);
  const first = q
    .select({ id: min(m.id).as('first_id') })
    .from(m)
    .where(
      inArray(
        m.ticketId,
        rows.map((row) => row.id),
      ),
    )
    .groupBy(m.ticketId)
    .as('first');
  const bodies = await q
    .select({ ticketId: m.ticketId, body: m.body })
    .from(m)
    .innerJoin(first, eq(first.id, m.id));
  const bodyOf = new Map(bodies.map(({ ticketId, body }) => [ticketId, body]));
  return rows.map((row) => ({ ...row, body: bodyOf.get(row.id) ?? '' }));
}
