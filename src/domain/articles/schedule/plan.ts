import type { z } from 'zod';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { domainError } from '#src/errors.ts';
import type { Article } from '../article.ts';
import { getLocked } from '../article.store.ts';
import { findCopy } from '../workingCopy.store.ts';
import { scheduleFields, type ScheduleAction } from './schedule.ts';
import {
  cancelOthers,
  insertSchedule,
  listFailed,
  listSchedules,
  lockSchedule,
  updateSchedule,
  type FailedSchedule,
  type ScheduleRow,
} from './schedule.store.ts';
import { instantOf } from './wallTime.ts';

export type { FailedSchedule, ScheduleRow };

/** How far ahead a time may be: a year. */
const longestMs = 366 * 86_400_000;

/**
 * Publish an article, or take it off the site, at a time within a year: whatever its newest text is then. A second time
 * for the same takes the place of the first.
 * @throws sign_in_required, not_found, invalid (a time that passed, nothing to publish, not on the site by then)
 */
export async function scheduleArticle(ctx: Context, input: z.input<typeof scheduleFields>): Promise<void> {
  const { id: byId } = requireAgent(ctx);
  const { articleId, action, zone, at: wall } = checkInput(scheduleFields, input);
  const at = instantOf(wall, zone);
  if (!at) throw domainError('invalid', { fields: { at: 'bad_date' } });
  const ahead = at.getTime() - ctx.now.getTime();
  if (ahead <= 0 || ahead > longestMs) throw domainError('invalid', { fields: { at: 'bad_time' } });
  await ctx.db.write(async (tx) => {
    await requirePoint(tx, await getLocked(tx, articleId), { action, at });
    await cancelOthers(tx, { articleId, action }, { endedAt: ctx.now, endedById: byId });
    await insertSchedule(tx, {
      ...{ articleId, action, at, zone, byId, createdAt: ctx.now },
      ...{ state: 'waiting', error: null, endedAt: null, endedById: null },
    });
  });
}

/** Let it be, or take note that it failed. @returns the article. @throws sign_in_required, not_found for what is over */
export async function cancelSchedule(ctx: Context, id: number): Promise<number> {
  const { id: endedById } = requireAgent(ctx);
  return ctx.db.write(async (tx) => {
    const schedule = await lockSchedule(tx, id);
    if (schedule?.state !== 'waiting' && schedule?.state !== 'failed')
      throw domainError('not_found', { schedule: id });
    await updateSchedule(tx, id, { state: 'cancelled', endedAt: ctx.now, endedById });
    return schedule.articleId;
  });
}

/** What is to happen to an article, and what failed. @throws sign_in_required */
export async function schedulesOf(ctx: Context, articleId: number): Promise<ScheduleRow[]> {
  requireAgent(ctx);
  return listSchedules(ctx.db.read, articleId);
}

const mostFailed = 50;

/** Times that could not be kept, of all articles, until somebody took note. @throws sign_in_required */
export async function failedSchedules(ctx: Context): Promise<FailedSchedule[]> {
  requireAgent(ctx);
  return listFailed(ctx.db.read, mostFailed);
}

/** A time without a point is a mistake, told at once. */
async function requirePoint(
  tx: Query,
  article: Article,
  { action, at }: { action: ScheduleAction; at: Date },
): Promise<void> {
  const isOut = article.state === 'published';
  if (action === 'publish') {
    if (isOut && !(await findCopy(tx, article.id)))
      throw domainError('invalid', { fields: { at: 'nothing_to_publish' } });
    return;
  }
  const others = await listSchedules(tx, article.id);
  const comesOut = others.some((one) => one.action === 'publish' && one.state === 'waiting' && one.at < at);
  if (!isOut && !comesOut) throw domainError('invalid', { fields: { at: 'not_on_site' } });
}
