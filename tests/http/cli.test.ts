import { sql } from 'drizzle-orm';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { commands } from '#src/cli/commands.ts';
import { main } from '#src/cli/main.ts';
import { engines, openTestApp, type TestApp } from '../helpers.ts';
import { pinnedNode } from './server.ts';

interface Result {
  code: number | null;
  out: string;
  err: string;
}

/** The command as an operator runs it: a process, its words on two streams, its exit code. */
function portico(env: Record<string, string>, args: string[], input = ''): Promise<Result> {
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const child = spawn(pinnedNode, ['src/cli/portico.ts', ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.end(input);
  return new Promise((resolve) =>
    child.on('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    ),
  );
}

/** The same without a process, for what needs no settings: a start takes most of a second. */
async function inProcess(args: string[]): Promise<Result> {
  const said = { log: [] as string[], error: [] as string[] };
  const spies = (['log', 'error'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation((text: string) => void said[name].push(text)),
  );
  const code = await main(args);
  spies.forEach((spy) => spy.mockRestore());
  return { code, out: said.log.join('\n'), err: said.error.join('\n') };
}

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'portico-cli-test-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('help', () => {
  test('lists every command', async () => {
    const { code, out } = await inProcess([]);
    expect(code).toBe(0);
    for (const { name, about } of commands) expect(out).toMatch(new RegExp(`${name}.*${about.slice(0, 20)}`));
  });

  test.each(commands.map((command) => [command.name, command] as const))('of %s', async (name, command) => {
    const { code, out } = await inProcess([...name.split(' '), '--help']);
    expect(code).toBe(0);
    expect(out).toContain(command.about);
    for (const option of Object.keys(command.options)) expect(out).toContain(`--${option}`);
  });

  test.each([
    [['nonsense'], 'There is no command "nonsense"'],
    [['admin'], 'There is no command "admin"'],
    [['migrate', '--nonsense'], "Unknown option '--nonsense'"],
    [['migrate', 'nonsense'], 'takes no "nonsense"'],
  ])('%j is asked for wrongly', async (args, message) => {
    const { code, err } = await inProcess(args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe.each(engines)('on %s', (engine) => {
  let made: TestApp;
  let target: TestApp;
  beforeAll(async () => {
    made = await openTestApp(engine);
    target = await openTestApp(engine);
  });
  afterAll(() => Promise.all([made?.close(), target?.close()]));

  test('an admin is made once, with a password worth the name', async () => {
    const args = ['admin', 'create', '--email', 'Ada@Example.org', '--name', 'Ada', '--json'];
    const weak = await portico(made.env, args, 'short\n');
    expect([weak.code, weak.err]).toEqual([1, expect.stringContaining('password')]);
    const good = await portico(made.env, args, 'correct horse battery staple\n');
    expect(JSON.parse(good.out)).toMatchObject({ email: 'ada@example.org' });
    const twice = await portico(made.env, args, 'correct horse battery staple\n');
    expect([twice.code, twice.err]).toEqual([1, expect.stringContaining('email')]);
    const reset = await portico(made.env, ['admin', 'reset', 'ada@example.org']);
    expect(reset.out).toMatch(/^http:\/\/localhost:4321\/invitation\?token=\S{20,}\n$/);
  });

  test('a backup is restored elsewhere, but not over something', async () => {
    const path = join(folder, `${engine}.tar`);
    const saved = await portico(made.env, ['backup', path, '--json']);
    expect(JSON.parse(saved.out)).toMatchObject({ path, tables: { agents: 1 }, missingFiles: [] });
    expect((await portico(target.env, ['restore', path])).out).toContain('Restored the state of');
    const again = await portico(target.env, ['restore', path]);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('--force')]);
    expect((await portico(target.env, ['restore', path, '--force'])).code).toBe(0);
    expect((await portico(target.env, ['restore', join(folder, 'nowhere.tar')])).err).toContain(
      'There is no backup at',
    );
  });

  test('the doctor finds a sound portal sound, and names what is not', async () => {
    const sound = await portico(made.env, ['doctor', '--json']);
    const states = (JSON.parse(sound.out) as { name: string; state: string }[]).filter(
      ({ state }) => state === 'problem',
    );
    // The test's content folder was never made.
    expect(states.map(({ name }) => name)).toEqual(['content folder']);
    const { out, code } = await portico({ ...made.env, DATA_DIR: '/dev/null/x' }, ['doctor']);
    expect([code, out]).toEqual(
      engine === 'sqlite' ? [1, ''] : [1, expect.stringContaining('PROBLEM  data folder')],
    );
  });
});

test.each([
  [['measures', '--locale', 'en'], { filter: { locale: 'en' } }],
  [['search', 'printer'], { query: 'printer', results: [] }],
])('%j answers in JSON', async (args, answer) => {
  const made = await openTestApp('sqlite');
  const { code, out } = await portico(made.env, [...args, '--json']);
  expect([code, JSON.parse(out || 'null')]).toEqual([0, expect.objectContaining(answer)]);
  await made.close();
});

test('a database of a newer Portico is left alone', async () => {
  const made = await openTestApp('sqlite');
  await made.app.db.write(async (tx) => {
    await tx.run(sql`INSERT INTO portico_migrations VALUES ('9999_future', '')`);
  });
  const { code, err } = await portico(made.env, ['migrate']);
  expect([code, err]).toEqual([1, expect.stringContaining('newer Portico (9999_future)')]);
  await made.close();
});
