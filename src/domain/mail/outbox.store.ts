import { and, asc, desc, eq, inArray, lte, ne } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { containsText, countAll, forUpdate } from '#db/sql.ts';

export type SentMail = Query['tables']['sentMails']['$inferSelect'];
export type NewSentMail = Query['tables']['sentMails']['$inferInsert'];

/** Put a mail into the outbox. @returns its id; null when its cause wrote to that address before */
export async function insertMail(tx: Query, row: NewSentMail): Promise<number | null> {
  const { sentMails } = tx.tables;
  const [made] = await tx
    .insert(sentMails)
    .values(row)
    .onConflictDoNothing({ target: [sentMails.cause, sentMails.toEmail] })
    .returning({ id: sentMails.id });
  return made?.id ?? null;
}

export async function findMail(q: Query, id: number): Promise<SentMail | null> {
  const { sentMails } = q.tables;
  const [row] = await q.select().from(sentMails).where(eq(sentMails.id, id)).limit(1);
  return row ?? null;
}

/** The mail, locked until the write ends. */
export async function findMailToChange(tx: Query, id: number): Promise<SentMail | null> {
  const { sentMails } = tx.tables;
  const [row] = await forUpdate(tx, tx.select().from(sentMails).where(eq(sentMails.id, id)).limit(1));
  return row ?? null;
}

export async function updateMail(tx: Query, id: number, set: Partial<NewSentMail>): Promise<void> {
  const { sentMails } = tx.tables;
  await tx.update(sentMails).set(set).where(eq(sentMails.id, id));
}

/** What the outbox must know of a participant before it writes to them. */
export async function findRecipient(q: Query, requesterId: number) {
  const { requesters } = q.tables;
  const [row] = await q
    .select({
      provedAt: requesters.provedAt,
      mailStoppedAt: requesters.mailStoppedAt,
      mailStoppedFor: requesters.mailStoppedFor,
      erasedAt: requesters.erasedAt,
    })
    .from(requesters)
    .where(eq(requesters.id, requesterId))
    .limit(1);
  return row ?? null;
}

export interface Sender {
  id: number | null;
  name: string;
  address: string;
  signature: string;
}

/** The mailbox that mail goes out from: the given one, else the oldest that is in use. */
export async function findSender(q: Query, mailboxId: number | null): Promise<Sender | null> {
  const { mailboxes } = q.tables;
  const columns = {
    id: mailboxes.id,
    name: mailboxes.name,
    address: mailboxes.address,
    signature: mailboxes.signature,
  };
  const [own] =
    mailboxId === null ? [] : await q.select(columns).from(mailboxes).where(eq(mailboxes.id, mailboxId));
  if (own) return own;
  const first = q.select(columns).from(mailboxes).where(eq(mailboxes.isEnabled, true));
  return (await first.orderBy(asc(mailboxes.id)).limit(1))[0] ?? null;
}

/** Message-IDs a ticket's correspondence with one address has so far, oldest first: theirs and ours. */
export async function listThreadIds(q: Query, ticketId: number, email: string, before: number) {
  const { receivedMails, sentMails } = q.tables;
  const theirs = await q
    .select({ id: receivedMails.mailMessageId, at: receivedMails.receivedAt })
    .from(receivedMails)
    .where(and(eq(receivedMails.ticketId, ticketId), eq(receivedMails.fromEmail, email)));
  const ours = await q
    .select({ id: sentMails.mailMessageId, at: sentMails.createdAt })
    .from(sentMails)
    .where(
      and(
        eq(sentMails.ticketId, ticketId),
        eq(sentMails.toEmail, email),
        inArray(sentMails.state, ['queued', 'sent']),
        ne(sentMails.id, before),
      ),
    );
  return [...theirs, ...ours].sort((a, b) => a.at.getTime() - b.at.getTime()).map(({ id }) => id);
}

interface Narrowing {
  q?: string | undefined;
  ticket?: number | undefined;
}

const isWanted = (q: Query, { q: words, ticket }: Narrowing) => {
  const { sentMails } = q.tables;
  return and(
    words ? containsText(q, sentMails.toEmail, words) : undefined,
    ticket ? eq(sentMails.ticketId, ticket) : undefined,
  );
};

export async function countByState(q: Query, narrowing: Narrowing): Promise<Record<string, number>> {
  const { sentMails } = q.tables;
  const rows = await q
    .select({ state: sentMails.state, count: countAll() })
    .from(sentMails)
    .where(isWanted(q, narrowing))
    .groupBy(sentMails.state);
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Mails without their texts, latest first. */
export async function listMails(
  q: Query,
  { state, ...narrowing }: Narrowing & { state?: SentMail['state'] | undefined },
  { limit, offset }: { limit: number; offset: number },
) {
  const { sentMails } = q.tables;
  return q
    .select({
      id: sentMails.id,
      kind: sentMails.kind,
      toEmail: sentMails.toEmail,
      subject: sentMails.subject,
      locale: sentMails.locale,
      ticketId: sentMails.ticketId,
      state: sentMails.state,
      attempts: sentMails.attempts,
      error: sentMails.error,
      createdAt: sentMails.createdAt,
      sentAt: sentMails.sentAt,
      bouncedAt: sentMails.bouncedAt,
    })
    .from(sentMails)
    .where(and(isWanted(q, narrowing), state ? eq(sentMails.state, state) : undefined))
    .orderBy(desc(sentMails.id))
    .limit(limit)
    .offset(offset);
}

/** Forget notices to agents and keys that nobody needs any more. */
export async function deleteOldMails(tx: Query, kinds: readonly string[], before: Date): Promise<void> {
  const { sentMails } = tx.tables;
  const isOver = inArray(sentMails.state, ['sent', 'unsent', 'capped']);
  await tx
    .delete(sentMails)
    .where(and(inArray(sentMails.kind, [...kinds]), lte(sentMails.createdAt, before), isOver));
}
