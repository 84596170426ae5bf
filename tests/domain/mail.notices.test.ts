import { asc, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { publishArticle } from '#src/domain/articles/publish.ts';
import { chooseNotices } from '#src/domain/mail/notices.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { handOver } from '#src/domain/tickets/handOver.ts';
import { linkArticle } from '#src/domain/tickets/linkArticle.ts';
import { announceOverdue } from '#src/domain/tickets/overdue.ts';
import { rateTicket } from '#src/domain/tickets/rate.ts';
import { reopenOwnTicket } from '#src/domain/tickets/reopen.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { replyAsRequester } from '#src/domain/tickets/replyAsRequester.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { changeState } from '#src/domain/tickets/changeState.ts';
import { assignTicket } from '#src/domain/tickets/assign.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { runNextJob } from '#src/jobs/loop.ts';
import type { AgentActor, VisitorActor } from '#src/context.ts';
import { eachEngine, newAgent, oneOff } from '../helpers.ts';

let made = 0;

eachEngine((get) => {
  async function staff(tier = 1): Promise<AgentActor & { email: string }> {
    const n = ++made;
    const email = `staff${n}@example.com`;
    const { actor } = await newAgent(get(), { email, tier, locale: n % 2 ? 'en' : 'it' });
    return { ...actor, email };
  }

  async function newTicket() {
    const email = `asker${++made}@example.org`;
    const filed = await fileTicket(get(), {
      email,
      name: 'Ada',
      subject: 'Jam',
      body: 'It jams.',
      locale: 'it',
    });
    const visitor: VisitorActor = {
      kind: 'visitor',
      visitId: null,
      isCounted: false,
      ticketKeys: { [filed.number]: filed.key },
    };
    return { email, number: filed.number, visitor };
  }

  async function mailsTo(email: string, ctx: Context = get()) {
    while (await runNextJob(ctx, { lane: 'mail', now: new Date(Date.now() + 365 * 86_400_000) }));
    const { sentMails } = ctx.db.read.tables;
    return ctx.db.read
      .select()
      .from(sentMails)
      .where(eq(sentMails.toEmail, email))
      .orderBy(asc(sentMails.id));
  }
  const kindsTo = async (email: string) => (await mailsTo(email)).map(({ kind }) => kind);

  test('agents of the tier hear of a new ticket, and each chooses', async () => {
    const [wants, not, other] = [await staff(), await staff(), await staff(2)];
    await chooseNotices(get(not), ['agent_assigned']);
    const { number } = await newTicket();
    expect(await kindsTo(wants.email)).toEqual(['agent_new']);
    expect((await mailsTo(wants.email))[0]!.text).toContain('It jams.');
    expect((await mailsTo(wants.email))[0]!.text).toContain(`/desk/tickets/${number}`);
    expect(await kindsTo(not.email)).toEqual([]);
    expect(await kindsTo(other.email)).toEqual([]);
    await assignTicket(get(wants), number, not.id);
    expect(await kindsTo(not.email)).toEqual(['agent_assigned']);
    await assignTicket(get(wants), number, wants.id);
    expect(await kindsTo(wants.email)).toEqual(['agent_new']);
  });

  test('whoever has the ticket hears of the answer once, even when it reopens', async () => {
    const agent = await staff();
    const { number, visitor } = await newTicket();
    await assignTicket(get(), number, agent.id);
    await resolveTicket(get(agent), number, oneOff);
    await replyAsRequester(get(visitor), number, { body: 'Still jams.' });
    expect(await kindsTo(agent.email)).toEqual(['agent_new', 'agent_assigned', 'agent_replied']);
    await resolveTicket(get(agent), number, oneOff);
    await reopenOwnTicket(get(visitor, new Date(Date.now() + 1000)), number);
    expect((await kindsTo(agent.email)).slice(3)).toEqual(['agent_replied']);
  });

  test('handing over says to whom and why, to the requester in their language and to the colleague', async () => {
    const [first, second] = [await staff(), await staff(3)];
    const { number, email } = await newTicket();
    await assignTicket(get(first), number, first.id);
    await handOver(get(first), number, {
      to: `agent:${second.id}`,
      why: 'escalation',
      reason: 'She wrote the driver.',
    });
    const { ticket, events } = await ticketView(get(), number);
    expect(ticket).toMatchObject({ tier: 3, assigneeId: second.id, escalations: 1 });
    expect(events.at(-1)).toMatchObject({
      kind: 'handed_over',
      data: { from: first.id, to: second.id, reason: 'escalation', text: 'She wrote the driver.' },
    });
    const mail = (await mailsTo(email)).at(-1)!;
    expect(mail.kind).toBe('handed_over');
    expect(mail.locale).toBe('it');
    expect(mail.text).toContain('specialista');
    expect(mail.text).toContain(second.name);
    expect(mail.text).toContain('She wrote the driver.');
    const told = (await mailsTo(second.email)).at(-1)!;
    expect(told.kind).toBe('agent_assigned');
    expect(told.text).toContain('She wrote the driver.');
    await expect(handOver(get(first), number, { to: 'agent:99999', why: 'other' })).rejects.toMatchObject({
      code: 'invalid',
      details: { fields: { to: 'bad_choice' } },
    });
  });

  test('waiting is told by hand only; an answer says it itself', async () => {
    const agent = await staff();
    const { number, email } = await newTicket();
    await changeState(get(agent), number, 'waiting');
    await replyAsAgent(get(agent), number, { body: 'Which printer?' });
    expect(await kindsTo(email)).toEqual(['receipt', 'waiting', 'reply']);
  });

  test('resolved comes with its article and a link to rate; rated once, the last word counts', async () => {
    const agent = await staff();
    const category = await createCategory(get(), { locale: 'it', title: `Carta ${made}` });
    const article = await createArticle(get(agent), {
      locale: 'it',
      state: 'published',
      fields: { title: 'Carta inceppata', source: 'Apri.', categoryId: category.id },
    });
    const { number, email, visitor } = await newTicket();
    await expect(rateTicket(get(visitor), number, { rating: 'good' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await resolveTicket(get(agent), number, { ...oneOff, solvedByArticleId: article.id });
    const mail = (await mailsTo(email)).at(-1)!;
    expect(mail.kind).toBe('resolved');
    expect(mail.text).toContain('Carta inceppata');
    expect(mail.text).toMatch(new RegExp(`/it/tickets/${number}/rating\\?key=[\\w-]{43}&rating=good`));
    await rateTicket(get(visitor), number, { rating: 'bad', comment: 'Slow' });
    await rateTicket(get(visitor), number, { rating: 'good' });
    const { ratings } = get().db.read.tables;
    const rows = await get().db.read.select().from(ratings).where(eq(ratings.ticketId, number));
    expect(rows).toMatchObject([{ isGood: true, comment: '', agentId: agent.id, tier: 1 }]);
    await expect(
      rateTicket(get({ ...visitor, ticketKeys: {} }), number, { rating: 'bad' }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  test('resolved without an article leaves no hole where it would stand', async () => {
    const agent = await staff();
    const { number, email } = await newTicket();
    await resolveTicket(get(agent), number, oneOff);
    const mail = (await mailsTo(email)).at(-1)!;
    expect(mail.text).not.toContain('{{');
    expect(mail.text).not.toContain('anche scritta qui');
  });

  test('whoever asked hears of the article that came of it, once', async () => {
    const agent = await staff();
    const { number, email } = await newTicket();
    const category = await createCategory(get(), { locale: 'it', title: `Altro ${made}` });
    const article = await createArticle(get(agent), {
      locale: 'it',
      fields: { title: 'Nuovo articolo', source: 'Ecco.', categoryId: category.id },
    });
    await linkArticle(get(agent), number, article.id, 'created');
    const later = get(agent, new Date(Date.now() + 1_000));
    await publishArticle(later, { id: article.id });
    const now = new Date(Date.now() + 2_000);
    while (await runNextJob(get(), { lane: 'mail', now }));
    expect(await kindsTo(email)).toEqual(['receipt', 'article_published']);
    expect((await mailsTo(email))[1]!.subject).toContain('Nuovo articolo');
    await get().db.write(async (tx) => {
      const { enqueue } = await import('#src/jobs/queue.ts');
      await enqueue(tx, { kind: 'mail.articlePublished', payload: { article: article.id }, runAt: now });
    });
    while (await runNextJob(get(), { lane: 'mail', now }));
    expect(await kindsTo(email)).toEqual(['receipt', 'article_published']);
  });

  test('what waits too long for its priority is said once, until the requester writes again', async () => {
    const agent = await staff();
    const { number } = await newTicket();
    await assignTicket(get(), number, agent.id);
    const at = (hours: number) => get(undefined, new Date(Date.now() + hours * 3_600_000));
    await announceOverdue(at(47));
    const overdue = async () =>
      (await mailsTo(agent.email)).filter(
        (mail) => mail.kind === 'agent_overdue' && mail.ticketId === number,
      );
    expect(await overdue()).toEqual([]);
    await announceOverdue(at(49));
    await announceOverdue(at(50));
    expect(await overdue()).toHaveLength(1);
    expect((await overdue())[0]!.text).toContain('49');
  });
});
