import { expect, test } from 'vitest';
import type { AgentActor, Context } from '#src/context.ts';
import { isDomainError } from '#src/errors.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { publishArticle } from '#src/domain/articles/publish.ts';
import { getArticle } from '#src/domain/articles/read.ts';
import { saveArticle } from '#src/domain/articles/save.ts';
import {
  cancelSchedule,
  failedSchedules,
  scheduleArticle,
  schedulesOf,
} from '#src/domain/articles/schedule/plan.ts';
import { runSchedules } from '#src/domain/articles/schedule/run.ts';
import { fieldsOf } from '#src/domain/articles/workingCopy.ts';
import { runNextJob } from '#src/jobs/loop.ts';
import { eachEngine, newAgent } from '../helpers.ts';

let names = 0;

eachEngine((get) => {
  const at = (iso: string, actor?: AgentActor): Context => get(actor, new Date(iso));
  const staff = async (): Promise<AgentActor> => (await newAgent(get())).actor;
  const article = async (state: 'draft' | 'published', source = 'Open.\n') => {
    const { id: categoryId } = await createCategory(get(), { locale: 'en', title: `Times ${(names += 1)}` });
    return createArticle(get(), {
      ...{ locale: 'en', state },
      fields: { title: `Door ${names}`, source, categoryId },
    });
  };
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: unknown) => (isDomainError(error) ? (error.details.fields ?? error.code) : error),
    );

  test('goes out and comes back at the times of the agent’s clock, once, across the change of clocks', async () => {
    const anna = await staff();
    const { id } = await article('draft');
    const ctx = at('2026-10-01T00:00:00Z', anna);
    const plan = (action: 'publish' | 'unpublish', wall: string) =>
      scheduleArticle(ctx, { articleId: id, action, at: wall, zone: 'Europe/Rome' });
    await plan('publish', '2026-10-24T09:00');
    await plan('unpublish', '2026-10-26T09:00');
    const waiting = await schedulesOf(ctx, id);
    expect(waiting.map((one) => [one.action, one.at.toISOString(), one.zone, one.byName])).toEqual([
      ['publish', '2026-10-24T07:00:00.000Z', 'Europe/Rome', anna.name],
      ['unpublish', '2026-10-26T08:00:00.000Z', 'Europe/Rome', anna.name],
    ]);
    await runSchedules(at('2026-10-24T06:59:59Z'));
    expect((await getArticle(get(), id)).state).toBe('draft');
    await Promise.all([runSchedules(at('2026-10-24T07:00:00Z')), runSchedules(at('2026-10-24T07:00:00Z'))]);
    expect(await getArticle(get(), id)).toMatchObject({ state: 'published', revision: 2 });
    await runSchedules(at('2026-10-26T08:00:00Z'));
    expect(await getArticle(get(), id)).toMatchObject({ state: 'draft', revision: 3 });
    expect(await schedulesOf(ctx, id)).toEqual([]);
  });

  test('what is published is the newest text of then; a second time takes the place of the first', async () => {
    const anna = await staff();
    const made = await article('published');
    const ctx = at('2027-01-01T00:00:00Z', anna);
    const plan = (wall: string) =>
      scheduleArticle(ctx, { articleId: made.id, action: 'publish', at: wall, zone: 'UTC' });
    expect(await codeOf(plan('2027-01-02T09:00'))).toEqual({ at: 'nothing_to_publish' });
    const fields = fieldsOf(made);
    await saveArticle(ctx, { id: made.id, fields: { ...fields, source: 'Push.\n' } });
    await plan('2027-01-02T09:00');
    await plan('2027-01-03T09:00');
    expect(await schedulesOf(ctx, made.id)).toHaveLength(1);
    await saveArticle(ctx, { id: made.id, fields: { ...fields, source: 'Pull.\n' } });
    await runSchedules(at('2027-01-02T09:00:00Z'));
    expect((await getArticle(get(), made.id)).source).toBe('Open.\n');
    await runSchedules(at('2027-01-03T09:00:00Z'));
    expect((await getArticle(get(), made.id)).source).toBe('Pull.\n');
  });

  test('times that make no sense are refused', async () => {
    const anna = await staff();
    const { id: articleId } = await article('draft');
    const ctx = at('2026-06-01T12:00:00Z', anna);
    const plan = (wall: string, more = {}) =>
      codeOf(scheduleArticle(ctx, { articleId, action: 'publish', at: wall, zone: 'UTC', ...more }));
    expect(await plan('2026-06-01T12:00')).toEqual({ at: 'bad_time' });
    expect(await plan('2028-06-01T12:00')).toEqual({ at: 'bad_time' });
    expect(await plan('soon')).toEqual({ at: 'bad_date' });
    expect(await plan('2026-06-02T12:00', { zone: 'Atlantis' })).toEqual({ zone: 'bad_choice' });
    expect(await plan('2026-06-02T12:00', { action: 'unpublish' })).toEqual({ at: 'not_on_site' });
    expect(await plan('2026-06-02T12:00', { articleId: 999_999 })).toBe('not_found');
  });

  test('cancelled is cancelled, and done by hand is not done again', async () => {
    const anna = await staff();
    const [one, two] = [await article('draft'), await article('draft')];
    const ctx = at('2026-06-01T12:00:00Z', anna);
    for (const { id: articleId } of [one, two])
      await scheduleArticle(ctx, { articleId, action: 'publish', at: '2026-06-02T12:00', zone: 'UTC' });
    const [waiting] = await schedulesOf(ctx, one.id);
    expect(await cancelSchedule(ctx, waiting!.id)).toBe(one.id);
    expect(await codeOf(cancelSchedule(ctx, waiting!.id))).toBe('not_found');
    await publishArticle(ctx, { id: two.id });
    await runSchedules(at('2026-06-02T12:00:00Z'));
    expect((await getArticle(get(), one.id)).state).toBe('draft');
    expect(await getArticle(get(), two.id)).toMatchObject({ state: 'published', revision: 2 });
    expect(await schedulesOf(ctx, two.id)).toEqual([]);
  });

  test('the gate stands at the time of publishing: what it stops is shown and told, until somebody takes note', async () => {
    const anna = await staff();
    const { id, ...made } = await article('draft');
    const ctx = at('2026-06-01T12:00:00Z', anna);
    await scheduleArticle(ctx, { articleId: id, action: 'publish', at: '2026-06-02T12:00', zone: 'UTC' });
    const gate = { ticket: 1, names: ['Giulia Conti'], emails: [], kept: [] };
    const fields = fieldsOf(made);
    await saveArticle(ctx, { id, fields: { ...fields, source: 'Giulia Conti knows.\n' }, gate });
    await runSchedules(at('2026-06-02T12:00:00Z'));
    expect((await getArticle(get(), id)).state).toBe('draft');
    expect(await schedulesOf(ctx, id)).toMatchObject([{ state: 'failed', error: 'personal_data' }]);
    const failed = (await failedSchedules(ctx)).filter(({ articleId }) => articleId === id);
    expect(failed).toMatchObject([{ title: made.title }]);
    while (await runNextJob(get(), { lane: 'mail', now: new Date('2027-02-01') }));
    const { sentMails } = ctx.db.read.tables;
    const mails = (await ctx.db.read.select().from(sentMails)).filter((mail) => mail.agentId === anna.id);
    expect(mails.map(({ subject }) => subject)).toEqual([
      `${made.title}: it could not be published at the time that was set.`,
    ]);
    await cancelSchedule(ctx, failed[0]!.id);
    expect(await schedulesOf(ctx, id)).toEqual([]);
    await runSchedules(at('2026-06-03T12:00:00Z'));
    expect((await getArticle(get(), id)).state).toBe('draft');
  });
});
