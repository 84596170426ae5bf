import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeApp, openApp } from '#src/app.ts';
import { readConfig } from '#src/config.ts';
import { systemContext, type App } from '#src/context.ts';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { createSession, sessionCookie } from '#src/domain/accounts/session.ts';
import { paths } from '#src/paths.ts';
import { createClient, type Client } from '../http/client.ts';
import { end, launch, pinnedNode, root } from '../http/launch.ts';
import type { Sizes } from './data.ts';
import { measureDesk, measureView } from './desk.ts';
import { atLeastOf, atMost, median, note, quantile, say, timesOf, type Baseline } from './figures.ts';
import { phrase, random } from './random.ts';
import { measureTickets } from './tickets.ts';
import { measureWeights } from './weights.ts';

export interface Run {
  env: Record<string, string>;
  sizes: Sizes;
  slugs: string[];
  /** Requests of each kind. */
  rounds: number;
}
/** What is measured, and a server that does nothing beside it. */
export interface Running extends Run {
  app: App;
  url: string;
  hello: string;
}

const starts = 3;

/** What a built server does over HTTP: everything, or only the pages that agents wait for. */
export async function measureServer(run: Run, { isDeskOnly }: { isDeskOnly: boolean }): Promise<void> {
  const app = await openApp(readConfig(run.env));
  const hello = await startHello();
  const server = await measureStart(run);
  const running = { ...run, app, url: server.url, hello: hello.url };
  try {
    note({ name: 'memory after the start', value: await residentMb(server.child.pid!), unit: 'MiB' });
    const baseline = await bareHello(running);
    if (!isDeskOnly) await measurePublic(running, baseline);
    await measureDesk(running, await signIn(running), baseline);
    if (!isDeskOnly) await measureTickets(running);
    atMost(200, { name: 'memory in use', value: await residentMb(server.child.pid!), unit: 'MiB' });
  } finally {
    await end(server.child, 'SIGTERM');
    hello.child.kill();
    await closeApp(app);
  }
}

/** The first start fills the cache of compiled modules, as an installed portal has it. @returns the last server */
async function measureStart({ env }: Run) {
  say('Starting …');
  const start = async () => {
    const began = performance.now();
    const server = await launch({ ...env, PORT: '0' }, { timeoutMs: 120_000 });
    return { server, ms: performance.now() - began };
  };
  const times: number[] = [];
  const first = await start();
  const caughtUp = await untilQuiet(first.server.child.pid!);
  note({ name: 'recurring work of a first start', value: caughtUp, unit: 's' });
  await end(first.server.child, 'SIGTERM');
  for (;;) {
    const { server, ms } = await start();
    times.push(ms);
    if (times.length === starts) {
      atMost(2_000, { name: 'start to ready', value: median(times), unit: 'ms' });
      await untilQuiet(server.child.pid!);
      return server;
    }
    await end(server.child, 'SIGTERM');
  }
}

/** Wait until a process does little for two seconds, a minute at most. @returns the seconds it took */
async function untilQuiet(pid: number): Promise<number> {
  const began = Date.now();
  for (let quiet = 0; quiet < 2 && Date.now() - began < 60_000;) {
    const before = await processorMs(pid);
    await sleep(1_000);
    quiet = (await processorMs(pid)) - before < 150 ? quiet + 1 : 0;
  }
  return (Date.now() - began) / 1_000;
}

/** Processor time of a process so far; its clock ticks a hundred times a second (proc(5)). */
async function processorMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [user, system] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14);
  return (Number(user ?? 0) + Number(system ?? 0)) * 10;
}

async function throughput({ url, hello, slugs, rounds }: Running): Promise<void> {
  say('Requests a second …');
  const path = paths.article('en', slugs[0]!);
  const client = createClient(url);
  for (let i = 0; i < 20; i++) await client.get(path, { 'accept-encoding': 'br' });
  const seconds = rounds < 100 ? '2' : '5';
  const headers = ['Accept-Encoding: br'];
  // Alternating, so that a busy moment of the machine hits both.
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let i = 0; i < 3; i++) {
    theirs.push(await load([`${hello}/`, '32', seconds, ...headers]));
    ours.push(await load([url + path, '32', seconds, ...headers]));
  }
  const baseline = { name: 'bare node:http hello', value: median(theirs) };
  const name = 'cached article page, 32 connections';
  atLeastOf(0.6, { name, value: median(ours), unit: 'a second', baseline });
}

/** What visitors wait for, and what they load. */
async function measurePublic(running: Running, baseline: Baseline): Promise<void> {
  await throughput(running);
  await latencies(running, baseline);
  await measureWeights(running);
}

async function bareHello({ hello, rounds }: Running): Promise<Baseline> {
  const bare = createClient(hello);
  const times = await timesOf(rounds, async () => void (await bare.get('/')));
  return { name: 'bare node:http hello, p95', value: quantile(times, 0.95) };
}

async function latencies({ url, slugs, sizes, rounds }: Running, baseline: Baseline): Promise<void> {
  say('Latencies …');
  const next = random(3);
  const visitor = createClient(url);
  const article = (i: number) => `${paths.article('en', slugs[i % slugs.length]!)}?bench=${i}`;
  const search = () => `${paths.apiSearch()}?q=${encodeURIComponent(phrase(next, 3))}&locale=en`;
  await measureView(['uncached article page', 10, article], { client: visitor, rounds, baseline });
  await measureView([`search at ${sizes.articles} articles`, 10, search], {
    client: visitor,
    rounds,
    baseline,
  });
}

async function signIn({ app, url }: Running): Promise<Client> {
  const ctx = systemContext(app);
  const agentId = await createAgent(ctx, {
    email: 'bench@example.com',
    name: 'Bench',
    role: 'admin',
    password: 'correct horse battery staple',
  });
  const { token } = await createSession(ctx, { agentId, userAgent: 'bench', isComplete: true });
  const client = createClient(url);
  client.cookies.set(sessionCookie(app.config).name, token);
  return client;
}

async function startHello() {
  const child = spawn(pinnedNode, ['tests/bench/hello.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const url = await new Promise<string>((resolve) =>
    child.stdout!.on('data', (chunk) => resolve(/http:\S+/.exec(String(chunk))![0])),
  );
  return { child, url };
}

/** From a process of its own, so that the one who measures costs neither side. */
function load(args: string[]): Promise<number> {
  const child = spawn(pinnedNode, ['tests/bench/load.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) =>
      resolve((JSON.parse(String(chunk)) as { perSecond: number }).perSecond),
    );
    child.on('exit', (code) => code && reject(new Error(`The load ended with code ${code}.`)));
  });
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024;
}
