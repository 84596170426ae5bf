import { expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { getArticle } from '#src/domain/articles/read.ts';
import { publishArticle } from '#src/domain/articles/publish.ts';
import { newAskForm, sealAskForm } from '#src/domain/ask/form.ts';
import { gapList, gapQuery, gapView } from '#src/domain/gaps/list.ts';
import { refreshGaps } from '#src/domain/gaps/refresh.ts';
import { forgetWishesOf, exportWishes } from '#src/domain/wishes/waiting.ts';
import { confirmWish, dropOldWishes, dropWish, findWishBehind } from '#src/domain/wishes/changeWish.ts';
import { makeWish } from '#src/domain/wishes/makeWish.ts';
import { tell, tellWishers, tellWishersOfGap } from '#src/domain/wishes/tellWishers.ts';
import type { Wish } from '#src/domain/wishes/wish.ts';
import { searchAndRecord } from '#src/domain/visits/searched.ts';
import { settleVisits } from '#src/domain/visits/settle.ts';
import { runNextJob } from '#src/jobs/loop.ts';
import { eachEngine, newAgent, visitor } from '../helpers.ts';

const dayMs = 86_400_000;

eachEngine((get, engine) => {
  let made = 0;
  /** Search in vain, and wish to hear of an answer. */
  const wish = async (words: string, email: string, clientAddress = `192.0.2.${++made}`) => {
    const { recorded } = await searchAndRecord(get(visitor), words);
    const form = await sealAskForm(get(), newAskForm(get(), recorded!.eventId));
    await makeWish(get(visitor), { form, words, email, clientAddress });
  };
  const mailsTo = async (email: string, kind: string) => {
    const { sentMails } = get().db.read.tables;
    const all = await get().db.read.select().from(sentMails);
    return all.filter((mail) => mail.toEmail === email && mail.kind === kind);
  };
  /** What the link in the newest mail of a kind carries. */
  const tokenOf = async (email: string, kind = 'wish_confirm') =>
    new URL(/http\S+token=[^\s)]+/.exec((await mailsTo(email, kind)).at(-1)!.text)![0]).searchParams.get(
      'token',
    )!;
  const write = async (ctx: Context, title: string, state: 'published' | 'draft' = 'published') => {
    const { id: categoryId } = await createCategory(ctx, { locale: 'en', title: `Shelf ${++made}` });
    const fields = { title, source: 'Turn the little screw.', categoryId };
    return (await createArticle(ctx, { locale: 'en', state, fields })).id;
  };

  test('an address says yes by a button, hears once from the article that answers, and is gone', async () => {
    const ada = await newAgent(get(), { name: 'Ada' });
    const email = `wilma-${engine}@example.org`;
    await wish('my hygrometer shows nothing', ` ${email.toUpperCase()} `);
    const [asked] = await mailsTo(email, 'wish_confirm');
    expect(`${asked!.subject} ${asked!.text}`).not.toContain('hygrometer');
    const token = await tokenOf(email);
    expect((await findWishBehind(get(visitor), token))!.confirmedAt).toBeNull();
    // Looking at the page is no yes.
    const id = await write(ada, 'The hygrometer shows nothing', 'draft');
    while (await runNextJob(get()));
    expect(await mailsTo(email, 'wish_answered')).toEqual([]);

    await confirmWish(get(visitor), token);
    await confirmWish(get(visitor), token);
    while (await runNextJob(get()));
    expect(await mailsTo(email, 'wish_answered')).toEqual([]);
    await publishArticle(ada, { id });
    expect(await tellWishers(get(), await write(ada, 'Paint the fence'))).toBe(0);
    const { categoryId, title } = await getArticle(ada, id);
    await publishArticle(ada, { id, fields: { title, source: 'Turn it on.', categoryId } });
    while (await runNextJob(get()));
    const told = await mailsTo(email, 'wish_answered');
    expect(told).toHaveLength(1);
    expect(told[0]!.text).toContain('my hygrometer shows nothing');
    expect(told[0]!.text).toContain('/en/articles/the-hygrometer-shows-nothing');
    expect(await findWishBehind(get(visitor), await tokenOf(email, 'wish_answered'))).toBeNull();
    expect(await tellWishers(get(), id)).toBe(0);
    expect(await mailsTo(email, 'wish_answered')).toHaveLength(1);
  });

  test('asked twice is one wish; nobody is pestered; a link of others opens nothing', async () => {
    const email = `otto-${engine}@example.org`;
    for (let times = 0; times < 3; times++) await wish('the ocarina squeaks', email);
    expect(await mailsTo(email, 'wish_confirm')).toHaveLength(3);
    expect(await exportWishes(get().db.read, email)).toMatchObject([{ words: 'the ocarina squeaks' }]);
    await expect(wish('the ocarina squeaks', email)).rejects.toMatchObject({ code: 'rate_limited' });
    const others = Array.from({ length: 20 }, (_, n) =>
      wish(`words ${n}`, `a${n}-${engine}@example.org`, '2001:db8::1'),
    );
    await Promise.all(others);
    const more = wish('words', `b-${engine}@example.org`, '2001:db8::2');
    await expect(more).rejects.toMatchObject({ code: 'rate_limited' });
    const form = 'x.y';
    await expect(
      makeWish(get(visitor), { form, words: 'x', email, clientAddress: '192.0.2.250' }),
    ).rejects.toMatchObject({ code: 'invalid' });
    await expect(confirmWish(get(visitor), form)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('one changes their mind, is erased, or is forgotten with time', async () => {
    const [zoe, ute, kim] = ['zoe', 'ute', 'kim'].map((name) => `${name}-${engine}@example.org`) as [
      string,
      string,
      string,
    ];
    for (const email of [zoe, ute, kim]) await wish('the banjo buzzes', email);
    const count = async (email: string) => (await exportWishes(get().db.read, email)).length;
    await dropWish(get(visitor), await tokenOf(zoe));
    await dropWish(get(visitor), await tokenOf(zoe));
    expect(await count(zoe)).toBe(0);
    await get().db.write((tx) => forgetWishesOf(tx, ute));
    expect(await count(ute)).toBe(0);
    await confirmWish(get(visitor), await tokenOf(kim));
    const later = (days: number) => get(undefined, new Date(Date.now() + days * dayMs));
    await dropOldWishes(later(8));
    expect(await count(kim)).toBe(1);
    await dropOldWishes(later(366));
    expect(await count(kim)).toBe(0);
  });

  test('the gap shows who waits, and its end tells them', async () => {
    const ada = await newAgent(get(), { name: 'Ada' });
    const email = `gil-${engine}@example.org`;
    const other = `una-${engine}@example.org`;
    await wish('the sextant is misted up', email);
    await wish('sextant misted', other);
    await confirmWish(get(visitor), await tokenOf(email));
    const later = get(undefined, new Date(Date.now() + 2 * dayMs));
    await settleVisits(later);
    await refreshGaps(later);
    const rows = (await gapList(ada, gapQuery.parse({}))).rows;
    const gap = rows.find(({ name }) => name?.includes('sextant'))!;
    expect((await gapView(ada, gap.id)).waiting).toBe(1);
    const id = await write(ada, 'Dry optical instruments');
    await tellWishersOfGap(get(), gap.id, id);
    await tellWishersOfGap(get(), gap.id, id);
    expect(await mailsTo(email, 'wish_answered')).toHaveLength(1);
    expect(await mailsTo(other, 'wish_answered')).toEqual([]);
  });

  test('two publications at once are one mail, and who takes it back between is not written to', async () => {
    const ada = await newAgent(get());
    const [eve, ida] = [`eve-${engine}@example.org`, `ida-${engine}@example.org`];
    for (const email of [eve, ida]) {
      await wish('the theremin hums', email);
      await confirmWish(get(visitor), await tokenOf(email));
    }
    const [one, two] = [await write(ada, 'The theremin hums'), await write(ada, 'Why a theremin hums')];
    const token = await tokenOf(ida);
    await Promise.all([tellWishers(get(), one), tellWishers(get(), two), dropWish(get(visitor), token)]);
    expect(await mailsTo(eve, 'wish_answered')).toHaveLength(1);
    expect((await mailsTo(ida, 'wish_answered')).length).toBeLessThanOrEqual(1);
    const [row] = await get().db.read.select().from(get().db.read.tables.answerWishes);
    expect(row?.email).not.toBe(ida);
    const gone = { id: 999_999, email: ida, locale: 'en', words: 'x', nonce: 'gone' } as Wish;
    const article = await getArticle(ada, one);
    expect(await tell(get(), gone, { article, kind: 'wish_answered' })).toBe(false);
  });

  test('who says yes after the answer was published hears of it at once; of what was there before, nothing', async () => {
    const ada = await newAgent(get());
    const [pia, lou] = [`pia-${engine}@example.org`, `lou-${engine}@example.org`];
    await wish('the zither is out of tune', pia);
    await write({ ...ada, now: new Date() }, 'The zither is out of tune');
    while (await runNextJob(get()));
    expect(await mailsTo(pia, 'wish_answered')).toEqual([]);
    await confirmWish(get(visitor), await tokenOf(pia));
    await confirmWish(get(visitor), await tokenOf(pia));
    while (await runNextJob(get()));
    expect(await mailsTo(pia, 'wish_answered')).toHaveLength(1);

    await wish('zither out of tune', lou);
    await confirmWish(get(visitor), await tokenOf(lou));
    while (await runNextJob(get()));
    expect(await mailsTo(lou, 'wish_answered')).toEqual([]);
  });
});
