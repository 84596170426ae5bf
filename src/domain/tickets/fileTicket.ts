import { randomBytes } from 'node:crypto';
import { isUniqueViolation, type Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { accessKeyOf, hash } from './accessKey.ts';
import type { Upload } from '#src/domain/files/upload.ts';
import { saveUploads, type SavedFile } from '#src/domain/files/saveUploads.ts';
import { attach } from './attachments.ts';
import { changeOf, parseInput, type By } from './change.ts';
import type { MailSource } from './message.ts';
import { insertMessage } from './message.store.ts';
import { indexNewTicket } from './search.ts';
import { findNumberBySubmission, insertTicket, keepRequester, updateTicket } from './ticket.store.ts';
import {
  limits,
  mailTicketInput,
  ticketInput,
  type StoryStep,
  type Ticket,
  type TicketInput,
} from './ticket.ts';

export interface Filed {
  number: number;
  /** The secret of the private link: `paths.ticket(locale, number, key)`. */
  key: string;
  /** False when the same form had been sent before. */
  isNew: boolean;
  /** Its first message; null when it was there before. */
  messageId: number | null;
}

/** One turn of a conversation that was held elsewhere: by an agent, or by the requester when there is none. */
export interface Said {
  agentId: number | null;
  body: string;
}

/** What a ticket comes with beside what was typed. */
interface Around {
  files?: readonly Upload[];
  /** Files that are kept already. */
  kept?: readonly SavedFile[];
  /** A conversation instead of one message. */
  conversation?: readonly Said[];
  visitId?: string | null;
  story?: readonly StoryStep[];
  /** The ticket it goes on from: its answers go out from the same mailbox. */
  follows?: { id: number; mailboxId: number | null };
  /** Nobody gets a receipt: a machine wrote. */
  isSilent?: boolean;
  /** The mail it came in. */
  mail?: MailSource & { mailboxId: number | null };
}

/**
 * File a ticket. The same form sent twice, or again after a crash, is one ticket and gives the same answer; what counts
 * is its `submissionKey` together with all that was typed, so a corrected form is a new one.
 * @throws invalid, too_large
 */
export async function fileTicket(ctx: Context, input: TicketInput & Around): Promise<Filed> {
  const fields = parseInput(input.mail ? mailTicketInput : ticketInput, input);
  const kept = input.mail?.files ?? input.kept ?? [];
  const files = [...(await saveUploads(ctx, input.files ?? [])), ...kept];
  const submission = hash(
    JSON.stringify([fields.submissionKey ?? randomBytes(32).toString('hex'), fields, files]),
  );
  const key = await accessKeyOf(ctx, submission);
  const known = fields.submissionKey ? await findNumberBySubmission(ctx.db.read, submission) : null;
  if (known !== null) return { number: known, key, isNew: false, messageId: null };
  try {
    const made = await ctx.db.write((tx) => insert(tx, ctx, { ...input, ...fields, files, submission, key }));
    return { ...made, key, isNew: true };
  } catch (error) {
    const winner = isUniqueViolation(error) ? await findNumberBySubmission(ctx.db.read, submission) : null;
    if (winner === null) throw error;
    return { number: winner, key, isNew: false, messageId: null };
  }
}

type NewTicket = ReturnType<typeof ticketInput.parse> &
  Omit<Around, 'files'> & { files: readonly SavedFile[]; submission: string; key: string };

async function insert(tx: Query, ctx: Context, ticket: NewTicket) {
  const at = ctx.now;
  const { name, email, locale, subject } = ticket;
  const requesterId = await keepRequester(tx, { email, name, locale, createdAt: at });
  const made = await insertTicket(tx, {
    subject,
    requesterId,
    requesterName: name,
    locale,
    channel: ticket.channel,
    visitId: ticket.visitId ?? null,
    followsId: ticket.follows?.id ?? null,
    mailboxId: ticket.mail?.mailboxId ?? ticket.follows?.mailboxId ?? null,
    story: (ticket.story ?? []).slice(-limits.storySteps),
    accessKeyHash: hash(ticket.key),
    submissionKey: ticket.submission,
    createdAt: at,
    updatedAt: at,
    lastMessageAt: at,
  });
  const said = ticket.conversation ?? [{ agentId: null, body: ticket.body }];
  const messageId = await insertMessages(tx, { ...ticket, said }, made);
  await attach(tx, ticket.files, { ticketId: made.id, messageId, createdAt: at });
  await recordFiled(tx, ctx, made, { message: messageId, ...(ticket.isSilent && { isSilent: true }) });
  const texts = [subject, name, email, ...said.map(({ body }) => body), ...ticket.files.map((f) => f.name)];
  await indexNewTicket(tx, made.id, texts);
  return { number: made.id, messageId };
}

/** What was said, each turn a public message; replies of agents among them count as such. @returns the first one's id */
async function insertMessages(
  tx: Query,
  { said, channel, mail }: NewTicket & { said: readonly Said[] },
  { id: ticketId, requesterId, createdAt }: Ticket,
): Promise<number> {
  const ids: number[] = [];
  for (const { agentId, body } of said) {
    const isOurs = agentId !== null;
    ids.push(
      await insertMessage(tx, {
        ticketId,
        kind: 'public',
        authorKind: isOurs ? 'agent' : 'requester',
        agentId,
        requesterId: isOurs ? null : requesterId,
        channel,
        mailId: mail?.id ?? null,
        body,
        createdAt,
      }),
    );
  }
  const replies = said.filter(({ agentId }) => agentId !== null).length;
  if (replies > 0)
    await updateTicket(tx, ticketId, { publicReplies: replies, firstReplyAt: createdAt, state: 'open' });
  return ids[0]!;
}

async function recordFiled(tx: Query, ctx: Context, ticket: Ticket, data: Record<string, unknown>) {
  const by: By =
    ctx.actor.kind === 'agent'
      ? { kind: 'agent', agentId: ctx.actor.id }
      : { kind: 'requester', agentId: null };
  await changeOf(tx, ctx, ticket, by).record('filed', { channel: ticket.channel, ...data });
}
