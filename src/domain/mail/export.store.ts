import { asc, eq, or } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { Person } from './forget.store.ts';

/** The mails somebody was sent, without keys to let them in, and those that came from them. */
export async function loadMailsOf(q: Query, { requesterId, email }: Person) {
  const { sentMails: sent, receivedMails: received } = q.tables;
  const out = await q
    .select({
      kind: sent.kind,
      subject: sent.subject,
      text: sent.text,
      state: sent.state,
      createdAt: sent.createdAt,
      sentAt: sent.sentAt,
    })
    .from(sent)
    .where(or(eq(sent.requesterId, requesterId), eq(sent.toEmail, email)))
    .orderBy(asc(sent.id));
  const incoming = await q
    .select({
      subject: received.subject,
      receivedAt: received.receivedAt,
      hash: received.hash,
      id: received.id,
    })
    .from(received)
    .where(eq(received.fromEmail, email))
    .orderBy(asc(received.id));
  return { sent: out.filter(({ kind }) => kind !== 'sign_in'), received: incoming };
}
