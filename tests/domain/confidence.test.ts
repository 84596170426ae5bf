import { expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { flagArticle, openFlags, settleFlag } from '#src/domain/articles/flag.ts';
import { getArticle } from '#src/domain/articles/read.ts';
import { vote } from '#src/domain/articles/vote.ts';
import { isConfirmed, reviseConfidence } from '#src/domain/automation/confidence.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { linkArticle } from '#src/domain/tickets/linkArticle.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { eachEngine, newAgent, visitor } from '../helpers.ts';

const trusted = { agents: 2, isFlagged: false, yes: 0, no: 0, readers: 0, escalated: 0 };

test.each([
  [{}, true],
  [{ agents: 1 }, false],
  [{ isFlagged: true }, false],
  [{ no: 4 }, true],
  [{ no: 5 }, false],
  [{ yes: 5, no: 5 }, true],
  [{ readers: 4, escalated: 4 }, true],
  [{ readers: 10, escalated: 5 }, true],
  [{ readers: 10, escalated: 6 }, false],
])('%o is confirmed: %s', (change, expected) =>
  expect(isConfirmed({ ...trusted, ...change }, 2)).toBe(expected),
);

eachEngine((get) => {
  const ticket = async () =>
    (
      await fileTicket(get(visitor), {
        ...{
          subject: 'Invoice',
          body: 'It is empty.',
          name: 'Anna',
          email: 'anna@example.org',
          locale: 'en',
        },
      })
    ).number;

  test('an article is confirmed once two agents answered with it, until a flag or bad votes', async () => {
    const [ada, bob] = [await newAgent(get()), await newAgent(get(), { name: 'Bob' })];
    const { id: categoryId } = await createCategory(ada, { locale: 'en', title: 'Billing' });
    const { id } = await createArticle(ada, {
      locale: 'en',
      state: 'published',
      fields: { title: 'Empty invoices', source: 'Regenerate.', categoryId },
    });
    const confidence = async () => {
      await reviseConfidence(get());
      return (await getArticle(ada, id)).confidence;
    };
    await linkArticle(ada, await ticket(), id, 'answers');
    await linkArticle(ada, await ticket(), id, 'answers');
    await linkArticle(bob, await ticket(), id, 'related');
    expect(await confidence()).toBe('unconfirmed');
    const number = await ticket();
    await linkArticle(bob, number, id, 'answers');
    expect(await confidence()).toBe('confirmed');
    expect(await reviseConfidence(get())).toBe(0);

    await flagArticle(bob, { articleId: id, kind: 'missing_step', comment: 'Which menu?', ticketId: number });
    expect((await getArticle(ada, id)).confidence).toBe('unconfirmed');
    const [flag] = await openFlags(ada, id);
    expect(flag).toMatchObject({
      kind: 'missing_step',
      comment: 'Which menu?',
      ticketId: number,
      byName: 'Bob',
    });
    expect(await confidence()).toBe('unconfirmed');
    await settleFlag(ada, flag!.id);
    expect(await openFlags(ada)).toEqual([]);
    expect(await confidence()).toBe('confirmed');

    for (let n = 0; n < 5; n++) await vote(get(visitor), { articleId: id, helpful: false });
    expect(await confidence()).toBe('unconfirmed');
  });

  test('it falls back when most of those who read it filed a ticket all the same', async () => {
    const writers = [await newAgent(get()), await newAgent(get())];
    const [ada] = writers as [Context, Context];
    const { id: categoryId } = await createCategory(ada, { locale: 'en', title: 'Paper' });
    const fields = { title: 'Paper jams', source: 'Pull.', categoryId };
    const { id } = await createArticle(ada, { locale: 'en', state: 'published', fields });
    for (const writer of writers) await linkArticle(writer, await ticket(), id, 'answers');
    const readers = async (outcome: 'escalated' | 'potential', count: number, at: Date) =>
      ada.db.write(async (tx) => {
        for (let n = 0; n < count; n++) {
          const visitId = `${outcome}-${at.getTime()}-${n}`;
          const times = { startedAt: at, lastAt: at, settledAt: at };
          await tx.insert(tx.tables.visits).values({ id: visitId, locale: 'en', outcome, ...times });
          const event = { kind: 'article_read', at, locale: 'en', articleId: id } as const;
          await tx.insert(tx.tables.visitEvents).values({ visitId, ...event });
        }
      });
    const confidence = async () => {
      await reviseConfidence(get());
      return (await getArticle(ada, id)).confidence;
    };
    const day = 86_400_000;
    // Of long ago: they count no more.
    await readers('escalated', 9, new Date(ada.now.getTime() - 91 * day));
    await readers('escalated', 3, new Date(ada.now.getTime() - day));
    await readers('potential', 3, new Date(ada.now.getTime() - day));
    expect(await confidence()).toBe('confirmed');
    await readers('escalated', 1, new Date(ada.now.getTime() - 2 * day));
    expect(await confidence()).toBe('unconfirmed');
  });

  test('resolving says why no article answers, and why self-service failed; an article takes the first back', async () => {
    const ada = await newAgent(get());
    const number = await ticket();
    await resolveTicket(ada, number, { noAnswerReason: 'will_follow', selfServiceFailure: 'missing' });
    const said = async () => (await ticketView(ada, number)).ticket;
    expect(await said()).toMatchObject({ noAnswerReason: 'will_follow', selfServiceFailure: 'missing' });
    await resolveTicket(ada, number, { solvedByArticleId: 1 });
    expect(await said()).toMatchObject({ noAnswerReason: null, selfServiceFailure: 'missing' });
  });

  test('only agents flag, and only what there is', async () => {
    const ada = await newAgent(get());
    await expect(flagArticle(get(visitor), { articleId: 1, kind: 'wrong' })).rejects.toMatchObject({
      code: 'sign_in_required',
    });
    await expect(flagArticle(ada, { articleId: 99_999, kind: 'wrong' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(settleFlag(ada, 99_999)).rejects.toMatchObject({ code: 'not_found' });
  });
});
