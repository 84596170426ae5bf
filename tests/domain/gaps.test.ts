import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { archiveArticle, publishArticle } from '#src/domain/articles/publish.ts';
import { assignGap, writeForGap } from '#src/domain/gaps/change.ts';
import { gapAges, gapList, gapView, gapQuery } from '#src/domain/gaps/list.ts';
import { refreshGaps, sweepGaps } from '#src/domain/gaps/refresh.ts';
import { directionsOf } from '#src/domain/gaps/directions.ts';
import { dayMs, type Gap } from '#src/domain/gaps/gap.ts';
import { addQuestions, countQuestions, findGaps, insertGap, updateGap } from '#src/domain/gaps/gap.store.ts';
import { mergeAlike, mergeNamesakes } from '#src/domain/gaps/merge.ts';
import type { Vector } from '#src/domain/search/vectors.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { recordEvent } from '#src/domain/visits/recordEvent.ts';
import { settleVisits } from '#src/domain/visits/settle.ts';
import { eachEngine, newAgent, visitor } from '../helpers.ts';

const start = new Date('2026-03-02T09:00:00Z');
const day = (n: number) => new Date(start.getTime() + n * dayMs);

eachEngine((get) => {
  let ada: Context | undefined;
  const desk = async (now: Date): Promise<Context> => ({
    ...(ada ??= await newAgent(get(), { name: 'Ada' })),
    now,
  });
  /** A visit that searched and found nothing it wanted. */
  const fails = async (query: string, now: Date, locale: 'en' | 'it' = 'en') => {
    const ctx = { ...get(visitor, now), locale };
    return recordEvent(ctx, { kind: 'search', query, resultCount: 0, verdict: 'nothing' });
  };
  const asks = (subject: string, now: Date, name = 'Anna Verdi') =>
    fileTicket(get(visitor, now), {
      ...{ subject, body: `${subject}. Please help.`, name, locale: 'en' },
      email: `${name.replace(/\W/g, '')}@example.org`,
    });
  const refresh = async (now: Date) => {
    await settleVisits(get(undefined, now));
    await get().search.freshen();
    return refreshGaps(get(undefined, now));
  };
  const open = async (now: Date) => (await gapList(await desk(now), gapQuery.parse({}))).rows;

  test('gaps that turn out to mean the same become one, unless people keep them apart', async () => {
    const { write } = get().db;
    const begin = (direction: Vector, more: Partial<Gap> = {}) =>
      write((tx) =>
        insertGap(tx, {
          ...{ samples: [], direction, locales: { en: 2 }, state: 'open', ownerId: null, articleId: null },
          ...{ size: 2, tickets: 1, firstAt: day(0), lastAt: day(1), answeredAt: null, closedAt: null },
          ...{ checkedAt: null, ...more },
        }),
      );
    const merge = (ids: number[]) =>
      write(async (tx) => mergeAlike(tx, ids, directionsOf(await findGaps(tx, ids))));
    const { id: ownerId } = (await desk(day(0))).actor as { id: number };
    const router: Vector = [['router', 0.8], ['blinks', 0.6]]; // prettier-ignore
    const lamp: Vector = [['router', 0.8], ['lamp', 0.6]]; // prettier-ignore
    const printer: Vector = [['printer', 1]];
    const ids = [await begin(router), await begin(lamp, { ownerId }), await begin(printer)];
    await write((tx) =>
      addQuestions(tx, [{ kind: 'search', sourceId: 900_001, locale: 'en', at: day(1), gapId: ids[0]! }]),
    );
    expect(await merge(ids)).toEqual({ left: new Set(ids.slice(1)), gone: new Set([ids[0]]) });
    const [kept] = await findGaps(get().db.read, [ids[1]!]);
    expect(kept).toMatchObject({ ownerId, size: 4, tickets: 2, locales: { en: 4 } });
    expect(await findGaps(get().db.read, [ids[0]!])).toEqual([]);
    expect(await countQuestions(get().db.read, ids[1]!, { after: day(0) })).toBe(1);

    await write((tx) => updateGap(tx, ids[1]!, { samples: ['Lamp blinks'] }));
    const namesake = await begin([['elsewhere', 1]], { samples: ['lamp blinks'] });
    expect(await write((tx) => mergeNamesakes(tx, new Set([namesake])))).toBe(true);
    expect((await findGaps(get().db.read, [ids[1]!, namesake])).map(({ id, size }) => [id, size])).toEqual([
      [ids[1], 6],
    ]);
    expect(await write((tx) => mergeNamesakes(tx, new Set([ids[1]!])))).toBe(false);

    const closed = await begin(router, { state: 'closed' });
    expect((await merge([ids[1]!, closed])).gone.size).toBe(0);
    await write(async (tx) => {
      for (const id of [...ids, closed]) await tx.delete(tx.tables.gaps).where(eq(tx.tables.gaps.id, id));
    });
  });

  test('failed searches, asks and tickets of one meaning are one gap; others are another', async () => {
    await fails('cancel my subscription', day(0));
    await fails('how do I cancel the subscription?', day(0));
    await fails('subscription cancel', day(1));
    await fails('cancel subscription for Giulia Bianchi', day(1));
    await asks('Cancel the subscription', day(1));
    await fails('export invoices as pdf', day(1));
    await fails('pdf export of invoices', day(2));
    await fails('disdire abbonamento', day(2), 'it');
    const found = await fails('reset password', day(2));
    await recordEvent(get({ ...visitor, visitId: found!.visitId }, day(2)), { kind: 'solved' });

    expect((await refresh(day(5))).isUpToDate).toBe(true);
    const rows = await open(day(5));
    expect(rows.map(({ size, tickets, locales }) => ({ size, tickets, locales }))).toEqual([
      { size: 5, tickets: 1, locales: { en: 5 } },
      { size: 2, tickets: 0, locales: { en: 2 } },
    ]);
    expect(rows[0]!.trend).toEqual({ now: 5, before: 0 });
    expect(rows[0]!.name).toMatch(/cancel/i);
    expect(JSON.stringify(rows)).not.toContain('Giulia');
    expect(rows[0]!.firstAt).toEqual(day(0));
  });

  test('taking in again changes nothing, and a visit that turns out well takes its questions back', async () => {
    const before = await open(day(5));
    expect((await refresh(day(5))).questions).toBe(0);
    expect(await open(day(5))).toEqual(before);

    const minutes = (n: number) => new Date(day(6).getTime() + n * 60_000);
    const shortly = async (now: Date) => {
      const ctx = get(undefined, now);
      await settleVisits({ ...ctx, config: { ...ctx.config, visitWindowMs: 60_000 } });
      await refreshGaps(ctx);
    };
    const again = await fails('invoices export pdf', minutes(0));
    await shortly(minutes(2));
    expect((await open(day(7)))[1]!.size).toBe(3);
    await recordEvent(get({ ...visitor, visitId: again!.visitId }, minutes(3)), { kind: 'solved' });
    await shortly(minutes(5));
    expect((await open(day(7)))[1]!.size).toBe(2);
  });

  test('an article written for it is watched, closes it when its searches find it and tickets fall, and opens it again', async () => {
    const ctx = await desk(day(10));
    const [gap] = await open(day(10));
    const { id: categoryId } = await createCategory(ctx, { locale: 'en', title: 'Billing' });
    const article = await writeForGap(ctx, {
      gap: gap!.id,
      locale: 'en',
      fields: { title: 'Cancel your subscription', source: 'Open *Plan* and press **Cancel**.', categoryId },
      publish: false,
    });
    expect((await gapView(ctx, gap!.id)).standing).toBe('writing');
    expect((await open(day(10)))[0]).toMatchObject({ ownerName: 'Ada', articleId: article.id });

    await publishArticle(ctx, { id: article.id });
    await refresh(day(11));
    const watched = await gapView(await desk(day(11)), gap!.id);
    expect(watched.standing).toBe('watching');
    expect(watched.evidence).toMatchObject({ found: watched.evidence.tried });
    expect(watched.gap.answeredAt).toEqual(day(10));

    await refresh(day(18));
    const closed = await gapView(await desk(day(18)), gap!.id);
    expect(closed.standing).toBe('closed');
    expect(await gapAges(ctx, day(0), day(30))).toMatchObject([
      { id: gap!.id, name: gap!.samples[0], days: 10 },
    ]);

    for (const words of ['cancel subscription', 'cancel a subscription', 'the subscription: how to cancel'])
      await fails(words, day(19));
    await refresh(day(21));
    const reopened = await gapView(await desk(day(21)), gap!.id);
    expect(reopened).toMatchObject({ standing: 'watching', gap: { state: 'open', reopenings: 1 } });
  });

  test('a gap whose article goes away is open again; tickets that do not fall keep it open', async () => {
    const ctx = await desk(day(21));
    const gap = (await open(day(21)))[0]!;
    for (const who of ['Bob Grey', 'Cid Blue']) await asks('Cancel the subscription', day(22), who);
    await refresh(day(30));
    expect((await gapView(ctx, gap.id)).gap.state).toBe('open');

    await archiveArticle(ctx, gap.articleId!);
    await refresh(day(31));
    expect((await gapView(await desk(day(31)), gap.id)).gap.answeredAt).toBeNull();
  });

  test('somebody takes a gap; lone questions of long ago go', async () => {
    const ctx = await desk(day(31));
    const [gap] = await open(day(31));
    await assignGap(ctx, gap!.id, null);
    expect((await open(day(31)))[0]!.ownerName).toBeNull();
    await expect(assignGap(ctx, gap!.id, 999_999)).rejects.toMatchObject({ code: 'invalid' });
    await expect(assignGap(get(visitor), gap!.id, null)).rejects.toMatchObject({ code: 'sign_in_required' });
    await sweepGaps(get(undefined, day(140)));
    expect((await gapList(await desk(day(140)), gapQuery.parse({}))).rows).toEqual([]);
  });

  test('questions that come again while lone ones of long ago are dropped begin a gap of their own', async () => {
    const things = 'anvils bagpipes candles dominoes easels fiddles gondolas hammocks igloos jigsaws'.split(
      ' ',
    );
    await asks('My zither hums', day(150), 'Zoe Black');
    for (const thing of things) await asks(`Polish ${thing}`, day(160));
    await asks('My zither hums', day(160), 'Zed White');
    const ctx = get(undefined, day(250));
    // Between two batches, as another process may.
    const rest = () => sweepGaps(ctx);
    await refreshGaps({ ...ctx, pace: { ...ctx.pace, rest } });
    expect(await directions(ctx)).toEqual(expect.arrayContaining([expect.stringContaining('zither')]));
  });
});

async function directions({ db }: Context): Promise<string[]> {
  return (await db.read.select().from(db.read.tables.gaps)).map(({ direction }) => JSON.stringify(direction));
}
