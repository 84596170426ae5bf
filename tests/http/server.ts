import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe } from 'vitest';
import type { App } from '#src/context.ts';
import type { Engine } from '#db/open.ts';
import { engines, openTestApp } from '../helpers.ts';
import { createClient, type Client } from './client.ts';
import { end, launch, root } from './launch.ts';

export { launch, pinnedNode } from './launch.ts';

/** A real built Portico in a process of its own, on a database that this process has open too. */
export interface TestServer {
  url: string;
  /** On the same database and files: to prepare and to look at what the server wrote. */
  app: App;
  env: Record<string, string>;
  process: ChildProcess;
  /** Everything it printed so far. */
  log: () => string;
  /** A browser without a memory: cookies of its own, redirects not followed. */
  client: () => Client;
  /** End the process as an operator does and wait for its end. @returns its exit code. */
  stop: () => Promise<number | null>;
  /** End the process as a power cut does. */
  kill: () => Promise<void>;
  /** Start it again on the same data, at the same port. */
  restart: () => Promise<void>;
  /** Stop it and remove its data. */
  close: () => Promise<void>;
}

/** The same tests against a server on each engine: `eachServer((get, engine) => { test('…', async () => { get() … }) })`. */
export function eachServer(
  tests: (get: () => TestServer, engine: Engine) => void,
  settings: Record<string, string> = {},
): void {
  describe.each(engines)('%s', (engine) => {
    let made: TestServer;
    beforeAll(async () => void (made = await startServer(engine, settings)));
    afterAll(() => made?.close());
    tests(() => made, engine);
  });
}

/**
 * Start a server on a free port, on an empty migrated database.
 * @throws Error with what it printed when it does not get ready.
 */
export async function startServer(
  engine: Engine = 'sqlite',
  settings: Record<string, string> = {},
): Promise<TestServer> {
  if (!existsSync(`${root}dist/server/server.mjs`))
    throw new Error('These tests need the built pages: run `npm run build` first (`npm test` does).');
  const made = await openTestApp(engine, settings);
  let running = await launch({ PORT: '0', ...made.env });
  return {
    get url() {
      return running.url;
    },
    get process() {
      return running.child;
    },
    app: made.app,
    env: made.env,
    log: () => running.log(),
    client: () => createClient(running.url),
    stop: () => end(running.child, 'SIGTERM'),
    kill: async () => void (await end(running.child, 'SIGKILL')),
    restart: async () => {
      running = await launch({ ...made.env, PORT: new URL(running.url).port });
    },
    close: async () => {
      await end(running.child, 'SIGTERM');
      await made.close();
    },
  };
}
