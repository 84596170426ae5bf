import type { IncomingMessage } from 'node:http';
import type { Config } from '#src/config.ts';
import { paths } from '#src/paths.ts';

/** Room for the fields beside the files of a form, in bytes. */
const slack = 1024 * 1024;
/** Text that a form may carry. Percent-encoding makes three bytes of each and nine of a CJK character. */
const maxTextBytes = 256 * 1024;
/** The desk writes whole articles. */
const maxDeskBytes = 4 * 1024 * 1024;
/** Bodies in memory at once, over all requests. */
const maxTotalBytes = 512 * 1024 * 1024;
/** A body without files is on its way within this. */
const maxTextMs = 30_000;

/** What is still taken, and thrown away, of a body that is refused. */
const maxDrain = { bytes: 32 * 1024 * 1024, ms: 2_000 };

/** What a page reads itself, as it comes, and bounds itself: archives, which would fill the memory. */
export const isStreamed = (req: IncomingMessage): boolean =>
  req.method === 'POST' && req.url === paths.adminUpload() && isMultipart(req);

let totalBytes = 0;

export type Body = { bytes: Buffer; release: () => void } | { refusal: 408 | 413 | 503 };

/**
 * Read the whole body, up to the limit of its kind, before any page starts: what is too large, too slow or more than
 * the machine can hold is refused without being kept.
 */
export function readBody(req: IncomingMessage, config: Config): Promise<Body> {
  const limit = limitOf(req, config);
  if (Number(req.headers['content-length'] ?? 0) > limit) return drained(req, 413);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = isMultipart(req) ? undefined : setTimeout(() => refuse(408), maxTextMs);
    const release = () => {
      totalBytes -= size;
      size = 0;
    };
    const refuse = (refusal: 408 | 413 | 503) => {
      clearTimeout(timer);
      release();
      chunks.length = 0;
      req.removeAllListeners('data');
      resolve(drained(req, refusal));
    };
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      totalBytes += chunk.length;
      chunks.push(chunk);
      if (size > limit) refuse(413);
      else if (totalBytes > maxTotalBytes) refuse(503);
    });
    req.once('end', () => {
      clearTimeout(timer);
      resolve({ bytes: Buffer.concat(chunks), release });
    });
    req.once('close', () => refuse(408));
  });
}

/** A body that a page reads itself: refused when it says it is too large; once the page is done, the sender finishes or is cut. */
export async function streamBody(
  req: IncomingMessage,
  config: Config,
  answer: () => Promise<void>,
): Promise<413 | null> {
  const isTooLarge = Number(req.headers['content-length'] ?? 0) > config.importMaxBytes + slack;
  if (!isTooLarge) await answer();
  await drained(req, 413);
  return isTooLarge ? 413 : null;
}

/**
 * Let the sender finish, within bounds, before it is told: on a connection that is cut while it still sends, the answer
 * gets lost.
 */
function drained(req: IncomingMessage, refusal: 408 | 413 | 503): Promise<Body> {
  if (refusal === 408 || req.readableEnded || req.destroyed) return Promise.resolve({ refusal });
  return new Promise((resolve) => {
    let left = maxDrain.bytes;
    const done = () => {
      clearTimeout(timer);
      resolve({ refusal });
    };
    const timer = setTimeout(done, maxDrain.ms);
    req.on('data', (chunk: Buffer) => (left -= chunk.length) < 0 && done());
    req.once('end', done);
    req.once('close', done);
  });
}

function limitOf(req: IncomingMessage, config: Config): number {
  const text = /^\/(desk|admin)(\/|$|\?)/.test(req.url ?? '') ? maxDeskBytes : maxTextBytes;
  if (!isMultipart(req)) return text;
  return config.uploadMaxBytes * Math.max(1, config.uploadMaxFiles) + Math.max(slack, text);
}

const isMultipart = (req: IncomingMessage) =>
  /^multipart\/form-data\b/i.test(String(req.headers['content-type'] ?? ''));
