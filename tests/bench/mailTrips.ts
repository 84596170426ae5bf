import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Context } from '#src/context.ts';
import { receiveMail } from '#src/domain/mail/receive.ts';
import { receivedView } from '#src/domain/mail/receivedView.ts';
import type { Outcome } from '#src/domain/mail/received.ts';
import { replyAddress } from '#src/domain/mail/thread.ts';
import { getAttachment } from '#src/domain/tickets/attachments.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { mailCases, normal, replyCases, type MailCase, type ReplyCase } from '../corpora.ts';
import type { Trip } from './mailFigures.ts';

type Clock = () => Context;

/** The messages of a folder: taken in one by one, each then read back. */
export async function mailTrips(clock: Clock, folder: string): Promise<Trip[]> {
  if (!existsSync(folder) || !readdirSync(folder).some((name) => name.endsWith('.eml'))) return [];
  const trips: Trip[] = [];
  for (const one of mailCases(folder)) trips.push(await mailTrip(clock(), one));
  return trips;
}

async function mailTrip(ctx: Context, one: MailCase): Promise<Trip> {
  const raw = readFileSync(one.file);
  const before = await countSent(ctx);
  const { outcome, ms } = await timed(ctx, raw);
  const answers = isMachine(one, raw) ? (await countSent(ctx)) - before : 0;
  const back = outcome && (await readBack(ctx, outcome));
  return { id: one.id, class: one.class, outcome, ms, answers, right: back ? compare(one, back) : {} };
}

async function timed(ctx: Context, raw: Uint8Array): Promise<{ outcome: Outcome | null; ms: number }> {
  const start = performance.now();
  const outcome = await receiveMail(ctx, raw, { kind: 'pipe' }).catch((error: unknown) => {
    console.error(error);
    return null;
  });
  return { outcome, ms: performance.now() - start };
}

const countSent = (ctx: Context) => ctx.db.read.$count(ctx.db.read.tables.sentMails);

/** By the corpus where it says so, else by the headers that RFC 3834 names: told without the code that is measured. */
function isMachine(one: MailCase, raw: Uint8Array): boolean {
  if (/^(bounce|broken-bounce|arf-complaint|auto-reply)$/.test(one.class)) return true;
  const head = new TextDecoder('latin1').decode(raw).split(/\r?\n\r?\n/)[0]!;
  return /^(auto-submitted:\s*(?!no)|precedence:\s*(bulk|list|junk)|return-path:\s*<>|list-id:)/im.test(head);
}

interface Back {
  sender: string;
  subject: string;
  text: string;
  hashes: string[];
  recipient: string | null;
  status: string | null;
}

/** What the domain says of the message now: the ticket it became, or the hold with what is in it. */
async function readBack(ctx: Context, { id, state, ticketId, messageId }: Outcome): Promise<Back> {
  const { mail, read } = await receivedView(ctx, id);
  const report = { recipient: mail.report?.recipient ?? null, status: mail.report?.status ?? null };
  if (state !== 'ticket' || ticketId === null)
    return {
      sender: mail.fromEmail,
      subject: mail.subject,
      text: read?.text ?? '',
      hashes: read ? await Promise.all(read.files.map(({ hash }) => hashOf(ctx.files.read(hash)))) : [],
      ...report,
    };
  const view = await ticketView(ctx, ticketId);
  const message = view.messages.find((one) => one.id === messageId)!;
  const files = await Promise.all(message.files.map(({ id: file }) => getAttachment(ctx, file)));
  return {
    sender: view.requester.email,
    subject: mail.subject === '' ? '' : view.ticket.subject,
    text: message.body,
    hashes: await Promise.all(files.map((file) => hashOf(file.read()))),
    ...report,
  };
}

async function hashOf(stream: AsyncIterable<unknown>): Promise<string> {
  const sum = createHash('sha256');
  for await (const chunk of stream) sum.update(chunk as Buffer);
  return sum.digest('hex');
}

/** The corpora cut long texts at a thousand characters. */
const cutAt = 1_000;

function compare(one: MailCase, back: Back): Record<string, boolean> {
  const { must, disputed = [], upstream_expected: upstream } = one;
  const right: Record<string, boolean> = {};
  const is = <K extends keyof MailCase['must']>(
    key: K,
    field: string,
    holds: (want: NonNullable<MailCase['must'][K]>) => boolean,
  ) => {
    const want = must[key];
    if (want !== undefined && want !== null && !disputed.includes(key)) right[field] = holds(want);
  };
  is('from_email', 'sender', (want) => back.sender === want.toLowerCase());
  is('subject', 'subject', (want) => normal(back.subject) === normal(want));
  is('text_norm', 'text', (want) => {
    const got = normal(back.text);
    return want.length < cutAt ? got === normal(want) : got.startsWith(normal(want));
  });
  is('attachment_sha256_must_include', 'attachments', (want) =>
    want.every((hash) => back.hashes.includes(hash)),
  );
  if (upstream?.final_recipient) right.recipient = back.recipient === upstream.final_recipient.toLowerCase();
  if (upstream?.status) right.status = back.status === upstream.status;
  return right;
}

/** Replies: each to a ticket of its own, from its requester, to the address that carries its token. */
export async function replyTrips(clock: Clock, folder: string): Promise<Trip[]> {
  if (!existsSync(`${folder}/cases.jsonl`)) return [];
  const trips: Trip[] = [];
  for (const [i, one] of replyCases(folder).entries()) trips.push(await replyTrip(clock(), one, i));
  return trips;
}

async function replyTrip(ctx: Context, one: ReplyCase, i: number): Promise<Trip> {
  const email = `customer${i}@shop.example`;
  const { number } = await fileTicket(ctx, {
    subject: 'Help',
    body: 'Please',
    name: '',
    email,
    locale: 'en',
  });
  const to = await replyAddress(ctx, { address: 'help@desk.example' }, { ticketId: number });
  const { outcome, ms } = await timed(ctx, replyMessage(one, { email, to, i }));
  const isJoined = outcome?.state === 'reply' && outcome.ticketId === number;
  const { messages } = await ticketView(ctx, number);
  const said = isJoined ? messages.find(({ id }) => id === outcome.messageId)!.body : '';
  return { id: one.id, class: 'reply', outcome, ms, answers: 0, right: compareReply(one, said) };
}

function replyMessage(one: ReplyCase, { email, to, i }: { email: string; to: string; i: number }): Buffer {
  const type = one.input === undefined ? 'text/html' : 'text/plain';
  const body = Buffer.from(one.input ?? one.input_html!)
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n');
  const headers = [
    `From: ${email}`,
    `To: ${to}`,
    'Subject: Re: Help',
    `Message-ID: <reply-${i}@shop.example>`,
    'MIME-Version: 1.0',
    `Content-Type: ${type}; charset=utf-8`,
    'Content-Transfer-Encoding: base64',
  ];
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body}\r\n`);
}

function compareReply(one: ReplyCase, said: string): Record<string, boolean> {
  const bare = (text: string) => text.replace(/\s/g, '');
  const literal = one.expected_reply ?? one.expected_reply_first_fragment;
  const [want, got] =
    literal === undefined ? [one.expected_reply_nospace, bare(said)] : [normal(literal), normal(said)];
  return want === undefined ? {} : { reply: got === want, replyContained: got.includes(want) };
}
