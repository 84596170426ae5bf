import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Reply } from './client.ts';
import { actionRows } from './rolesActions.ts';
import { pageRows, type PageRow } from './rolesPages.ts';
import { makeWorld, roles, type World } from './rolesWorld.ts';
import { eachServer } from './server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

describe('the table is complete', () => {
  test('every route and method of src/pages is in it', () => {
    const named = new Set(pageRows.map(({ route, method = 'GET' }) => `${method} ${route}`));
    expect([...named].sort()).toEqual(routesIn(join(root, 'src/pages')).sort());
  });

  test('every action of src/actions is in it', async () => {
    const named = new Set(actionRows.map(({ action }) => action));
    expect([...named].sort()).toEqual((await builtActions()).sort());
  });
});

eachServer((get) => {
  let world: World;
  beforeAll(async () => void (world = await makeWorld(get())));

  test.each(pageRows.map((row) => [nameOf(row), row] as const))('%s', async (_name, row) => {
    const path = typeof row.path === 'string' ? row.path : await row.path(world);
    const got: string[] = [];
    for (const role of roles) {
      const client = await world.visit(role);
      await row.before?.(client, world, role);
      got.push(outcomeOf(await ask(client, row, path), row.expect));
    }
    expect(got.join(' ')).toBe(row.expect);
  });

  test.each(actionRows.map((row) => [[row.action, row.about].filter(Boolean).join(': '), row] as const))(
    '%s',
    async (_name, row) => {
      const got: string[] = [];
      for (const role of roles) {
        const { on, fields } = await row.prepare(world, role);
        const client = await world.visit(role);
        const path = `${on}${on.includes('?') ? '&' : '?'}_action=${row.action}`;
        got.push(String((await client.post(path, fields)).status));
      }
      expect(got.join(' ')).toBe(row.expect);
    },
  );

  test('an action sent from a page that everybody sees is refused all the same', async () => {
    for (const row of actionRows.filter(({ expect: expected }) => expected.startsWith('401'))) {
      const { fields } = await row.prepare(world, 'anonymous');
      const client = await world.visit('anonymous');
      const reply = await client.post(`/en?_action=${row.action}`, fields);
      expect([row.action, reply.status]).toEqual([row.action, 401]);
    }
  });
});

function ask(client: Awaited<ReturnType<World['visit']>>, row: PageRow, path: string): Promise<Reply> {
  if (row.method !== 'POST') return client.get(path);
  if (row.json !== undefined) return client.postJson(path, row.json);
  return client.post(path, row.fields ?? {}, { multipart: true });
}

/** In the words of the table: a status, or where a 303 leads to. */
function outcomeOf({ status, location }: Reply, expected: string): string {
  if (status !== 303 || location === null) return String(status);
  if (location.startsWith('/login')) return 'login';
  return expected.includes('/') ? location.split('?')[0]! : '303';
}

const nameOf = ({ route, method, about }: PageRow) =>
  [method, route].filter(Boolean).join(' ') + (about ? `: ${about}` : '');

/** `GET desk/index.astro` for every file that Astro makes a route of; those with an underscore it leaves out. */
function routesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(astro|ts|js|md|mdx|html)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, route: file.slice(folder.length + 1).replaceAll('\\', '/') }))
    .filter(({ route }) => !route.split('/').some((part) => part.startsWith('_')))
    .flatMap(({ file, route }) => methodsOf(file).map((method) => `${method} ${route}`));
}

function methodsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  // Forms of a page are actions, which have a table of their own; a page that wants a POST for itself says so.
  if (file.endsWith('.astro')) return text.includes("method !== 'POST'") ? ['GET', 'POST'] : ['GET'];
  const found = methods.filter((method) =>
    new RegExp(`export (const|function|async function) ${method}\\b`).test(text),
  );
  // An endpoint that exports in a way this doesn't read must not slip through.
  return found.length > 0 && !/export (const|function) ALL\b|export \{/.test(text) ? found : ['?'];
}

/** The actions as they were built: what can be posted to is what is there, not what a source file seems to say. */
async function builtActions(): Promise<string[]> {
  const chunks = join(root, 'dist/server/chunks');
  const file = readdirSync(chunks).find((name) =>
    readFileSync(join(chunks, name), 'utf8').includes('// src/actions/index.ts'),
  );
  if (!file)
    throw new Error('The built pages hold no actions: run `npm run build` again, or mend this search.');
  const { server } = (await import(join(chunks, file))) as { server: Record<string, object> };
  return Object.entries(server).flatMap(([module, actions]) =>
    Object.keys(actions).map((action) => `${module}.${action}`),
  );
}
