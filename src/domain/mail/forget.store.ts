import { and, eq, inArray, isNotNull, isNull, or, type SQL } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export interface Person {
  requesterId: number;
  /** Lower case. */
  email: string;
}

/** Notices to our own agents quote what somebody wrote. */
export async function deleteNoticesOf(tx: Query, ticketIds: number[]): Promise<void> {
  const { sentMails: sent } = tx.tables;
  await tx.delete(sent).where(and(inArray(sent.ticketId, ticketIds), isNotNull(sent.agentId)));
}

/** Delete what was sent to somebody (if it is about one), and what speaks of these tickets or carries these messages. */
export async function deleteSentOf(
  tx: Query,
  person: Person | null,
  about: { ticketIds: number[]; messageIds: number[] },
): Promise<number[]> {
  const { sentMails: sent } = tx.tables;
  const gone = await tx
    .delete(sent)
    .where(
      or(
        person ? eq(sent.requesterId, person.requesterId) : undefined,
        person ? eq(sent.toEmail, person.email) : undefined,
        inArray(sent.ticketId, about.ticketIds),
        inArray(sent.messageId, about.messageIds),
      ),
    )
    .returning({ id: sent.id });
  return gone.map((row) => row.id);
}

/**
 * Empty what came in from somebody, or made these tickets and messages, or reports on these mails. What was read keeps
 * its identity: the same mail coming once more is still known.
 * @returns the hashes of the raw messages
 */
export async function blankReceivedOf(
  tx: Query,
  person: Person | null,
  about: { ticketIds: number[]; messageIds: number[]; sentIds: number[] },
): Promise<string[]> {
  const { receivedMails: received } = tx.tables;
  const isTheirs = or(
    person ? eq(received.fromEmail, person.email) : undefined,
    inArray(received.ticketId, about.ticketIds),
    inArray(received.messageId, about.messageIds),
    inArray(received.sentMailId, about.sentIds),
  ) as SQL;
  const rows = await tx.select({ hash: received.hash }).from(received).where(isTheirs);
  await tx.delete(received).where(and(isTheirs, isNull(received.identity)));
  await tx
    .update(received)
    .set({
      hash: '',
      size: 0,
      envelopeTo: [],
      state: 'discarded',
      reason: '',
      error: null,
      mailMessageId: null,
      fromEmail: '',
      fromName: '',
      subject: '',
      ticketId: null,
      messageId: null,
      sentMailId: null,
      report: null,
    })
    .where(and(isTheirs, isNotNull(received.identity)));
  return rows.map((row) => row.hash).filter(Boolean);
}
