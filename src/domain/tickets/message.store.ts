import { and, asc, desc, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export type NewMessageRow = Query['tables']['messages']['$inferInsert'];
export type NewAttachmentRow = Query['tables']['attachments']['$inferInsert'];

export interface Message {
  id: number;
  kind: 'public' | 'note';
  authorKind: 'requester' | 'agent' | 'system';
  agentId: number | null;
  agentName: string | null;
  /** Name or address of somebody in copy who wrote it; null when the requester did, or an agent. */
  colleague: string | null;
  /** How it came, when not by the web. */
  channel: 'web' | 'mail' | 'phone' | 'chat' | 'counter';
  /** Of a note that belongs to the correspondence with an expert: that correspondence, and who they are. */
  sideThreadId: number | null;
  expert: string | null;
  body: string;
  /** Safe HTML of an agent's Markdown; empty for plain text. */
  html: string;
  createdAt: Date;
  /** The received mail it came in; null when it came another way. */
  mailId: number | null;
}

export async function insertMessage(tx: Query, row: NewMessageRow): Promise<number> {
  const { messages } = tx.tables;
  const [made] = await tx.insert(messages).values(row).returning({ id: messages.id });
  return made!.id;
}

export async function findMessageBySubmission(q: Query, submissionKey: string): Promise<number | null> {
  const { messages } = q.tables;
  const [row] = await q
    .select({ id: messages.id })
    .from(messages)
    .where(eq(messages.submissionKey, submissionKey))
    .limit(1);
  return row?.id ?? null;
}

export async function findMessage(q: Query, ticketId: number, id: number): Promise<Message | null> {
  return (await listMessages(q, ticketId, { only: id }))[0] ?? null;
}

/** The conversation in the order it came in; `publicOnly` leaves out notes, which no requester may ever see. */
export async function listMessages(
  q: Query,
  ticketId: number,
  options: { publicOnly?: boolean; only?: number } = {},
): Promise<Message[]> {
  const { messages, agents, tickets, requesters, sideThreads } = q.tables;
  return q
    .select({
      id: messages.id,
      kind: messages.kind,
      authorKind: messages.authorKind,
      agentId: messages.agentId,
      agentName: agents.name,
      colleague: sql<string | null>`coalesce(nullif(${requesters.name}, ''), ${requesters.email})`,
      channel: messages.channel,
      sideThreadId: messages.sideThreadId,
      expert: sql<string | null>`coalesce(nullif(${sideThreads.name}, ''), ${sideThreads.email})`,
      body: messages.body,
      html: messages.html,
      createdAt: messages.createdAt,
      mailId: messages.mailId,
    })
    .from(messages)
    .leftJoin(sideThreads, eq(sideThreads.id, messages.sideThreadId))
    .innerJoin(tickets, eq(tickets.id, messages.ticketId))
    .leftJoin(agents, eq(agents.id, messages.agentId))
    .leftJoin(
      requesters,
      and(eq(requesters.id, messages.requesterId), ne(requesters.id, tickets.requesterId)),
    )
    .where(
      and(
        eq(messages.ticketId, ticketId),
        options.publicOnly ? eq(messages.kind, 'public') : undefined,
        options.only === undefined ? undefined : eq(messages.id, options.only),
      ),
    )
    .orderBy(asc(messages.id));
}

/** The highest message number of a ticket, 0 when there is none: whether anything came since a page was loaded. */
export async function lastMessageId(q: Query, ticketId: number): Promise<number> {
  const { messages } = q.tables;
  const [row] = await q
    .select({ id: messages.id })
    .from(messages)
    .where(eq(messages.ticketId, ticketId))
    .orderBy(desc(messages.id))
    .limit(1);
  return row?.id ?? 0;
}

export interface Attachment {
  id: number;
  messageId: number | null;
  name: string;
  mediaType: string;
  size: number;
}

export async function insertAttachments(tx: Query, rows: NewAttachmentRow[]): Promise<void> {
  if (rows.length > 0) await tx.insert(tx.tables.attachments).values(rows);
}

export async function listAttachments(q: Query, messageIds: number[]): Promise<Attachment[]> {
  if (messageIds.length === 0) return [];
  const { attachments } = q.tables;
  return q
    .select({
      id: attachments.id,
      messageId: attachments.messageId,
      name: attachments.name,
      mediaType: attachments.mediaType,
      size: attachments.size,
    })
    .from(attachments)
    .where(inArray(attachments.messageId, messageIds))
    .orderBy(asc(attachments.id));
}

/** One attachment with what decides who may see it. */
export async function findAttachment(q: Query, id: number) {
  const { attachments, messages, tickets } = q.tables;
  const [row] = await q
    .select({
      id: attachments.id,
      hash: attachments.hash,
      name: attachments.name,
      mediaType: attachments.mediaType,
      size: attachments.size,
      ticketId: attachments.ticketId,
      messageKind: messages.kind,
    })
    .from(attachments)
    .innerJoin(tickets, eq(tickets.id, attachments.ticketId))
    .leftJoin(messages, eq(messages.id, attachments.messageId))
    .where(eq(attachments.id, id))
    .limit(1);
  return row ?? null;
}

/** A message as its row says it, for those that make something of it. */
export async function findMessageRow(q: Query, ticketId: number, id: number) {
  const { messages } = q.tables;
  const [row] = await q
    .select()
    .from(messages)
    .where(and(eq(messages.ticketId, ticketId), eq(messages.id, id)))
    .limit(1);
  return row ?? null;
}

/** The files of a message, as they are kept. */
export async function listAttachmentRows(q: Query, messageId: number) {
  const { hash, name, mediaType, size, ...columns } = q.tables.attachments;
  return q
    .select({ hash, name, mediaType, size })
    .from(q.tables.attachments)
    .where(eq(columns.messageId, messageId))
    .orderBy(asc(columns.id));
}
