import { createHash } from 'node:crypto';
import type { Attachment, Email } from 'postal-mime';
import { mediaTypeOf } from '#src/domain/files/upload.ts';
import { cutText } from '#src/domain/text.ts';
import { classify } from './classify.ts';
import { headerOf, headerValues, mailboxes, messageIds, oneLine, plainAddress } from './headers.ts';
import { htmlToText } from './htmlText.ts';
import type { IncomingFile, IncomingMail, MailKind } from './incoming.ts';
import type { Parsed } from './parsed.ts';
import { extractReply } from './reply.ts';
import { readReport } from './report.ts';

/** Longest text that is kept beside the original, in UTF-16 units, and the most files. */
export const limits = { text: 200_000, files: 50, name: 200, subject: 300 } as const;

/** Keeps bytes and names them by their sha256, hex. */
export type Save = (bytes: Uint8Array) => Promise<string>;

/**
 * Read a raw message: who, what, which thread, what sort, and its files, which are saved on the way. Whatever can't be
 * read is left empty; the raw message is kept anyway.
 */
export async function readMail(parsed: Parsed, save: Save): Promise<IncomingMail> {
  const { email, raw } = parsed;
  const text = cutText(textOf(email, raw), limits.text).replaceAll('\0', '').toWellFormed();
  const kind = classify(email, text);
  const mail = {
    ...people(email),
    subject: cutText(oneLine(email.subject ?? ''), limits.subject),
    messageId: messageIds(headerOf(email, 'message-id'))[0] ?? null,
    answers: answered(email),
    date: dateOf(email),
    text,
    reply: extractReply(text),
    hasHtml: Boolean(email.html),
    files: await saveFiles(parsed, save),
    kind,
    report: isReport(kind) ? readReport(email, text) : null,
    authentication: headerValues(email, 'authentication-results').slice(0, 10),
  };
  return { ...mail, identity: identityOf(mail, raw) };
}

const isReport = (kind: MailKind): boolean =>
  kind === 'bounce' || kind === 'delay' || kind === 'delivered' || kind === 'complaint';

function people(email: Email) {
  const hops = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-delivered-to'];
  return {
    from: mailboxes(email.from)[0] ?? null,
    replyTo: mailboxes(email.replyTo)[0] ?? null,
    to: mailboxes(email.to),
    cc: mailboxes(email.cc),
    deliveredTo: hops.flatMap((name) => headerValues(email, name).slice(0, 10).map(plainAddress)),
  };
}

/** The plain text, else that of the HTML, else whatever stands below the headers: broken parts are still somebody's words. */
function textOf(email: Email, raw: Uint8Array): string {
  if (email.text?.trim()) return email.text.replace(/\r\n?/g, '\n');
  if (email.html) return safely(() => htmlToText(email.html!)) ?? email.html.replace(/<[^>]*>/g, ' ');
  return email.attachments.length > 0 ? '' : bodyOf(raw);
}

/** Trees deeper than the stack are no text anybody wrote. */
function safely(read: () => string): string | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function bodyOf(raw: Uint8Array): string {
  const text = new TextDecoder().decode(raw.subarray(0, limits.text)).replace(/\r\n?/g, '\n');
  const at = text.indexOf('\n\n');
  return at < 0 ? '' : text.slice(at + 2).trim();
}

function answered(email: Email): string[] {
  const nearest = messageIds(headerOf(email, 'references')).reverse();
  return [...new Set([...messageIds(headerOf(email, 'in-reply-to')), ...nearest])].slice(0, 50);
}

function dateOf(email: Email): string | null {
  const date = new Date(headerOf(email, 'date'));
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

async function saveFiles({ email, big }: Parsed, save: Save): Promise<IncomingFile[]> {
  const files: IncomingFile[] = [];
  for (const attachment of email.attachments.slice(0, limits.files)) {
    const bytes = bytesOf(attachment);
    const { hash, size, head } = big.get(attachment) ?? {
      hash: await save(bytes),
      size: bytes.length,
      head: bytes,
    };
    files.push({
      hash,
      name: nameOf(attachment, files.length + 1),
      mediaType: (await mediaTypeOf(head)) ?? 'application/octet-stream',
      size,
      contentId: attachment.contentId?.replace(/^\s*<|>\s*$/g, '').slice(0, 200) ?? null,
    });
  }
  return files;
}

export const bytesOf = ({ content }: Attachment): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content as ArrayBuffer);

const extensions: Record<string, string> = {
  'message/rfc822': 'eml',
  'message/global': 'eml',
  'text/calendar': 'ics',
  'text/plain': 'txt',
  'text/html': 'html',
  'text/csv': 'csv',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'application/pdf': 'pdf',
  'application/ms-tnef': 'dat',
};

/** The name it came with, as one line without a path; else one that says what it is. */
function nameOf({ filename, mimeType }: Attachment, position: number): string {
  const given = oneLine(filename ?? '')
    .split(/[/\\]/)
    .at(-1)!
    .trim();
  const name = given || `attachment-${position}.${extensions[mimeType] ?? 'bin'}`;
  if (name.length <= limits.name) return name;
  const ending = /\.[^.]{1,10}$/.exec(name)?.[0] ?? '';
  return cutText(name, limits.name - ending.length) + ending;
}

/** Message-ID and content together: who copies another's Message-ID makes no duplicate of it. */
function identityOf(
  mail: Pick<IncomingMail, 'messageId' | 'from' | 'subject' | 'date' | 'text' | 'files'>,
  raw: Uint8Array,
): string {
  const { messageId, from, subject, date, text, files } = mail;
  // What names itself in no way is only the same as its own bytes.
  if (messageId === null && date === null) return createHash('sha256').update(raw).digest('hex');
  const content = [messageId, from?.email, subject, date, text, files.map(({ hash }) => hash)];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
