import pg from 'pg';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { closeApp, openApp } from '#src/app.ts';
import { readConfig } from '#src/config.ts';
import type { Actor, AgentActor, App, Context, VisitorActor } from '#src/context.ts';
import { systemActor } from '#src/context.ts';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import type { Engine } from '#db/open.ts';
import type { Locale } from '#src/i18n/index.ts';

export const engines: Engine[] = ['sqlite', 'postgres'];

/**
 * The same tests on both engines, each with an app of its own on an empty migrated database:
 * `eachEngine((get) => { test('…', async () => { const ctx = get(); … }) })`.
 */
export function eachEngine(
  tests: (get: (actor?: Actor, now?: Date) => Context, engine: Engine) => void,
): void {
  describe.each(engines)('%s', (engine) => {
    let made: TestApp;
    beforeAll(async () => void (made = await openTestApp(engine)));
    afterAll(() => made?.close());
    tests((actor, now) => contextOf(made.app, actor, now), engine);
  });
}

/** Somebody from outside whose visit is counted. */
export const visitor: VisitorActor = { kind: 'visitor', visitId: null, isCounted: true, ticketKeys: {} };
/** Somebody from outside who asked not to be counted. */
export const uncounted: VisitorActor = { ...visitor, isCounted: false };

/** What an agent says at resolving when no article is to answer it. */
export const oneOff = { noAnswerReason: 'one_off', selfServiceFailure: 'not_self_servable' } as const;

let agents = 0;

/** A new agent, with an address of their own unless one is given, and their context. */
export async function newAgent(
  ctx: Context,
  given: Partial<Pick<AgentActor, 'name' | 'role' | 'tier'> & { email: string; locale: Locale }> = {},
): Promise<Context & { actor: AgentActor }> {
  const n = (agents += 1);
  const { name = `Agent ${n}`, role = 'agent', tier = 1, email = `agent${n}@desk.example`, locale } = given;
  const account = { name, role, tier, email, locale, password: 'marmotta zaino lampione' };
  const id = await createAgent({ ...ctx, actor: systemActor }, account);
  return { ...ctx, actor: { kind: 'agent', id, name, role, tier } };
}

/** A context on an app, the system's unless an actor is given, at a fixed or the current time. */
export function contextOf(app: App, actor: Actor = systemActor, now = new Date()): Context {
  return { ...app, actor, locale: 'en', now };
}

export interface TestApp {
  app: App;
  env: Record<string, string>;
  close: () => Promise<void>;
}

/** An app on a fresh data folder and database; `env` starts a server or a command on the same. */
export async function openTestApp(engine: Engine, settings: Record<string, string> = {}): Promise<TestApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-test-'));
  const databaseUrl = engine === 'postgres' ? await createDatabase() : '';
  const env = {
    DATA_DIR: dataDir,
    CONTENT_DIR: join(dataDir, 'content'),
    DATABASE_URL: databaseUrl,
    ...settings,
  };
  const app = await openApp(readConfig(env));
  return {
    app,
    env,
    close: async () => {
      await closeApp(app);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function createDatabase(): Promise<string> {
  const url = inject('postgresUrl');
  const name = `t_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client(`${url}/postgres`);
  await client.connect();
  // Copies of one template take turns: Postgres refuses while another copy of it runs.
  await client.query('SELECT pg_advisory_lock(1)');
  await client.query(`CREATE DATABASE ${name} TEMPLATE template_portico`);
  await client.end();
  return `${url}/${name}`;
}
