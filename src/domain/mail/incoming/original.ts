import { sanitize, type Schema } from 'hast-util-sanitize';
import rehypeStringify from 'rehype-stringify';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import type { Element, Root } from 'hast';
import { schema } from '#src/domain/articles/markdown/sanitise.ts';
import { headerOf, mailboxes, oneLine } from './headers.ts';
import { parseHtml } from './htmlText.ts';
import type { Mailbox } from './incoming.ts';
import type { Parsed } from './parsed.ts';
import { bytesOf } from './read.ts';
import { fileTypeFromBuffer } from 'file-type';

/** A message as its sender made it, for the frame that shows it. */
export interface Original {
  from: Mailbox | null;
  to: Mailbox[];
  cc: Mailbox[];
  subject: string;
  date: string;
  /** Safe HTML without style, script or remote content; null when there is only text. */
  html: string | null;
  text: string;
  /** Addresses of the remote images that were left out, at most 200; the HTML counts them in `data-remote`. */
  remoteImages: string[];
}

/** Inline images together may weigh so much in the page, in bytes. */
export const maxInline = 8 * 1024 * 1024;
const imageTypes = new Set([
  'image/png',
  'image/apng',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
]);

/** What a message may look like: the article's schema with the old presentation that mail still uses, and our own marks. */
const mailSchema: Schema = {
  ...schema,
  tagNames: [
    ...schema.tagNames!,
    'font',
    'big',
    'strike',
    'address',
    'article',
    'header',
    'footer',
    'main',
    'center',
  ],
  attributes: {
    ...schema.attributes,
    font: ['color', ['size', /^[+-]?\d$/]],
    img: ['src', 'alt', ['width', /^\d{1,4}$/], ['height', /^\d{1,4}$/], 'dataRemote'],
    table: [
      ['width', /^\d{1,4}%?$/],
      ['align', 'left', 'right', 'center'],
    ],
  },
  protocols: { href: ['http', 'https', 'mailto', 'tel'], src: ['data'] },
};
const stringify = unified().use(rehypeStringify).freeze();

export async function showOriginal({ email }: Parsed): Promise<Original> {
  const inline = await inlineImages(email.attachments);
  const remoteImages: string[] = [];
  return {
    from: mailboxes(email.from)[0] ?? null,
    to: mailboxes(email.to),
    cc: mailboxes(email.cc),
    subject: oneLine(email.subject ?? ''),
    date: oneLine(headerOf(email, 'date')),
    html: email.html ? safeHtml(email.html, inline, remoteImages) : null,
    text: email.text ?? '',
    remoteImages,
  };
}

type Inline = Map<string, string>;

/** Images by their Content-ID, as `data:` addresses; by their bytes, whatever they say they are. */
async function inlineImages(attachments: Parameters<typeof bytesOf>[0][]): Promise<Inline> {
  const images: Inline = new Map();
  let total = 0;
  for (const attachment of attachments) {
    const id = attachment.contentId?.replace(/^\s*<|>\s*$/g, '');
    const bytes = id ? bytesOf(attachment) : null;
    if (!id || !bytes || (total += bytes.length) > maxInline) continue;
    const type = (await fileTypeFromBuffer(bytes))?.mime;
    if (type && imageTypes.has(type))
      images.set(id, `data:${type};base64,${Buffer.from(bytes).toString('base64')}`);
  }
  return images;
}

function safeHtml(html: string, inline: Inline, remote: string[]): string {
  const tree = parseHtml(html.slice(0, 2_000_000));
  visit(tree, 'element', (node: Element) => {
    if (node.tagName === 'img') placeImage(node, inline, remote);
  });
  const safe = sanitize(tree, mailSchema) as Root;
  visit(safe, 'element', (node: Element) => {
    if (node.tagName === 'a')
      node.properties = { ...node.properties, target: '_blank', rel: ['noopener', 'noreferrer', 'nofollow'] };
  });
  return String(stringify.stringify(safe));
}

/** An image of the message itself is shown; one from elsewhere leaves its number, by which a reader may ask for it. */
function placeImage(node: Element, inline: Inline, remote: string[]): void {
  const src = String(node.properties.src ?? '').trim();
  const data = src.toLowerCase().startsWith('cid:') ? inline.get(decode(src.slice(4))) : undefined;
  const { alt, width, height } = node.properties;
  node.properties = { alt: alt ?? '', width, height, ...(data && { src: data }) };
  if (/^https?:\/\//i.test(src) && remote.length < 200)
    node.properties.dataRemote = String(remote.push(src) - 1);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
