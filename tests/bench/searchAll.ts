/**
 * `npm run bench:search-all -- <folder>...`: `bench:search` with every number of past questions, skewed, mistyped and both,
 * a line each, lunr's figures in brackets. Names what lunr does better, and then ends with 1.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Measured, Report } from './search.ts';

const script = fileURLToPath(new URL('search.ts', import.meta.url));
const modes = [[], ['--skew'], ['--typos'], ['--skew', '--typos']];
const figures = ['top1', 'top3', 'mrr', 'auroc', 'falseAnswersAt95'] as const;

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('Usage: npm run bench:search-all -- <folder>...');
  process.exit(2);
}
console.log(line(['set', 'past', 'mode', ...figures, 'p95 ms']));
for (const folder of folders) for (const args of combinations(folder)) show(measure(folder, args));

/** Without past questions there is nothing to skew. */
function combinations(folder: string): string[][] {
  const counts = existsSync(join(folder, 'asked.jsonl')) ? [0, 1, 5, 10, 20] : [0];
  return counts.flatMap((past) =>
    modes
      .filter((mode) => past > 0 || !mode.includes('--skew'))
      .map((mode) => ['--past', String(past), ...mode]),
  );
}

function measure(folder: string, args: string[]): Report {
  const run = spawnSync(process.execPath, [script, folder, ...args, '--json'], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${basename(folder)} ${args.join(' ')} failed:\n${run.stderr}`);
  return JSON.parse(run.stdout) as Report;
}

function show({ set, past, skew, typos, portico, lunr }: Report): void {
  const mode = [skew && 'skew', typos && 'typos'].filter(Boolean).join('+') || 'plain';
  const values = figures.map((name) => `${text(portico[name])} (${text(lunr[name])})`);
  const behind = figures.filter((name) => isBehind(name, portico, lunr));
  console.log(
    line([set, String(past), mode, ...values, portico.p95Ms.toFixed(1)]) +
      (behind.length > 0 ? ` lunr is ahead: ${behind.join(', ')}` : ''),
  );
  if (behind.length > 0) process.exitCode = 1;
}

function isBehind(name: (typeof figures)[number], portico: Measured, lunr: Measured): boolean {
  const [ours, theirs] = [portico[name], lunr[name]];
  if (ours === null || theirs === null) return false;
  return name === 'falseAnswersAt95' ? ours > theirs : ours < theirs;
}

function line(cells: readonly string[]): string {
  return cells
    .map((cell) => cell.padEnd(18))
    .join('')
    .trimEnd();
}

function text(value: number | null): string {
  return value === null ? '-' : value.toFixed(1);
}
