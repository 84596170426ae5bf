import type { Query } from '#db/open.ts';
import { systemActor, type Actor, type Context } from '#src/context.ts';
import { actorOf } from '#src/domain/accounts/agent.ts';
import { listPeople } from '#src/domain/accounts/people.ts';
import { isDomainError } from '#src/errors.ts';
import { getArticle } from '../read.ts';
import { publishArticle, unpublishArticle } from '../publish.ts';
import { tellStaffLater } from '../tellLater.ts';
import { findCopy } from '../workingCopy.store.ts';
import type { Schedule } from './schedule.ts';
import { listDue, lockSchedule, updateSchedule } from './schedule.store.ts';

const batch = 100;

/** Do what was to be done by now; for the recurring job. @returns how many were looked at. */
export async function runSchedules(ctx: Context): Promise<number> {
  const due = await listDue(ctx.db.read, ctx.now, batch);
  for (const id of due) await runSchedule(ctx, id);
  return due.length;
}

/** Another process may have been quicker, or somebody may have thought better of it. */
async function runSchedule(ctx: Context, id: number): Promise<void> {
  await ctx.db.write(async (tx) => {
    const schedule = await lockSchedule(tx, id);
    if (schedule?.state !== 'waiting' || schedule.at > ctx.now) return;
    const error = await attempt({ ...ctx, actor: await actorFor(ctx, schedule) }, schedule);
    await updateSchedule(tx, id, { state: error ? 'failed' : 'done', error, endedAt: ctx.now });
    if (error) await tellStaffLater(ctx, tx, { about: 'schedule', id });
  });
}

/** In the name of whoever chose the time: the gate and the rules of publishing hold for them. */
async function actorFor(ctx: Context, { byId }: Schedule): Promise<Actor> {
  const people = await listPeople({ ...ctx, actor: systemActor });
  const agent = people.find(({ id }) => id === byId);
  return agent ? actorOf(agent) : systemActor;
}

/** What an article's state or text forbids is shown, and not tried again; anything else is the database's, and is. */
async function attempt(ctx: Context, schedule: Schedule): Promise<string | null> {
  try {
    await ctx.db.write((tx) => act(ctx, tx, schedule));
    return null;
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return error.code;
  }
}

/** What happened by hand meanwhile need not happen again. */
async function act(ctx: Context, tx: Query, { articleId: id, action }: Schedule): Promise<void> {
  const { state } = await getArticle(ctx, id);
  const isDue = state !== 'published' || (await findCopy(tx, id)) !== null;
  if (action === 'publish' && isDue) await publishArticle(ctx, { id });
  if (action === 'unpublish' && state === 'published') await unpublishArticle(ctx, id);
}
