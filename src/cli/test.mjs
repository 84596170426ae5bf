import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, install, npm, oneAtATime, pinnedNode, root, run, withProgress } from './prepare.mjs';

/** `npm test`: brings what the tests need, runs all of them, and ends with one line that counts them. */
const reports = mkdtempSync(join(tmpdir(), 'portico-reports-'));
const sum = { passed: 0, failed: 0, skipped: 0 };

try {
  await prepare();
  // Each of these works on one core.
  await Promise.all([
    check('types', 'check:types'),
    check('lint and import rules', 'check:lint'),
    check('format', 'check:format'),
  ]);
  for (const project of ['unit', 'domain', 'http', 'browser']) await test(project);
} catch (error) {
  sum.failed += 1;
  console.error(`\n${error.message}`);
} finally {
  rmSync(reports, { recursive: true, force: true });
}
console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;

async function prepare() {
  await oneAtATime(async () => {
    await install();
    await build();
  });
  process.env.CHROMIUM = await bringChromium();
}

/** A check is not counted when it passes, and one failure when it does not: the last line never hides it. */
async function check(name, script) {
  try {
    await withProgress(`Checking ${name}`, () => npm(['run', '-s', script]));
  } catch (error) {
    sum.failed += 1;
    console.error(error.message);
  }
}

async function test(project) {
  const report = join(reports, `${project}.json`);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = ['run', '--config', 'tests/vitest.config.ts', '--project', project, '--passWithNoTests'];
  // What has a database or a server to itself shares the machine well; browsers would wait for each other.
  if (project !== 'browser') args.push(`--maxWorkers=${Math.max(2, cpus().length - 1)}`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  console.log(`\nTests: ${project}`);
  const crashed = await run(pinnedNode, [vitest, ...args, ...reporters]).then(
    () => false,
    () => true,
  );
  const counted = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
  sum.passed += counted?.numPassedTests ?? 0;
  sum.failed += counted?.numFailedTests ?? 0;
  sum.skipped += (counted?.numPendingTests ?? 0) + (counted?.numTodoTests ?? 0);
  // A file that does not load, or an error between tests, fails the run without failing a test.
  const isWhole = !crashed && counted?.success === true;
  if (!isWhole && !counted?.numFailedTests) sum.failed += 1;
}

/** @returns the Chromium to test with: the machine's, Debian's package when root may install it, else Playwright's own. */
async function bringChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && isDebian()) {
    await withProgress('Installing chromium', async () => {
      await run('apt-get', ['update', '-qq'], { quiet: true });
      await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
        quiet: true,
        env: { DEBIAN_FRONTEND: 'noninteractive' },
      });
    });
    return findChromium();
  }
  const playwright = join(root, 'node_modules', 'playwright', 'cli.js');
  await withProgress('Installing chromium', () => run(pinnedNode, [playwright, 'install', 'chromium']));
  return '';
}

function findChromium() {
  const names = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  return names.find((path) => path && existsSync(path) && spawnSync(path, ['--version']).status === 0) ?? '';
}

const isDebian = () =>
  existsSync('/etc/os-release') && /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
