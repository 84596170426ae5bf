import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe } from 'vitest';
import type { App } from '#src/context.ts';
import type { Engine } from '#db/open.ts';
import { engines, openTestApp } from '../helpers.ts';
import { createClient, type Client } from './client.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const pinnedNode = `${root}node_modules/node/bin/node`;

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
  if (!existsSync(`${root}dist/server/entry.mjs`))
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

/** Start `src/server.ts` with nothing of this process's environment but the path. */
export async function launch(env: Record<string, string>, { timeoutMs = 30_000 } = {}) {
  const child = spawn(pinnedNode, ['src/server.ts'], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const said: string[] = [];
  child.stdout!.on('data', (chunk) => said.push(String(chunk)));
  child.stderr!.on('data', (chunk) => said.push(String(chunk)));
  const log = () => said.join('');
  const port = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The server ${why}:\n${log()}`));
    const timer = setTimeout(() => fail(`was not ready after ${timeoutMs} ms`), timeoutMs);
    const look = () => {
      const found = /is ready: \S+?:(\d+)\b/.exec(log())?.[1] ?? /is ready: /.exec(log())?.[0];
      if (!found) return;
      clearTimeout(timer);
      resolve(/^\d+$/.test(found) ? found : (env['PORT'] ?? ''));
    };
    child.stdout!.on('data', look);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with code ${code} before it was ready`);
    });
  });
  return { child, log, url: `http://127.0.0.1:${port}` };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  const [code] = (await exited) as [number | null];
  return code;
}
