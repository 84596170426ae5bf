import { expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { newAskForm, sealAskForm } from '#src/domain/ask/form.ts';
import { answerAll, giveAnswers, stopAnswer } from '#src/domain/issues/answerAll.ts';
import { declareIssue, endIssue, issuesOfTickets, issueStatesOf } from '#src/domain/issues/declare.ts';
import { stopMs } from '#src/domain/issues/issue.ts';
import { linkTickets } from '#src/domain/issues/linkTickets.ts';
import { issueList, issueView } from '#src/domain/issues/view.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { markSpam } from '#src/domain/tickets/spam.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { confirmWish } from '#src/domain/wishes/changeWish.ts';
import { makeWish } from '#src/domain/wishes/makeWish.ts';
import { wishToken } from '#src/domain/wishes/wish.ts';
import { runNextJob } from '#src/jobs/loop.ts';
import type { Locale } from '#src/i18n/index.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { similarTickets } from '#src/domain/issues/similarTickets.ts';
import { eachEngine, newAgent, oneOff, visitor } from '../helpers.ts';

eachEngine((get, engine) => {
  let made = 0;
  const article = async (ctx: Context, title: string, locale: Locale = 'en', key?: string) => {
    const { id: categoryId } = await createCategory(ctx, { locale, title: `Shelf ${++made}` });
    const fields = { title, source: 'We look into it.', categoryId };
    return createArticle(ctx, { locale, state: 'published', fields, key });
  };
  const ticket = async (locale: Locale = 'en', subject = 'Down', body = 'Nothing works.') =>
    (
      await fileTicket(get(visitor), {
        ...{ subject, body, name: 'Anna', locale },
        email: `asker${++made}@example.org`,
      })
    ).number;
  const repliesOf = async (number: number) =>
    (await ticketView(get(), number)).messages.filter(({ authorKind }) => authorKind === 'agent');
  const key = () => `one-answer-to-all-${++made}-${engine}`;
  const runJobs = async () => {
    while (await runNextJob(get(), { now: new Date(Date.now() + stopMs) }));
  };

  test('one answer reaches everybody who has a known issue, once, in their language, from the agent', async () => {
    const ada = await newAgent(get(), { name: 'Ada' });
    const known = await article(ada, 'The service is down');
    await article(ada, 'Il servizio è fermo', 'it', known.key);
    const [a, b, spam, other] = [await ticket(), await ticket('it'), await ticket(), await ticket()];
    await expect(declareIssue(ada, known.id, 'forgotten')).rejects.toMatchObject({ code: 'invalid' });
    await declareIssue(ada, known.id, 'workaround');
    await linkTickets(ada, known.id, `#${a}, ${b} ${spam}`);
    await markSpam(ada, spam);
    expect(await issueStatesOf(get(visitor), [known.key, 'absent'])).toEqual(
      new Map([[known.key, 'workaround']]),
    );
    expect(await issuesOfTickets(ada, [a, b, other])).toEqual(
      new Map([
        [a, 'workaround'],
        [b, 'workaround'],
      ]),
    );
    expect(await issueList(ada)).toMatchObject([{ title: 'The service is down', tickets: 3 }]);

    const view = await issueView(ada, known.id);
    expect(view.tickets.map(({ id }) => id).sort()).toEqual([a, b].sort());
    expect(view.texts.en).toContain('/en/articles/the-service-is-down');
    expect(view.texts.it).toContain('/it/articles/il-servizio-e-fermo');

    const input = {
      texts: { en: 'Use **Firefox**.', it: 'Usa **Firefox**.' },
      tickets: [a, b],
      resolves: true,
    };
    const submissionKey = key();
    await answerAll(ada, known.id, { ...input, submissionKey });
    await answerAll(ada, known.id, { ...input, submissionKey });
    await runJobs();
    const { answers, tickets } = await issueView(ada, known.id);
    expect(answers).toMatchObject([{ tickets: 2, done: 2, failed: 0, byName: 'Ada' }]);
    expect(tickets.every(({ answeredAt, state }) => answeredAt && state === 'resolved')).toBe(true);
    for (const [number, text] of [
      [a, 'Use'],
      [b, 'Usa'],
    ] as const) {
      const replies = await repliesOf(number);
      expect(replies).toHaveLength(1);
      expect(replies[0]).toMatchObject({
        agentName: 'Ada',
        html: expect.stringContaining(`${text} <strong>`),
      });
    }
    await giveAnswers(get(), answers[0]!.id);
    expect(await repliesOf(a)).toHaveLength(1);
  });

  test('a ticket that takes no answer any more is passed over, and the rest are answered', async () => {
    const ada = await newAgent(get(), { name: 'Ada' });
    const known = await article(ada, 'The printer burns');
    await declareIssue(ada, known.id, 'investigating');
    const [a, b] = [await ticket(), await ticket()];
    await linkTickets(ada, known.id, `${a} ${b}`);
    await answerAll(ada, known.id, {
      texts: { en: 'Leave the room.' },
      tickets: [a, b],
      submissionKey: key(),
    });
    await markSpam(ada, a);
    await runJobs();
    expect((await issueView(ada, known.id)).answers).toMatchObject([
      { tickets: 2, done: 1, failed: 1, passedOver: [a] },
    ]);
    expect(await repliesOf(b)).toHaveLength(1);
  });

  test('an answer sent by mistake is stopped before it goes out, and the next one goes', async () => {
    const ada = await newAgent(get());
    const known = await article(ada, 'The mill stands still');
    await declareIssue(ada, known.id, 'investigating');
    const a = await ticket();
    await linkTickets(ada, known.id, String(a));
    const send = (text: string) =>
      answerAll(ada, known.id, { texts: { en: text }, tickets: [a], submissionKey: key() });
    await send('Oops.');
    const latest = async () => (await issueView(ada, known.id)).answers[0]!;
    while (await runNextJob(get()));
    expect(await latest()).toMatchObject({ done: 0, waiting: 1 });
    await expect(stopAnswer(get(visitor), (await latest()).id)).rejects.toMatchObject({
      code: 'sign_in_required',
    });
    expect(await stopAnswer(ada, (await latest()).id)).toBe(true);
    await runJobs();
    expect(await latest()).toMatchObject({ done: 0, failed: 0, stopped: 1, waiting: 0 });
    expect(await repliesOf(a)).toEqual([]);
    await send('It turns again.');
    await runJobs();
    expect(await stopAnswer(ada, (await latest()).id)).toBe(false);
    expect(await repliesOf(a)).toHaveLength(1);
  });

  test('nothing is sent to strangers to the issue, without words, or by nobody', async () => {
    const ada = await newAgent(get(), { name: 'Ada' });
    const known = await article(ada, 'The lift is stuck');
    const [a, other] = [await ticket('it'), await ticket()];
    await linkTickets(ada, known.id, String(a));
    const texts = { it: 'Arriviamo.' };
    const send = (ctx: Context, more: object) =>
      answerAll(ctx, known.id, { texts, tickets: [a], submissionKey: key(), ...more });
    await expect(send(ada, {})).rejects.toMatchObject({ code: 'conflict' });
    await declareIssue(ada, known.id, 'investigating');
    await expect(send(ada, { tickets: [a, other] })).rejects.toMatchObject({ code: 'invalid' });
    await expect(send(ada, { tickets: [] })).rejects.toMatchObject({ code: 'invalid' });
    await expect(send(ada, { texts: { en: 'We come.' } })).rejects.toMatchObject({
      ...{ code: 'invalid', details: { fields: { 'text-it': 'required' } } },
    });
    await expect(send(get(visitor), {})).rejects.toMatchObject({ code: 'sign_in_required' });
    await expect(linkTickets(ada, known.id, `${other} 999999`)).rejects.toMatchObject({ code: 'invalid' });
    expect(await issuesOfTickets(ada, [other])).toEqual(new Map());
    await expect(linkTickets(ada, known.id, 'all')).rejects.toMatchObject({ code: 'invalid' });
    await endIssue(ada, known.id);
    expect(await issueStatesOf(get(visitor), [known.key])).toEqual(new Map());
  });

  test('who follows a known issue hears once, when it is solved', async () => {
    const ada = await newAgent(get(), { name: 'Ada' });
    const known = await article(ada, 'The fountain is dry');
    await declareIssue(ada, known.id, 'investigating');
    const email = `follower-${engine}@example.org`;
    const form = await sealAskForm(get(), newAskForm(get()));
    const typed = { form, words: known.title, email, clientAddress: '192.0.2.200', articleId: known.id };
    await makeWish(get(visitor), typed);
    const { answerWishes, sentMails } = get().db.read.tables;
    const [wish] = (await get().db.read.select().from(answerWishes)).filter((one) => one.email === email);
    await confirmWish(get(visitor), await wishToken(get(), wish!));
    const news = async () =>
      (await get().db.read.select().from(sentMails)).filter(
        (mail) => mail.toEmail === email && mail.kind === 'issue_news',
      );
    await declareIssue(ada, known.id, 'workaround');
    await runJobs();
    expect(await news()).toEqual([]);
    await declareIssue(ada, known.id, 'solved');
    await declareIssue(ada, known.id, 'solved');
    await runJobs();
    expect(await news()).toHaveLength(1);
    expect((await news())[0]!.subject).toContain('The fountain is dry');
    expect((await get().db.read.select().from(answerWishes)).filter((one) => one.email === email)).toEqual(
      [],
    );
  });

  test('open tickets that sound like it are found with what speaks for them, until they are linked or done', async () => {
    const ada = await newAgent(get());
    const known = await article(ada, 'The elevator stops between two floors');
    await article(ada, 'L’ascensore si ferma tra due piani', 'it', known.key);
    const alike = await ticket(
      'en',
      'Your elevator stops halfway',
      'It stopped between floors, with my aunt inside.',
    );
    const italian = await ticket('it', 'Ascensore fermo tra due piani', 'Siamo chiusi dentro.');
    const likeHer = await ticket('en', 'My aunt is inside', 'She stopped halfway with my aunt inside.');
    const done = await ticket('en', 'The elevator stops between floors', 'Solved itself.');
    await ticket('en', 'Invoice of March', 'I need a copy of it.');
    await resolveTicket(ada, done, oneOff);
    const found = await similarTickets(ada, known.key);
    expect(found.map(({ id }) => id).sort()).toEqual([alike, italian].sort());
    expect(found.find(({ id }) => id === alike)).toMatchObject({
      ...{
        like: null,
        words: 'Your elevator stops halfway. It stopped between floors, with my aunt inside.',
      },
      shared: expect.arrayContaining(['elevator', 'stops', 'floors']),
    });
    await linkTickets(ada, known.id, String(alike));
    const next = await similarTickets(ada, known.key);
    expect(next.find(({ id }) => id === likeHer)).toMatchObject({
      ...{ like: alike, shared: expect.arrayContaining(['aunt', 'inside']) },
    });
    expect(next.map(({ id }) => id)).not.toContain(alike);
    await expect(similarTickets(get(visitor), known.key)).rejects.toMatchObject({ code: 'sign_in_required' });
  });
});
