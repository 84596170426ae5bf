import iconv from 'iconv-lite';
import PostalMime, { type Attachment, type Email } from 'postal-mime';

/** What postal-mime 4.0.0 keeps of each part; not in its types, hence the exact version and the tests of this file. */
interface Part {
  parentNode?: Part;
  childNodes: Part[];
  contentType: { parsed: { value: string; params: Record<string, string> }; multipart: string | false };
  contentTransferEncoding: { encoding: string };
  contentDisposition: { parsed: { value: string; params: Record<string, string> } };
  content: ArrayBuffer | null;
  getTextContent(): string;
}
interface Parser {
  parse(raw: Uint8Array): Promise<Email>;
  isInlineTextNode(part: Part): boolean;
  collectAttachment(part: Part, ...rest: unknown[]): void;
  attachments: Attachment[];
}

/** Limits that end the parse of a hostile message with an error. */
const bounds = { maxNestingDepth: 64, maxHeadersSize: 1024 * 1024 };

/**
 * Take a message apart. Two things beyond the library: a named text part after the body is a file, not more text; and
 * files that travel unencoded keep their bytes, without the line end that belongs to the boundary (RFC 2046 §5.1.1).
 * Messages inside are files as well, whole.
 * @throws Error when a limit is passed
 */
export async function parseMime(raw: Uint8Array): Promise<Email> {
  const parser = new PostalMime({ ...bounds, forceRfc822Attachments: true }) as unknown as Parser;
  const isText = parser.isInlineTextNode.bind(parser);
  const collect = parser.collectAttachment.bind(parser);
  let hasBody = false;
  parser.isInlineTextNode = (part) => {
    const isBody = isText(part) && !(hasBody && isNamed(part));
    hasBody ||= isBody;
    if (isBody) mendCharset(part);
    return isBody;
  };
  const hasCrlf = isCrlf(raw);
  parser.collectAttachment = (part, ...rest) => {
    collect(part, ...rest);
    parser.attachments.at(-1)!.content = exactContent(part, hasCrlf);
  };
  return parser.parse(raw);
}

/** Text that its own charset can't read, or that claims to be ASCII, is UTF-8 when it can be. */
function mendCharset(part: Part): void {
  const asDeclared = part.getTextContent.bind(part);
  part.getTextContent = () => {
    recode(part);
    const text = asDeclared();
    const { charset = '' } = part.contentType.parsed.params;
    const isAscii = /^(us-?ascii|ansi_x3.*|7bit)?$/i.test(charset);
    const isWrong = text.includes('\ufffd') || (isAscii && /[^\0-\x7f]/.test(text));
    return isWrong ? (asUtf8(part.content) ?? text) : text;
  };
}

/** What the platform can't decode (UTF-7, the code pages of DOS), as UTF-8. */
function recode(part: Part): void {
  const { params } = part.contentType.parsed;
  const charset = (params.charset ?? '').trim();
  if (!part.content || isNative(charset) || !iconv.encodingExists(charset)) return;
  part.content = new TextEncoder().encode(iconv.decode(Buffer.from(part.content), charset)).buffer;
  params.charset = 'utf-8';
}

function isNative(charset: string): boolean {
  try {
    return charset === '' || Boolean(new TextDecoder(charset));
  } catch {
    return false;
  }
}

function asUtf8(content: ArrayBuffer | null): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content ?? new ArrayBuffer(0));
  } catch {
    return null;
  }
}

function isNamed({ contentType, contentDisposition }: Part): boolean {
  return Boolean(contentDisposition.parsed.params['filename'] ?? contentType.parsed.params['name']);
}

const isCrlf = (raw: Uint8Array): boolean => {
  const end = raw.indexOf(10);
  return end > 0 && raw[end - 1] === 13;
};

/** The bytes as they were before they were packed: the library reads lines, and ends each with a bare LF. */
function exactContent(part: Part, hasCrlf: boolean): Uint8Array {
  const bytes = new Uint8Array(part.content ?? new ArrayBuffer(0));
  const { encoding } = part.contentTransferEncoding;
  if (/base64/i.test(encoding)) return bytes;
  const body = part.parentNode && bytes.at(-1) === 10 ? bytes.subarray(0, -1) : bytes;
  return hasCrlf && !body.includes(13) ? withCrlf(body) : body;
}

function withCrlf(bytes: Uint8Array): Uint8Array {
  let lines = 0;
  for (const byte of bytes) if (byte === 10) lines++;
  const out = new Uint8Array(bytes.length + lines);
  let at = 0;
  for (const byte of bytes) {
    if (byte === 10) out[at++] = 13;
    out[at++] = byte;
  }
  return out;
}
