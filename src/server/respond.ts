import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '#src/context.ts';
import { holdAnswer, sendAnswer } from './answer.ts';
import { isStreamed, readBody, streamBody } from './body.ts';
import type { ContentVersion } from './contentVersion.ts';
import { sendFailure } from './failurePage.ts';
import { clientAddressOf, isSafe, refusalOf } from './guard.ts';
import { isCacheable, type PageCache } from './pageCache.ts';
import type { Pages } from './pages.ts';
import { securityHeaders } from './securityHeaders.ts';
import type { StaticFiles } from './staticFiles.ts';

/** What a process that is ready to serve holds. */
export interface Portal {
  app: App;
  pages: Pages;
  files: StaticFiles;
  cache: PageCache;
  version: ContentVersion;
}

/**
 * Answer from memory, at once, when the page is there: most requests end here, so nothing is waited for and nothing made.
 * @returns whether it did
 */
export const answerAtOnce = ({ app, cache }: Portal, req: IncomingMessage, res: ServerResponse): boolean =>
  isSafe(req) && cache.has(req.url) && refusalOf(req, app.config) === null && cache.tryAnswer(req, res);

/** Answer one request; whatever goes wrong in it stays in it. */
export async function respond(portal: Portal, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { app, files } = portal;
  const refusal = refusalOf(req, app.config);
  for (const [name, value] of Object.entries(securityHeaders(app.config.isHttps))) res.setHeader(name, value);
  if (refusal) return sendFailure(req, res, refusal);
  if (isSafe(req)) {
    if (files(req, res, req.url!.split('?', 1)[0]!)) return;
    return render(portal, req, res);
  }
  if (isStreamed(req)) {
    const tooLarge = await streamBody(req, app.config, () => render(portal, req, res));
    return tooLarge ? sendFailure(req, res, tooLarge) : undefined;
  }
  const body = await readBody(req, app.config);
  if ('refusal' in body) return sendFailure(req, res, body.refusal);
  Object.assign(req, { body: body.bytes });
  try {
    await render(portal, req, res);
  } finally {
    body.release();
    await portal.version.refresh();
  }
}

async function render(portal: Portal, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const version = portal.version.current();
  const made = portal.app.pace.begin();
  res.once('close', made);
  const answering = holdAnswer(res);
  await callPages(portal, req, res);
  const answer = await answering;
  made();
  if (!answer) return;
  if (answer.status >= 500) {
    if (portal.cache.tryStale(req, res)) return;
    // A page that failed with a text of its own is better than ours.
    if (answer.body.length < 100) return sendFailure(req, res, answer.status);
  }
  if (version !== null) portal.cache.keep(req, answer, version);
  if (isCacheable(req) && answer.status === 200 && !answer.headers['cache-control'])
    answer.headers['cache-control'] = 'public, no-cache';
  await sendAnswer(req, res, answer);
}

/** The bundle has no route for it: its own 404 page, which searches, in the locals of this request. */
async function callPages(portal: Portal, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { app, pages } = portal;
  const locals = () => ({ app, clientAddress: clientAddressOf(req, app.config.trustedProxies) });
  const notFound = () => {
    req.url = '/404';
    void pages(req, res, () => res.writeHead(404).end(), locals());
  };
  await pages(req, res, notFound, locals());
}
