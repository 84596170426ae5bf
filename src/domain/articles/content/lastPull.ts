import type { Context } from '#src/context.ts';
import { requireAuthor } from '../author.ts';
import { readNote, writeNote } from './content.store.ts';
import type { Plan } from './plan.ts';
import type { FileProblem, PullReport } from './report.ts';

/** What the last pull saw, for the desk and the next pull; `at` in milliseconds since 1970. */
export type LastPull = PullReport & { at: number };

const noteKey = 'content.lastPull';
/** Problems that are kept. */
const maxKept = 2_000;

/** The report of the last pull, null before the first. @throws DomainError `sign_in_required`. */
export async function lastPull(ctx: Context): Promise<LastPull | null> {
  requireAuthor(ctx);
  return readNote<LastPull>(ctx.db.read, noteKey);
}

/** What an earlier pull said of files that didn't change since. */
export function stillTrue(plan: Plan, last: LastPull | null): FileProblem[] {
  const same = new Set([...plan.unchanged, ...plan.leaving].map(({ filePath }) => filePath));
  return (last?.problems ?? []).filter(({ path }) => same.has(path));
}

const changes = ['created', 'updated', 'moved', 'archived', 'written'] as const;

/** Keeps the report when something is different, so that a quiet start writes nothing. */
export async function keepReport(ctx: Context, report: PullReport, last: LastPull | null): Promise<void> {
  const problems = report.problems.slice(0, maxKept);
  const isQuiet = changes.every((name) => report[name] === 0);
  if (last && isQuiet && JSON.stringify(problems) === JSON.stringify(last.problems)) return;
  await ctx.db.write((tx) => writeNote(tx, noteKey, { ...report, problems, at: ctx.now.getTime() }));
}
