import { withoutToken, type Arrival, type Settled } from './arrival.ts';
import type { IncomingMail } from './incoming/incoming.ts';
import { findMailboxesAt } from './mailbox.store.ts';
import { findReceivedByIdentity, updateReceived } from './received.store.ts';
import type { ReceivedMail } from './received.ts';
import { takeAutoReply } from './takeAutoReply.ts';
import { takeNew } from './takeNew.ts';
import { takeReply } from './takeReply.ts';
import { takeReport } from './takeReport.ts';
import { readMessageId, readReplyAddress, type Thread } from './thread.ts';

/** Decide what a message is, in the order of DESIGN §8: a copy, a report, a machine's answer, part of a thread, new. */
export async function routeMail(arrival: Arrival): Promise<ReceivedMail> {
  const { tx, kept, mail } = arrival;
  const first = await findReceivedByIdentity(tx, mail.identity);
  const { ticketId, messageId } = first ?? {};
  const settled: Settled = first
    ? { state: 'duplicate', ticketId, messageId }
    : await place(await inMailbox(arrival));
  return updateReceived(tx, kept.id, {
    ...about(mail),
    ...(!first && { identity: mail.identity }),
    ...settled,
    error: null,
  });
}

async function place(arrival: Arrival): Promise<Settled> {
  const { kind } = arrival.mail;
  if (kind === 'autoReply') return takeAutoReply(arrival, await threadOf(arrival));
  if (kind !== 'message' && kind !== 'automatic') return takeReport(arrival, await threadOf(arrival));
  const thread = await threadOf(arrival);
  return thread ? takeReply(arrival, thread) : takeNew(arrival);
}

const about = ({ from, subject, messageId }: IncomingMail) => ({
  mailMessageId: messageId,
  fromEmail: from?.email ?? '',
  fromName: from?.name ?? '',
  subject,
});

/** Which of our mailboxes it was written to, when its source did not tell: by the envelope, then by the headers. */
async function inMailbox(arrival: Arrival): Promise<Arrival> {
  const { tx, kept } = arrival;
  if (kept.mailboxId !== null) return arrival;
  const addresses = addressedTo(arrival).map(withoutToken);
  const boxes = await findMailboxesAt(tx, addresses);
  const box = addresses.map((one) => boxes.find(({ address }) => address === one)).find(Boolean);
  if (!box) return arrival;
  await updateReceived(tx, kept.id, { mailboxId: box.id });
  return { ...arrival, kept: { ...kept, mailboxId: box.id } };
}

function addressedTo({ kept, mail }: Arrival): string[] {
  const headers = [...mail.to, ...mail.cc].map(({ email }) => email);
  return [...new Set([...kept.envelopeTo, ...mail.deliveredTo, ...headers])];
}

/** By the token of the address it was written to, else by the Message-IDs it answers; by nothing else, ever. */
async function threadOf(arrival: Arrival): Promise<Thread | null> {
  for (const address of addressedTo(arrival)) {
    const thread = await readReplyAddress(arrival.ctx, address);
    if (thread) return thread;
  }
  for (const id of arrival.mail.answers) {
    const thread = await readMessageId(arrival.ctx, id);
    if (thread) return thread;
  }
  return null;
}
