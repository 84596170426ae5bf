import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '#src/context.ts';

/**
 * `/healthz`: the process answers. `/readyz`: it can serve, that is, started, not stopping, its database answers and
 * its search index is built.
 * Both for probes, which come by address: they stand before the check of the host name.
 * @returns whether it was one of the two.
 */
export async function answerHealth(
  req: IncomingMessage,
  res: ServerResponse,
  state: { app: App | null; isStopping: boolean },
): Promise<boolean> {
  if (req.url === '/healthz') return send(res, 200, { status: 'ok' });
  if (req.url !== '/readyz') return false;
  if (!state.app) return send(res, 503, { status: 'starting' });
  if (state.isStopping) return send(res, 503, { status: 'stopping' });
  const database = await isAnswering(state.app);
  const search = state.app.search.isReady();
  const isReady = database && search;
  return send(res, isReady ? 200 : 503, { status: isReady ? 'ready' : 'waiting', database, search });
}

/** A database that hangs is as good as one that is away. */
async function isAnswering(app: App): Promise<boolean> {
  const ping = app.db.ping().then(
    () => true,
    () => false,
  );
  const timeout = new Promise<boolean>((resolve) => setTimeout(resolve, 2_000, false).unref());
  return Promise.race([ping, timeout]);
}

function send(res: ServerResponse, status: number, body: object): true {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  res.end(JSON.stringify(body));
  return true;
}
