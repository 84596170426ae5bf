import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const gz = promisify(gzip);

export type Encoding = 'br' | 'gzip';
/** A body and what compression made of it so far. */
export type Encoded = { plain: Buffer } & Partial<Record<Encoding, Buffer>>;

/** Below this a compressed answer is no smaller on the wire: one packet either way. */
const minBytes = 1_000;

export const isCompressible = (mediaType: string) =>
  /^(text\/(?!event-stream)|application\/(json|xml|atom\+xml|javascript|manifest\+json)|image\/svg)/.test(
    mediaType,
  );

/** Compress once, hard, for many visitors. */
export async function compressAll(plain: Buffer): Promise<Encoded> {
  if (plain.length < minBytes) return { plain };
  const [br, gzipped] = await Promise.all([compress(plain, 'br', 10), compress(plain, 'gzip', 9)]);
  return { plain, br: ownBytes(br), gzip: ownBytes(gzipped) };
}

/** Without the rest of the 16 KiB that zlib wrote into: they are kept, and mostly shorter than that. */
const ownBytes = (body: Buffer): Buffer => Buffer.from(body);

/** Compress for one visitor, fast. */
export async function compressFor(
  req: IncomingMessage,
  plain: Buffer,
): Promise<{ encoding?: Encoding; body: Buffer }> {
  const encoding = plain.length < minBytes ? undefined : acceptedBy(req);
  if (!encoding) return { body: plain };
  return { encoding, body: await compress(plain, encoding, 4) };
}

/** The best of the bodies that are there for what the client accepts. */
export function pickEncoding(req: IncomingMessage, bodies: Encoded): { encoding?: Encoding; body: Buffer } {
  const encoding = acceptedBy(req, bodies);
  return encoding ? { encoding, body: bodies[encoding]! } : { body: bodies.plain };
}

const encodings = ['br', 'gzip'] as const;
const accepting = {
  br: /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/,
  gzip: /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/,
};

function acceptedBy(req: IncomingMessage, bodies?: Encoded): Encoding | undefined {
  const header = String(req.headers['accept-encoding'] ?? '');
  return encodings.find((encoding) => (!bodies || bodies[encoding]) && accepting[encoding].test(header));
}

function compress(plain: Buffer, encoding: Encoding, quality: number): Promise<Buffer> {
  if (encoding === 'gzip') return gz(plain, { level: quality });
  return brotli(plain, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    },
  });
}
