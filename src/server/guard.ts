import type { IncomingMessage } from 'node:http';
import type { Config } from '#src/config.ts';

/** Why a request is turned away before anything of it is used: its status, or null when it may pass. */
export function refusalOf(req: IncomingMessage, config: Config): number | null {
  const url = req.url ?? '';
  if (url.length > maxUrlLength) return 414;
  if (!isReadablePath(url)) return 400;
  if (!isOurHost(req.headers.host, config)) return 421;
  if (!methods.has(req.method ?? '')) return 405;
  if (!isSafe(req) && !isSameSite(req, config)) return 403;
  return null;
}

const maxUrlLength = 8_192;
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

export const isSafe = (req: IncomingMessage) => req.method === 'GET' || req.method === 'HEAD';

/** A path of ours, decodable and without the NUL that Postgres refuses; not `*`, not another server's address. */
function isReadablePath(url: string): boolean {
  if (!url.startsWith('/') || url.startsWith('//')) return false;
  try {
    return !decodeURIComponent(url.split('?', 1)[0]!).includes('\0');
  } catch {
    return false;
  }
}

/** Cookies and links hang on the host name, so only names that the operator gave are answered to. */
function isOurHost(host: string | undefined, config: Config): boolean {
  const name = /^(\[[0-9a-f:.]+\]|[^:]+)(:\d{1,5})?$/i.exec(host ?? '')?.[1];
  return name !== undefined && config.allowedHosts.includes(name.toLowerCase());
}

/**
 * Whether a browser sent this from one of our own pages, for every method that changes something, JSON included
 * (Fetch Metadata first, then Origin; a program sends neither and holds no cookie of a victim).
 */
function isSameSite(req: IncomingMessage, config: Config): boolean {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = req.headers;
  if (origin === undefined) return true;
  if (origin === new URL(config.publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === req.headers.host;
}

/** Who is on the line: as many places from the right of X-Forwarded-For as there are proxies of ours in front. */
export function clientAddressOf(req: IncomingMessage, trustedProxies: number): string {
  const direct = req.socket.remoteAddress ?? '';
  if (trustedProxies === 0) return direct;
  const hops = [...String(req.headers['x-forwarded-for'] ?? '').split(','), direct]
    .map((hop) => hop.trim())
    .filter(Boolean);
  return hops[Math.max(0, hops.length - 1 - trustedProxies)] ?? direct;
}
