import { and, count, eq, gte, inArray, isNull } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export interface SentOf {
  id: number;
  toEmail: string;
  ticketId: number | null;
  bouncedAt: Date | null;
}

/** The sent mail with one of these Message-IDs. */
export async function findSentOf(q: Query, messageIds: string[]): Promise<SentOf | null> {
  if (messageIds.length === 0) return null;
  const { sentMails } = q.tables;
  const { id, toEmail, ticketId, bouncedAt } = sentMails;
  const [row] = await q
    .select({ id, toEmail, ticketId, bouncedAt })
    .from(sentMails)
    .where(inArray(sentMails.mailMessageId, messageIds))
    .limit(1);
  return row ?? null;
}

export async function markBounced(
  tx: Query,
  id: number,
  { at, status, text }: { at: Date; status: string | null; text: string },
): Promise<void> {
  const { sentMails } = tx.tables;
  await tx
    .update(sentMails)
    .set({ bouncedAt: at, bounceStatus: status, bounceText: text })
    .where(eq(sentMails.id, id));
}

/** Mails to an address that came back since a time. */
export async function countBounces(q: Query, email: string, since: Date): Promise<number> {
  const { sentMails } = q.tables;
  const [row] = await q
    .select({ n: count() })
    .from(sentMails)
    .where(and(eq(sentMails.toEmail, email), gte(sentMails.bouncedAt, since)));
  return row!.n;
}

/** Send nothing more to somebody; who was stopped before stays so for the first reason. */
export async function stopMail(
  tx: Query,
  { email, why, at }: { email: string; why: 'complaint' | 'bounces'; at: Date },
): Promise<void> {
  const { requesters } = tx.tables;
  await tx
    .update(requesters)
    .set({ mailStoppedAt: at, mailStoppedFor: why })
    .where(and(eq(requesters.email, email), isNull(requesters.mailStoppedAt)));
}
