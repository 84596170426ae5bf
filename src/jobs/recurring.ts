import type { Context } from '#src/context.ts';
import { tidyAccounts } from '#src/domain/accounts/tidy.ts';
import { dropPassedLimits } from '#src/domain/limits/limits.ts';
import { settleVisits } from '#src/domain/visits/settle.ts';
import { dropFinishedJobs } from './queue.ts';

export interface Schedule {
  name: string;
  everyMs: number;
  run: (ctx: Context) => Promise<unknown>;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Everything that happens by the clock. Every instance runs every entry: each is idempotent and cheap when idle. */
export const recurring: Schedule[] = [
  { name: 'settle visits', everyMs: minute, run: (ctx) => settleVisits(ctx) },
  { name: 'forget expired sessions and links', everyMs: hour, run: (ctx) => tidyAccounts(ctx) },
  { name: 'forget passed rate limits', everyMs: hour, run: (ctx) => dropPassedLimits(ctx) },
  { name: 'forget finished jobs', everyMs: hour, run: (ctx) => dropFinishedJobs(ctx, ago(ctx, 7 * day)) },
];

const ago = (ctx: Context, ms: number) => new Date(ctx.now.getTime() - ms);
