import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { compressFor, isCompressible } from './compression.ts';

/** A whole answer of the pages, held back before anything of it is sent. */
export interface Answer {
  status: number;
  /** Names in lower case. */
  headers: OutgoingHttpHeaders;
  body: Buffer;
}

/** Larger answers, downloads and live streams go straight through. */
const maxHeldBytes = 4 * 1024 * 1024;

/**
 * Hold what a handler writes to `res`, so that it can be cached, compressed, or replaced when it failed.
 * @returns the answer, or null when it went through as a stream.
 */
export function holdAnswer(res: ServerResponse): Promise<Answer | null> {
  const { writeHead, write, end } = res;
  const held: Buffer[] = [];
  let answer: Answer | null = null;
  let size = 0;
  return new Promise((resolve) => {
    const letGo = () => {
      Object.assign(res, { writeHead, write, end });
      resolve(null);
    };
    const flow = () => {
      letGo();
      res.writeHead(answer!.status, answer!.headers);
      for (const chunk of held) res.write(chunk);
    };
    const keep = (chunk: unknown) => {
      if (chunk === undefined || chunk === null || typeof chunk === 'function') return;
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk as Uint8Array);
      held.push(bytes);
      size += bytes.length;
    };
    res.once('close', () => resolve(null));
    res.writeHead = ((status: number, ...rest: unknown[]) => {
      const headers = lowerCase(rest.at(-1) as OutgoingHttpHeaders | undefined);
      answer = { status, headers, body: Buffer.alloc(0) };
      if (!isHeld(headers)) flow();
      return res;
    }) as typeof res.writeHead;
    res.write = ((chunk: unknown) => {
      keep(chunk);
      if (size > maxHeldBytes) flow();
      return true;
    }) as typeof res.write;
    res.end = ((chunk: unknown) => {
      keep(chunk);
      Object.assign(res, { writeHead, write, end });
      resolve({ ...(answer ?? { status: res.statusCode, headers: {} }), body: Buffer.concat(held) });
      return res;
    }) as typeof res.end;
  });
}

/** Send an answer, compressed when that helps. Without a word on caching it is for this reader only. */
export async function sendAnswer(req: IncomingMessage, res: ServerResponse, answer: Answer): Promise<void> {
  const headers: OutgoingHttpHeaders = { 'cache-control': 'private, no-cache', ...answer.headers };
  const mediaType = String(headers['content-type'] ?? '');
  let { body } = answer;
  if (isCompressible(mediaType) && !headers['content-encoding']) {
    const compressed = await compressFor(req, body);
    body = compressed.body;
    if (compressed.encoding) headers['content-encoding'] = compressed.encoding;
    headers['vary'] = headers['vary'] ? `${String(headers['vary'])}, Accept-Encoding` : 'Accept-Encoding';
  }
  if (res.destroyed) return;
  const hasBody = answer.status !== 204 && answer.status !== 304;
  if (hasBody) headers['content-length'] = body.length;
  res.writeHead(answer.status, headers);
  res.end(hasBody && req.method !== 'HEAD' ? body : undefined);
}

function isHeld(headers: OutgoingHttpHeaders): boolean {
  if (headers['content-disposition']) return false;
  const mediaType = String(headers['content-type'] ?? '');
  return mediaType === '' || isCompressible(mediaType);
}

function lowerCase(headers: OutgoingHttpHeaders | undefined): OutgoingHttpHeaders {
  if (typeof headers !== 'object') return {};
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  if (lower['content-type'] === 'text/html') lower['content-type'] = 'text/html; charset=utf-8';
  return lower;
}
