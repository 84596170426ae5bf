import type { Email } from 'postal-mime';
import { headerOf, messageIds, plainAddress } from './headers.ts';
import type { MailKind, Report } from './incoming.ts';
import { failedAddressIn, statusIn } from './reportText.ts';

/** Longest part that is looked at, in bytes. */
const maxPart = 200_000;

/** The fields of a delivery status (RFC 3464 §2) or a feedback report (RFC 5965 §3), by lower-case name, all groups in one. */
export type Fields = Map<string, string[]>;

/** What a message reports about mail that was sent, read from its parts first, then from its words. */
export function readReport(email: Email, text: string): Report {
  const inner = innerReport(email);
  const fields = withFallback(reportFields(email), inner ?? text);
  const returned = returnedHeaders(email, text);
  const about = {
    sender: addressOf(returned.get('from')?.[0] ?? ''),
    reporter: plainAddress(email.from?.address ?? ''),
  };
  const words = explanation(email, text);
  return {
    recipient:
      recipientOf(fields) ??
      addressOf(headerOf(email, 'x-failed-recipients')) ??
      failedAddressIn(words, about) ??
      addressOf(returned.get('to')?.[0] ?? ''),
    status: statusOf(fields) ?? statusIn(words),
    text: (fields.get('diagnostic-code')?.[0] ?? firstLines(words)).slice(0, 500),
    messageIds: [
      ...new Set([
        ...(returned.get('message-id') ?? []).flatMap(messageIds),
        ...[...(inner ?? '').matchAll(/^message-id:(.*)$/gim)].flatMap(([, ids]) => messageIds(ids)),
        ...messageIds(headerOf(email, 'in-reply-to')),
        ...messageIds(headerOf(email, 'references')),
      ]),
    ].slice(0, 20),
  };
}

/** What a delivery status says became of the message (RFC 3464 §2.3.3). */
export function actionOf(fields: Fields): MailKind | null {
  const actions = (fields.get('action') ?? []).map((value) => /[a-z]+/i.exec(value)?.[0]?.toLowerCase());
  if (actions.includes('failed')) return 'bounce';
  if (actions.includes('delayed')) return 'delay';
  if (actions.some((one) => one === 'delivered' || one === 'relayed' || one === 'expanded'))
    return 'delivered';
  return fields.has('final-recipient') || fields.has('original-recipient') ? 'bounce' : null;
}

/** Fields of the parts made for machines. */
export function reportFields(email: Email): Fields {
  const parts = email.attachments.filter(({ mimeType }) =>
    /^message\/(global-)?(delivery-status|feedback-report)$/.test(mimeType),
  );
  return fieldsIn(parts.map(({ content }) => decode(content)).join('\n'));
}

/** A report inside of another, as gateways wrap what they were told; null when there is none, or the outer one has its own. */
function innerReport(email: Email): string | null {
  if (reportFields(email).size > 0) return null;
  const parts = email.attachments.filter(({ mimeType }) => /^message\/(rfc822|global)$/.test(mimeType));
  const texts = parts.map(({ content }) => decode(content));
  return texts.find((text) => /^content-type:\s*message\/(global-)?delivery-status/im.test(text)) ?? null;
}

/** A broken report carries its fields in its text. */
const withFallback = (fields: Fields, text: string): Fields =>
  fields.size > 0 || !/^final-recipient:/im.test(text) ? fields : fieldsIn(text.slice(0, maxPart));

/** Unfold and collect `Name: value` lines. */
export function fieldsIn(text: string): Fields {
  const fields: Fields = new Map();
  for (const line of text
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')) {
    const [, name, value] = /^([A-Za-z][\w-]{1,60}):[ \t]*(.*)$/.exec(line) ?? [];
    if (name) fields.set(name.toLowerCase(), [...(fields.get(name.toLowerCase()) ?? []), value!.trim()]);
  }
  return fields;
}

/** The headers of the message that came back: as a part, or pasted below the words. */
export function returnedHeaders(email: Email, text: string): Fields {
  const part = email.attachments.find(({ mimeType }) =>
    /^(message\/(rfc822|global)|text\/rfc822-headers)/.test(mimeType),
  );
  if (part) return fieldsIn(decode(part.content).split(/\r?\n\r?\n/)[0]!);
  const at = text.search(
    /^\s*(return-path|received|message-id|from|date|to|subject|mime-version):.*\n(?:\s.*\n|[\w-]+:.*\n){2}/im,
  );
  return at < 0 ? new Map() : fieldsIn(text.slice(at).trimStart());
}

function recipientOf(fields: Fields): string | null {
  // The address as it was written to comes first: a forwarder's own would match nothing that was sent.
  const names = [
    'original-recipient',
    'x-actual-recipient',
    'final-recipient',
    'original-rcpt-to',
    'removal-recipient',
  ];
  for (const name of ['final-recipient', ...names])
    for (const value of fields.get(name) ?? []) {
      const address = addressOf(value.replace(/^[\w-]+\s*;/, ''));
      if (address) return address;
    }
  return null;
}

function statusOf(fields: Fields): string | null {
  const found = (fields.get('status') ?? []).flatMap(
    (value) => /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(value) ?? [],
  );
  return found[0] ?? statusIn(fields.get('diagnostic-code')?.join('\n') ?? '');
}

/** The first address in a header's value; brackets win. */
export function addressOf(value: string): string | null {
  const bracketed = /<("[^"\n]{1,64}"@[^<>\s]+|[^<>\s]+@[^<>\s]+)>/.exec(value)?.[1];
  const bare = /(?:"[^"\n]{1,64}"|[^\s<>()[\]",;:]+)@[^\s<>()[\]",;:]+/.exec(value)?.[0];
  const address = bracketed ?? bare;
  return address ? plainAddress(address.replace(/[.'`]+$/, '')) : null;
}

/** The part for people. Some reports have nothing but parts for machines. */
function explanation(email: Email, text: string): string {
  if (text.trim() !== '') return text.slice(0, maxPart);
  return email.attachments
    .filter(({ mimeType }) => mimeType.startsWith('text/'))
    .map(({ content }) => decode(content))
    .join('\n');
}

const firstLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, 6)
    .join(' ');

export function decode(content: ArrayBuffer | Uint8Array | string): string {
  if (typeof content === 'string') return content.slice(0, maxPart);
  const bytes = content instanceof Uint8Array ? content : new Uint8Array(content);
  return new TextDecoder().decode(bytes.subarray(0, maxPart));
}
