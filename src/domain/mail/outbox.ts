import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { useToken } from '#src/domain/limits/limits.ts';
import { emailInput } from '#src/domain/text.ts';
import { getMailTicket, type MailTicket } from '#src/domain/tickets/mailTicket.ts';
import { keyOfParticipant } from '#src/domain/tickets/people.ts';
import { absolute, paths } from '#src/paths.ts';
import { enqueue } from '#src/jobs/queue.ts';
import { caps, kindOf, sendersFields, type MailKind, type OutgoingMail } from './mail.ts';
import {
  findRecipient,
  findSender,
  insertMail,
  updateMail,
  type SentMail,
  type Sender,
} from './outbox.store.ts';
import { isSwitchedOff, renderMail } from './templates.ts';
import { newMessageId, replyAddress } from './thread.ts';

/**
 * Put a mail into the outbox, inside the write that causes it: both commit together. The template of its kind is
 * rendered at once, so that later edits change nothing that was said. Without SMTP_URL it stays there to be read; past
 * the recipient's cap, or after they asked for no more mail, it stays there as `capped`.
 * @returns the mail's id; null when its cause wrote to that address before, or an admin switched its kind off
 */
export async function queueMail(
  tx: Query,
  ctx: Context,
  mail: OutgoingMail,
  known: Known = {},
): Promise<number | null> {
  const email = emailInput.parse(mail.to.email);
  if (await isSwitchedOff(tx, mail.kind)) return null;
  const recipient = known.recipient ?? (await recipientOf(tx, mail));
  if (recipient?.erasedAt) return null;
  const ticket = known.ticket ?? (mail.ticketId ? await getMailTicket(tx, mail.ticketId) : null);
  const sender = known.sender ?? (await senderOf(tx, ctx, mail.mailboxId ?? ticket?.mailboxId ?? null));
  const mayQuote = isQuotable(mail.kind, recipient);
  const written = await write(tx, ctx, { ...mail, to: { ...mail.to, email } }, { ticket, sender, mayQuote });
  const stopped = recipient?.mailStoppedAt ? (recipient.mailStoppedFor ?? 'complaint') : null;
  const state: SentMail['state'] = stopped ? 'capped' : ctx.config.smtpUrl ? 'queued' : 'unsent';
  const id = await insertMail(tx, { ...written, state, error: stopped });
  if (id === null || stopped) return id;
  if (!(await mayHaveAnother(tx, ctx, mail, email))) await updateMail(tx, id, { state: 'capped' });
  else if (state === 'queued') await deliverLater(tx, ctx.now, id);
  return id;
}

/** Whether a mail of a kind may repeat what the sender of the question typed: a machine's only to who proved the address. */
export const isQuotable = (kind: MailKind, recipient: Known['recipient']): boolean =>
  !recipient || recipient.provedAt !== null || kindOf(kind).automatic === null;

/** What the caller has read already, so that it is not read again for each mail. */
export interface Known {
  ticket?: MailTicket;
  sender?: Sender;
  recipient?: Awaited<ReturnType<typeof findRecipient>>;
}

/** What the outbox must know of whom it writes to; null when it is no requester. */
const recipientOf = async (tx: Query, { to }: Pick<OutgoingMail, 'to'>) =>
  to.requesterId ? findRecipient(tx, to.requesterId) : null;

/** Let the job that sends a mail run at a moment. */
export const deliverLater = (tx: Query, runAt: Date, id: number): Promise<void> =>
  enqueue(tx, { kind: 'mail.deliver', payload: { mail: id }, runAt, uniqueKey: `mail.deliver:${id}` });

/** Who a mail comes from: the mailbox, else MAIL_FROM. */
export async function senderOf(q: Query, ctx: Context, mailboxId: number | null): Promise<Sender> {
  return (await findSender(q, mailboxId)) ?? { id: null, signature: '', ...ctx.config.mailFrom };
}

/** Receipts have a cap of their own, other kinds share one with those of their sort. */
function mayHaveAnother(tx: Query, ctx: Context, { kind }: OutgoingMail, email: string): Promise<boolean> {
  const { cap } = kindOf(kind);
  return useToken(tx, ctx, { key: `mail:${cap}:${email}`, ...caps[cap] });
}

interface Around {
  ticket: MailTicket | null;
  sender: Sender;
  /** Whether what the sender of the question wrote may be repeated to this address. */
  mayQuote: boolean;
}

async function write(tx: Query, ctx: Context, mail: OutgoingMail, { ticket, sender, mayQuote }: Around) {
  const { kind, to } = mail;
  const thread = { ticketId: mail.ticketId ?? null, sideThreadId: mail.sideThreadId ?? null };
  const person = { requesterId: to.requesterId ?? null, agentId: to.agentId ?? null };
  const all: Record<string, string> = {
    ...commonValues(ctx, mail),
    ...(ticket && (await ticketValues(ctx, mail, ticket))),
    signature: sender.signature,
    ...mail.fields,
  };
  const fields = mayQuote ? all : without(all, sendersFields);
  const rendered = await renderMail(tx, ctx, {
    kind,
    locale: to.locale,
    fields,
    html: mayQuote ? mail.html : {},
  });
  return {
    kind,
    toEmail: to.email,
    toName: mayQuote ? to.name : '',
    locale: to.locale,
    ...rendered,
    mailMessageId: await newMessageId(ctx, { ...thread, ...person }, sender.address.split('@').at(-1)),
    inReplyTo: mail.inReplyTo ?? null,
    references: mail.references ?? [],
    replyTo: await replyAddress(ctx, sender, { ...thread, ...person }),
    mailboxId: sender.id,
    ...thread,
    messageId: mail.messageId ?? null,
    ...person,
    cause: mail.cause,
    createdAt: ctx.now,
  };
}

const commonValues = (ctx: Context, { to }: OutgoingMail) => ({
  'site.name': ctx.config.siteName,
  'site.url': absolute(ctx.config.publicUrl, paths.home(to.locale)),
  'recipient.name': to.name,
});

async function ticketValues(ctx: Context, { to }: OutgoingMail, ticket: MailTicket) {
  const key = to.requesterId ? await keyOfParticipant(ctx, ticket, to.requesterId) : null;
  const path = to.agentId
    ? paths.deskTicket(ticket.id)
    : paths.ticket(to.locale, ticket.id, key ?? undefined);
  return {
    'ticket.number': String(ticket.id),
    'ticket.subject': ticket.subject,
    'ticket.url': absolute(ctx.config.publicUrl, path),
  };
}

const without = (fields: Record<string, string>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
