import type { AgentActor, Context } from '#src/context.ts';
import { addNote } from '#src/domain/tickets/addNote.ts';
import { resolveUnasked } from '#src/domain/tickets/resolve.ts';
import { findActiveAgent } from '#src/domain/accounts/people.ts';
import { proveAddress } from '#src/domain/accounts/proveAddress.ts';
import { actorOf } from '#src/domain/accounts/agent.ts';
import {
  findThreadTicket,
  receiveReply,
  receiveSideAnswer,
  type ThreadTicket,
} from '#src/domain/tickets/receive.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { readCommand } from './command.ts';
import type { HeldReason } from './received.ts';
import type { Arrival, Settled } from './arrival.ts';
import { dmarcOf } from './sender.ts';
import { fileMail, isOwnAddress, takeNew } from './takeNew.ts';
import type { Thread } from './thread.ts';

/**
 * A message with a valid token or Message-ID. It joins only when its sender takes part: the requester, somebody in copy, the
 * expert of a side thread, or an agent who proves to be one, by answering a notice that only they were sent or by the
 * trusted server's word. Anyone else's is held beside the ticket it names, even one whose address is proved: who takes
 * part is for the requester and the agents to say.
 */
export async function takeReply(arrival: Arrival, thread: Thread): Promise<Settled> {
  const { tx, ctx, mail } = arrival;
  const email = mail.from?.email ?? '';
  const found = await findThreadTicket(tx, thread, email);
  if (!found) return takeNew(arrival);
  const held = (reason: HeldReason): Settled => ({ state: 'held', reason, ticketId: found.ticket.id });
  if (await isOwnAddress({ tx, ctx }, email)) return held('own');
  const dmarc = dmarcOf(mail.authentication, ctx.config.trustedAuthserv, email);
  if (dmarc === 'fail') return held('forged');
  const agent = await findActiveAgent(tx, email);
  if (agent && agent.id === thread.agentId) return actForAgent(arrival, found, actorOf(agent));
  if (found.expert) return joinSideThread(arrival, found);
  if (found.participant) return answer(arrival, found, thread);
  if (!agent) return held('stranger');
  return dmarc === 'pass' ? actForAgent(arrival, found, actorOf(agent)) : held('agent');
}

/** A participant answers. To what only they were sent: then they read what is sent to their address. */
async function answer(arrival: Arrival, found: ThreadTicket, thread: Thread): Promise<Settled> {
  const { requesterId } = found.participant!;
  if (requesterId === thread.requesterId) await proveAddress(arrival.tx, requesterId, arrival.ctx.now);
  return joinTicket(arrival, found);
}

/** Put it into the ticket as its participant wrote it. A closed ticket takes no more: it goes on in a new one. */
export async function joinTicket(arrival: Arrival, { ticket, participant }: ThreadTicket): Promise<Settled> {
  const { ctx, kept, mail } = arrival;
  if (ticket.state === 'closed') return fileMail(arrival, { id: ticket.id, mailboxId: ticket.mailboxId });
  const messageId = await receiveReply(ctx, ticket.id, {
    requesterId: participant?.requesterId ?? ticket.requesterId,
    body: mail.reply,
    mail: { id: kept.id, files: mail.files },
  });
  return { state: 'reply', ticketId: ticket.id, messageId };
}

async function joinSideThread(arrival: Arrival, { ticket, expert }: ThreadTicket): Promise<Settled> {
  const { ctx, kept, mail } = arrival;
  const messageId = await receiveSideAnswer(ctx, ticket.id, {
    sideThreadId: expert!.sideThreadId,
    body: mail.reply,
    mail: { id: kept.id, files: mail.files },
  });
  return { state: 'note', ticketId: ticket.id, messageId };
}

/** An agent answers from their own mail program: to the requester, as a note (`#note`), or the last word (`#close`, which resolves). */
async function actForAgent(
  { ctx, kept, mail }: Arrival,
  { ticket }: ThreadTicket,
  actor: AgentActor,
): Promise<Settled> {
  const { command, body } = readCommand(mail.reply);
  const as: Context = { ...ctx, actor };
  const input = { body, mail: { id: kept.id, files: mail.files } };
  const isNote = command === 'note';
  const hasWords = body !== '' || mail.files.length > 0;
  const messageId = hasWords ? await (isNote ? addNote : replyAsAgent)(as, ticket.id, input) : null;
  if (command === 'close') await resolveUnasked(as, ticket.id, messageId);
  return { state: isNote ? 'note' : 'reply', ticketId: ticket.id, messageId };
}
