import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { closeApp, openApp } from './app.ts';
import { collectGarbage } from './collectGarbage.ts';
import { readConfig } from './config.ts';
import { systemContext, type Context } from './context.ts';
import { createSetupLink } from './domain/accounts/setup.ts';
import { lastPull, pullContent } from './domain/articles/content/pull.ts';
import { openDoors, type Doors } from './domain/mail/doors.ts';
import { startJobLoop, type JobLoop } from './jobs/loop.ts';
import { watchContentVersion } from './server/contentVersion.ts';
import { sendFailure } from './server/failurePage.ts';
import { answerHealth } from './server/health.ts';
import { listen, portOf, type Listener } from './server/listen.ts';
import { createPageCache } from './server/pageCache.ts';
import { root } from './root.ts';
import { loadPages } from './server/pages.ts';
import { answerAtOnce, respond, type Portal } from './server/respond.ts';
import { securityHeaders } from './server/securityHeaders.ts';
import { loadStaticFiles } from './server/staticFiles.ts';

/** A stop waits this long for requests in flight, then cuts them, in milliseconds. */
const drainMs = 8_000;

/** The process: listen first, so that a taken port is found at once, then open, serve, and stop without losing work. */
const state: { portal: Portal | null; jobs: JobLoop | null; doors: Doors | null; isStopping: boolean } = {
  portal: null,
  jobs: null,
  doors: null,
  isStopping: false,
};

const listener: Listener = (req, res) => {
  const isServing = state.portal !== null && !state.isStopping;
  return isServing && answerAtOnce(state.portal!, req, res) ? undefined : answer(req, res);
};

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (await answerHealth(req, res, { app: state.portal?.app ?? null, isStopping: state.isStopping })) return;
  if (state.isStopping) res.setHeader('Connection', 'close');
  if (state.portal) await respond(state.portal, req, res);
  else sendFailure(req, res, 503);
}

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function start(): Promise<void> {
  const wanted = readConfig();
  const server = await listen(listener, wanted);
  onStopSignal(() => stop(server));
  process.on('uncaughtException', (error) => console.error('Outside of any request:', error));
  // With PORT=0 the address people type is known only now.
  const config = readConfig({ ...process.env, PORT: String(portOf(server)) });
  const app = await openApp(config);
  await loadFirstContent(systemContext(app));
  const version = await watchContentVersion(app);
  const files = loadStaticFiles(fileURLToPath(new URL('dist/client', root)));
  state.portal = {
    app,
    pages: await loadPages(),
    files,
    version,
    cache: createPageCache(version.current, securityHeaders(config.isHttps)),
  };
  state.doors = await openDoors(app);
  await app.search.ready().catch((error: unknown) => console.error('The search is not ready:', error));
  // What fell due meanwhile waits until then: it would only keep readers waiting for the search.
  state.jobs = startJobLoop(app);
  const setupLink = await createSetupLink(systemContext(app));
  console.log(`${config.siteName} is ready: ${config.publicUrl}`);
  if (setupLink) console.log(`Nobody can sign in yet. Make the first admin here, once:\n  ${setupLink}`);
  // From here on the heap may grow by 40 % between collections, not by several times as V8 likes it: a busy portal then
  // holds half the memory for some percent of its time. Not before: building the search index needs the room.
  setFlagsFromString('--heap-growing-percent=40');
  collectGarbage();
}

/** A new portal opens with its articles on the shelves; later changes come in beside the work. */
async function loadFirstContent(ctx: Context): Promise<void> {
  if (await lastPull(ctx)) return;
  console.log(`Loading the articles from ${ctx.config.contentDir} …`);
  const { created, problems } = await pullContent(ctx);
  console.log(`Loading the articles: ${created} came in.`);
  if (problems.length > 0)
    console.log(
      `${problems.length} things could not be read; "npm run portico -- content status" lists them.`,
    );
}

async function stop(server: Server): Promise<void> {
  if (state.isStopping) return;
  state.isStopping = true;
  const closed = new Promise((resolve) => server.close(resolve));
  const closing = setInterval(() => server.closeIdleConnections(), 50);
  await Promise.race([Promise.all([closed, state.jobs?.stop(), state.doors?.stop()]), sleep(drainMs)]);
  clearInterval(closing);
  server.closeAllConnections();
  state.portal?.version.stop();
  if (state.portal) await closeApp(state.portal.app);
  process.exit(0);
}

/** From a terminal the signal arrives twice, from npm and from the keyboard: only a later one means "at once". */
function onStopSignal(stopNow: () => Promise<void>): void {
  let first = 0;
  const onSignal = () => {
    if (first && Date.now() - first > 1_000) process.exit(1);
    first ||= Date.now();
    stopNow().catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect']) process.on(signal, onSignal);
}
