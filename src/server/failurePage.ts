import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLocale, negotiateLocale, translatorOf } from '#src/i18n/index.ts';
import { paths } from '#src/paths.ts';
import { root } from '#src/root.ts';

const style = ['src/styles/tokens.css', 'src/server/failurePage.css']
  .map((name) => readFileSync(new URL(name, root), 'utf8'))
  .join('\n')
  .replace(/\/\*[\s\S]*?\*\//g, '');
const styleHash = createHash('sha256').update(style).digest('base64');

/** Say what went wrong in the reader's language, without the database or the pages, which may be what is broken. */
export function sendFailure(req: IncomingMessage, res: ServerResponse, status: number): void {
  if (res.headersSent) return void res.destroy();
  const body = wantsHtml(req)
    ? pageOf(req, status)
    : JSON.stringify({ error: codes[status] ?? 'unavailable', status });
  if (status === 413 || status === 408 || status === 503) res.setHeader('Connection', 'close');
  if (status === 503) res.setHeader('Retry-After', '5');
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader(
    'Content-Type',
    wantsHtml(req) ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
  );
  if (wantsHtml(req))
    res.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; frame-ancestors 'none'`,
    );
  res.setHeader('Content-Length', Buffer.byteLength(body));
  res.writeHead(status);
  res.end(req.method === 'HEAD' ? undefined : body);
}

/** The codes of src/errors.ts where there is one. */
const codes: Record<number, string> = {
  400: 'invalid',
  403: 'not_allowed',
  404: 'not_found',
  405: 'invalid',
  408: 'expired',
  413: 'too_large',
  414: 'too_large',
  421: 'not_found',
  500: 'failed',
  503: 'unavailable',
};

const wantsHtml = (req: IncomingMessage) =>
  /text\/html|\*\/\*/.test(String(req.headers.accept ?? '*/*')) && !req.url?.startsWith('/api/');

function pageOf(req: IncomingMessage, status: number): string {
  const locale = localeOf(req);
  const t = translatorOf(locale);
  const kind = codes[status] === undefined ? 500 : status;
  return `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${t(`failure.${kind}.title`)}</title><style>${style}</style></head>
<body><main><p class="status">${status}</p><h1>${t(`failure.${kind}.title`)}</h1><p>${t(`failure.${kind}.text`)}</p>
<p><a href="${paths.home(locale)}">${t('failure.home')}</a></p></main></body>
</html>
`;
}

function localeOf(req: IncomingMessage) {
  const first = req.url?.split(/[/?]/)[1];
  if (isLocale(first)) return first;
  const chosen = /(?:^|;\s*)portico_locale=(\w+)/.exec(req.headers.cookie ?? '')?.[1];
  return isLocale(chosen) ? chosen : negotiateLocale(req.headers['accept-language']);
}
