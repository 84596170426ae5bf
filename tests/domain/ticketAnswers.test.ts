import { describe, expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { flagArticle } from '#src/domain/articles/flag.ts';
import { likelyFailure, questionOf, ticketAnswers } from '#src/domain/automation/ticketAnswers.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { linkArticle } from '#src/domain/tickets/linkArticle.ts';
import { renameTicket } from '#src/domain/tickets/rename.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { tagTicket } from '#src/domain/tickets/tag.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { eachEngine, newAgent, visitor } from '../helpers.ts';

const askedAt = new Date('2026-03-02');

test.each([
  [{ publishedAt: new Date('2026-03-01') }, true, 'unclear'],
  [{ publishedAt: new Date('2026-03-01') }, false, 'not_found'],
  [{ publishedAt: new Date('2026-03-03') }, false, 'missing'],
  [{ publishedAt: null }, false, 'missing'],
])('of an article of %o, read: %s, self-service failed as %s', (article, wasRead, failure) =>
  expect(likelyFailure(article, { wasRead, askedAt })).toBe(failure),
);

eachEngine((get) => {
  let made = 0;
  const ticket = async (subject: string, more: Partial<Parameters<typeof fileTicket>[1]> = {}) =>
    (
      await fileTicket(get(visitor), {
        ...{ subject, body: subject, name: 'Anna', email: 'anna@example.org', locale: 'en' },
        ...more,
      })
    ).number;
  const article = async (
    ctx: Context,
    title: string,
    {
      source = 'Regenerate it.',
      ...more
    }: Partial<Parameters<typeof createArticle>[1]['fields']> & {
      source?: string;
      state?: 'published' | 'draft';
    } = {},
  ) => {
    const { state = 'published', ...fields } = more as typeof more & { state?: 'published' | 'draft' };
    const { id: categoryId } = await createCategory(ctx, { locale: 'en', title: `Shelf ${++made}` });
    const { id } = await createArticle(ctx, {
      locale: 'en',
      state,
      fields: { title, source, categoryId, ...fields },
    });
    await get().search.freshen();
    return id;
  };
  const answersOf = async (ctx: Context, number: number, asked = {}) =>
    ticketAnswers(ctx, await ticketView(ctx, number), asked);

  describe('the articles beside a ticket', () => {
    test('are found by its words without asking, with what was read marked and the solution at hand', async () => {
      const ada = await newAgent(get());
      const source =
        '## Problem\n\nThe exported invoice is empty.\n\n## Solution\n\nRegenerate it **twice**.';
      const id = await article(ada, 'Empty invoice export', { source });
      const story = [{ at: askedAt.toISOString(), kind: 'article_read', title: 'x', articleId: id }];
      const number = await ticket('my invoice export is empty', { story });
      const { found, linked } = await answersOf(ada, number);
      expect(linked).toEqual([]);
      expect(found[0]).toMatchObject({ id, wasRead: true, failure: 'unclear', relation: null, flags: 0 });
      expect(found[0]!.html).toContain('<strong>twice</strong>');
      expect(found[0]!.html).not.toContain('Problem');
      expect(found[0]!.link).toMatch(
        /^\[Empty invoice export\]\(http.*\/en\/articles\/empty-invoice-export\)$/,
      );
      expect(found[0]!.text).toBe(`Regenerate it **twice**.\n\n→ ${found[0]!.link}`);
      await flagArticle(ada, { articleId: id, kind: 'unclear', ticketId: number });
      const whole = (await answersOf(ada, number, { open: id })).found[0]!;
      expect(whole).toMatchObject({ isWhole: true, flags: 1 });
      expect(whole.html).toContain('The exported invoice is empty.');
    });

    test('follow the facts: a tag, a subject, the agent’s own words', async () => {
      const ada = await newAgent(get());
      const id = await article(ada, 'Calibrate the seismograph');
      const number = await ticket('it does not work');
      const isFound = async (asked = {}) =>
        (await answersOf(ada, number, asked)).found.some((one) => one.id === id);
      expect(await isFound()).toBe(false);
      expect(await isFound({ query: 'seismograph' })).toBe(true);
      await tagTicket(ada, number, 'seismograph');
      expect(await isFound()).toBe(true);
      await renameTicket(ada, number, 'How do I calibrate my seismograph?');
      const view = await ticketView(ada, number);
      expect(questionOf(view)).toContain('How do I calibrate my seismograph?');
      expect(view.events.at(-1)).toMatchObject({ kind: 'renamed', data: { before: 'it does not work' } });
    });

    test('an article for agents gives its words, and no link that a customer could not follow', async () => {
      const ada = await newAgent(get());
      const id = await article(ada, 'Reset the theodolite', { audience: 'agents' });
      const { found } = await answersOf(ada, await ticket('theodolite reset'));
      expect(found.find((one) => one.id === id)).toMatchObject({ link: null, text: 'Regenerate it.' });
    });

    test('drafts on the same question come with them, those of others first', async () => {
      const [ada, bob] = [await newAgent(get()), await newAgent(get())];
      const mine = await article(ada, 'Gyroscope drifts after landing', { state: 'draft' });
      const theirs = await article(bob, 'The gyroscope drifts', { state: 'draft' });
      await article(bob, 'Paint the fence', { state: 'draft' });
      const number = await ticket('our gyroscope drifts');
      const { drafts } = await answersOf(ada, number);
      expect(drafts).toMatchObject([
        { id: theirs, isMine: false, authorName: bob.actor.kind === 'agent' && bob.actor.name },
        { id: mine, isMine: true },
      ]);
      await linkArticle(ada, number, theirs, 'answers');
      const after = await answersOf(ada, number);
      expect(after.linked).toMatchObject([{ id: theirs, relation: 'answers', url: null, link: null }]);
      expect(after.drafts.map(({ id }) => id)).toEqual([mine]);
      await expect(answersOf(get(visitor), number)).rejects.toMatchObject({ code: 'sign_in_required' });
    });
  });

  test('a reply that links to an article says that it answers, once', async () => {
    const ada = await newAgent(get());
    const id = await article(ada, 'Wind the astrolabe');
    const number = await ticket('astrolabe');
    const { found } = await answersOf(ada, number);
    const link = found.find((one) => one.id === id)!.link!;
    await replyAsAgent(ada, number, {
      body: `See ${link}. And not /en/articles/absent, nor https://x.org/en/articles/y`,
    });
    const links = async () => (await ticketView(ada, number)).links.map((one) => [one.id, one.relation]);
    expect(await links()).toEqual([[id, 'answers']]);
    await linkArticle(ada, number, id, 'related');
    await replyAsAgent(ada, number, { body: 'Again: /en/articles/wind-the-astrolabe' });
    expect(await links()).toEqual([[id, 'related']]);
  });
});
