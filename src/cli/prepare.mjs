import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What stands between a bare clone and a running Portico. Plain JavaScript: nothing is installed yet, on any Node from 20. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
const at = (...parts) => join(root, ...parts);

/** The Node that the lock file pins; the one that started us may be older. */
export const pinnedNode = at(
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/**
 * How the built server is run (the Dockerfile says the same). A small nursery for new objects (loading the modules alone
 * fills the default one) and one pool of memory for all threads save memory; compiled modules kept between runs save time
 * at the start.
 */
export const serverArguments = ['--max-semi-space-size=4', 'dist/server/server.mjs'];
export const serverEnvironment = {
  NODE_COMPILE_CACHE: at('node_modules', '.cache', 'node'),
  MALLOC_ARENA_MAX: '1',
  // Large pieces (pages, what compression works in) go back to the system when they are freed: glibc would keep them for the
  // next, once it has seen one of 32 MiB. 30 MiB less after 400 pages.
  MALLOC_MMAP_THRESHOLD_: '131072',
};

/** Install the packages of the lock file, unless they are there. */
export async function install() {
  const stamp = at('node_modules', '.portico-lock');
  const lock = hashOf([at('package-lock.json')]);
  if (read(stamp) === lock && existsSync(pinnedNode)) return;
  if (!isInstalled()) {
    await withProgress('Installing packages', () =>
      npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']),
    );
    if (!existsSync(pinnedNode)) await npm(['rebuild', 'node', '--loglevel=error']);
  }
  writeFileSync(stamp, lock);
}

/** Build the server and its pages, unless `dist` was built from these very sources. */
export async function build() {
  const stamp = at('dist', '.portico-build');
  const sources = hashOf([
    ...filesBelow(at('src')).filter(isBuilt),
    ...filesBelow(at('db')),
    ...filesBelow(at('public')),
    ...['astro.config.mjs', 'tsconfig.json', 'package.json', 'package-lock.json'].map((name) => at(name)),
  ]);
  if (read(stamp) === sources && existsSync(at('dist', 'server', 'server.mjs'))) return;
  rmSync(stamp, { force: true });
  await withProgress('Building the portal', () =>
    run(pinnedNode, [at('node_modules', 'astro', 'bin', 'astro.mjs'), 'build'], { quiet: true }),
  );
  writeFileSync(stamp, sources);
}

/** Two starts in one folder take turns, so that neither removes what the other is using. */
export async function oneAtATime(work) {
  const lock = at('.portico', 'prepare.lock');
  mkdirSync(at('.portico'), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (isAlive(Number(read(lock)))) await new Promise((resolve) => setTimeout(resolve, 200));
      else rmSync(lock, { force: true });
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/**
 * Run a program in the project's folder. `quiet` keeps its words back unless it fails.
 * @throws Error with its exit code.
 */
export function run(command, args, { quiet = false, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    const said = [];
    child.stdout?.on('data', (chunk) => said.push(chunk));
    child.stderr?.on('data', (chunk) => said.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return resolve();
      process.stderr.write(Buffer.concat(said));
      reject(new Error(`${[command, ...args].join(' ')} ended with ${signal ?? `code ${code}`}.`));
    });
  });
}

/** Run npm itself: the one that started us when there is one. */
export function npm(args) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js') && existsSync(cli)) return run(process.execPath, [cli, ...args]);
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
}

/** Say what takes long, and that it is still going. */
export async function withProgress(what, work) {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  console.log(`${what} …`);
  const timer = setInterval(() => console.log(`  ${what.toLowerCase()}: ${seconds()} s`), 10_000);
  try {
    const result = await work();
    console.log(`${what}: done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** Whether node_modules is what the lock file says, by the record that npm keeps of its own work. */
function isInstalled() {
  try {
    const wanted = JSON.parse(read(at('package-lock.json'))).packages;
    const found = JSON.parse(read(at('node_modules', '.package-lock.json'))).packages;
    const matches = ([path, entry]) =>
      path === '' || found[path]?.version === entry.version || (entry.optional && !found[path]);
    return (
      existsSync(pinnedNode) &&
      Object.entries(wanted).every(matches) &&
      Object.keys(found).every((path) => path in wanted)
    );
  } catch {
    return false;
  }
}

/** The command line runs from its sources; changing it needs no build. */
function isBuilt(path) {
  const below = path.slice(at('src').length + 1).replaceAll('\\', '/');
  return !/^cli\/|\.test\.ts$/.test(below);
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile())
    .sort();
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}
