/** The thread that holds the indexes: it reads the database itself, so that the main loop only passes small messages. */
import { parentPort, workerData } from 'node:worker_threads';
import { openDb } from '#db/open.ts';
import { completeIn, freshen, openLibrary, searchLibrary, type Library } from './library.ts';
import type { WorkerCall, WorkerReply } from './service.ts';

/** Pause between two looks at the database's version, in milliseconds. */
const pollMs = 250;

const port = parentPort!;
const db = await openDb(workerData as { databaseUrl: string; dataDir: string });
let library: Library = await openLibrary(db.read);
let freshening: Promise<void> | null = null;

port.on('message', (call: WorkerCall) => void answer(call));
const timer = setInterval(() => void freshenOnce().catch(() => {}), pollMs);
say({ kind: 'ready' });

async function answer(call: WorkerCall): Promise<void> {
  try {
    say({ kind: 'reply', id: call.id, value: await run(call) });
  } catch (error) {
    say({ kind: 'failed', id: call.id, message: String(error) });
  }
}

async function run(call: WorkerCall): Promise<unknown> {
  if (call.kind === 'search') return searchLibrary(library, call.request);
  if (call.kind === 'complete') return completeIn(library, call.request);
  if (call.kind === 'freshen') {
    // A look that is under way may have begun before the change.
    await freshening?.catch(() => {});
    return freshenOnce();
  }
  clearInterval(timer);
  await freshening?.catch(() => {});
  await db.close();
  return undefined;
}

function freshenOnce(): Promise<void> {
  freshening ??= (async () => {
    const before = library;
    library = await freshen(library, db.read);
    if (library.isStale && library !== before) say({ kind: 'stale' });
  })().finally(() => (freshening = null));
  return freshening;
}

function say(reply: WorkerReply): void {
  port.postMessage(reply);
}
