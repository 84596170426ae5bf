import Database from 'better-sqlite3';
import { join } from 'node:path';
import pg from 'pg';
import { systemContext, type App } from '#src/context.ts';
import { newAskForm, sealAskForm } from '#src/domain/ask/form.ts';
import { paths } from '#src/paths.ts';
import { createClient } from '../http/client.ts';
import { atLeast, atMost, quantile, say, timesOf } from './figures.ts';
import type { Running } from './server.ts';

/** Tickets filed by the form, one by one, each on disk before the next. */
export async function measureTickets({ app, url, rounds }: Running): Promise<void> {
  say('Tickets a second …');
  const ctx = systemContext(app);
  const opened = Array.from({ length: rounds }, () => ({ ...newAskForm(ctx), at: Date.now() - 60_000 }));
  const forms = await Promise.all(opened.map((form) => sealAskForm(ctx, form)));
  const client = createClient(url);
  const start = performance.now();
  const times = await timesOf(rounds, async (i) => {
    const fields = {
      form: forms[i]!,
      problem: 'It broke',
      subject: `Bench ${i}`,
      details: 'Details',
      name: 'Ada',
      email: 'ada@example.com',
      website: '',
    };
    const headers = { 'x-forwarded-for': `10.0.${i % 250}.1` };
    client.cookies.clear();
    const { status } = await client.post(`${paths.ask('en')}?_action=ask.send`, fields, { headers });
    if (status !== 303) throw new Error(`A ticket was refused with ${status}.`);
  });
  const value = (rounds / (performance.now() - start)) * 1_000;
  const baseline = { name: 'bare synced inserts', value: await bareInserts(app, rounds) };
  atLeast(200, { name: 'tickets filed and synced, one by one', value, unit: 'a second', baseline });
  atMost(10, { name: 'ticket filed, p95', value: quantile(times, 0.95), unit: 'ms' });
}

/** What the same engine, synced, does a second on the same disk, with nothing around it. */
async function bareInserts(app: App, rounds: number): Promise<number> {
  const insert = await (app.db.engine === 'sqlite' ? onSqlite(app) : onPostgres(app));
  const start = performance.now();
  for (let i = 0; i < rounds; i++) await insert.run('x'.repeat(500));
  const perSecond = (rounds / (performance.now() - start)) * 1_000;
  await insert.close();
  return perSecond;
}

async function onSqlite({ config }: App) {
  const db = new Database(join(config.dataDir, 'baseline.sqlite'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE t (id integer primary key, body text)');
  const insert = db.prepare('INSERT INTO t (body) VALUES (?)');
  return { run: async (body: string) => void insert.run(body), close: async () => void db.close() };
}

async function onPostgres({ config }: App) {
  const client = new pg.Client(config.databaseUrl);
  await client.connect();
  await client.query('CREATE TABLE bench_baseline (id integer generated always as identity, body text)');
  return {
    run: async (body: string) =>
      void (await client.query('INSERT INTO bench_baseline (body) VALUES ($1)', [body])),
    close: () => client.end(),
  };
}
