import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { locales } from '#src/i18n/index.ts';
import type { Answer } from './answer.ts';
import { compressAll, pickEncoding, type Encoded, type Encoding } from './compression.ts';

/** A page as it is sent to everybody who is nobody in particular. */
interface Page {
  version: string;
  renderedAt: number;
  etag: string;
  bodies: Encoded;
  /** Whole heads, by encoding and for a 304, as flat lists: Node writes those without looking at each. */
  heads: Record<Encoding | 'plain' | 'unchanged', string[]>;
  bytes: number;
}

export interface PageCache {
  /** Whether an address may be answered from memory; what else speaks against it, `tryAnswer` knows. */
  has(url: string | undefined): boolean;
  /** Answer from memory when the page is there, current, and the reader anonymous. */
  tryAnswer(req: IncomingMessage, res: ServerResponse): boolean;
  /** Answer with the last good version when rendering failed. */
  tryStale(req: IncomingMessage, res: ServerResponse): boolean;
  /** Keep what was rendered at a content version, if it may be kept. */
  keep(req: IncomingMessage, answer: Answer, version: string): void;
  /** Pages and bytes held. */
  size(): { pages: number; bytes: number };
}

/** Numbers on a page that no publish announces (most-read answers) are at most this old. */
const maxAgeMs = 60_000;
/** About 700 articles, in all encodings. */
const maxBytes = 32 * 1024 * 1024;

/** Only these routes: their pages are the same for every anonymous reader, and hold no token of a form. */
const publicRoute = new RegExp(
  `^/(?:(?:${locales.join('|')})(?:/(?:categories|articles)/[^/?]{1,300}|/faq|/feed\\.xml)?|sitemap\\.xml|robots\\.txt)$`,
);
/** Cookies that change nothing of a public page: the visit and the language, which is in the path. */
const harmlessCookie = /^portico_(visit|locale)=/;

/**
 * @param currentVersion the content version now, or null while the database does not answer: then every page that is
 * there is good enough.
 * @param common headers of every answer.
 */
export function createPageCache(
  currentVersion: () => string | null,
  common: Record<string, string> = {},
): PageCache {
  const pages = new Map<string, Page>();
  let bytes = 0;
  const drop = (key: string) => {
    bytes -= pages.get(key)?.bytes ?? 0;
    pages.delete(key);
  };
  const put = (key: string, page: Page) => {
    drop(key);
    pages.set(key, page);
    bytes += page.bytes;
    // A Map keeps the order of insertion: the first are the ones longest unused.
    for (const oldest of pages.keys()) if (bytes > maxBytes) drop(oldest);
  };
  return {
    has: (url) => url !== undefined && pages.has(url),
    tryAnswer(req, res) {
      const page = isCacheable(req) ? pages.get(req.url!) : undefined;
      if (!page || !isFresh(page, currentVersion())) return false;
      send(req, res, page);
      return true;
    },
    tryStale(req, res) {
      const page = isCacheable(req) ? pages.get(req.url!) : undefined;
      if (!page) return false;
      // It stands in for one that failed, whose headers were set already.
      for (const name of res.getHeaderNames()) res.removeHeader(name);
      send(req, res, page);
      return true;
    },
    keep(req, answer, version) {
      if (!isCacheable(req)) return;
      const key = req.url!;
      if (answer.status >= 500) return;
      if (!isKeepable(answer)) return drop(key);
      void compressAll(answer.body).then((bodies) => put(key, pageOf(answer, bodies, version, common)));
    },
    size: () => ({ pages: pages.size, bytes }),
  };
}

/** Whether the page would be the same for anybody else: a plain GET of a public route by nobody in particular. */
export function isCacheable(req: IncomingMessage): boolean {
  if (req.method !== 'GET' && req.method !== 'HEAD') return false;
  if (req.headers.authorization !== undefined || !publicRoute.test(req.url ?? '')) return false;
  const { cookie } = req.headers;
  return cookie === undefined || cookie.split(/;\s*/).every((pair) => harmlessCookie.test(pair));
}

function isKeepable({ status, headers }: Answer): boolean {
  const isPrivate = /no-store|private/.test(String(headers['cache-control'] ?? ''));
  return status === 200 && !isPrivate && headers['set-cookie'] === undefined;
}

function isFresh(page: Page, version: string | null): boolean {
  return version === null || (page.version === version && Date.now() - page.renderedAt < maxAgeMs);
}

function pageOf(answer: Answer, bodies: Encoded, version: string, common: Record<string, string>): Page {
  const etag = `W/"${createHash('sha256').update(answer.body).digest('base64url').slice(0, 22)}"`;
  const caching = { 'cache-control': 'public, no-cache', vary: 'Accept-Encoding, Cookie', etag };
  const headOf = (body: Buffer | undefined, encoding: OutgoingHttpHeaders = {}) =>
    flat({ ...common, ...answer.headers, ...caching, ...encoding, 'content-length': body?.length });
  return {
    version,
    renderedAt: Date.now(),
    etag,
    bodies,
    heads: {
      plain: headOf(bodies.plain),
      br: headOf(bodies.br, { 'content-encoding': 'br' }),
      gzip: headOf(bodies.gzip, { 'content-encoding': 'gzip' }),
      unchanged: flat({ ...common, ...caching }),
    },
    bytes: 8_000 + Object.values(bodies).reduce((sum, body) => sum + body.length, 0),
  };
}

const flat = (headers: OutgoingHttpHeaders): string[] =>
  Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)]));

function send(req: IncomingMessage, res: ServerResponse, page: Page): void {
  if (isMatch(req.headers['if-none-match'], page.etag))
    return void res.writeHead(304, page.heads.unchanged).end();
  const { encoding, body } = pickEncoding(req, page.bodies);
  res.writeHead(200, page.heads[encoding ?? 'plain']);
  res.end(req.method === 'HEAD' ? undefined : body);
}

const isMatch = (header: string | undefined, etag: string) =>
  header !== undefined && (header === '*' || header.split(/,\s*/).includes(etag));
