import { expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import type { Article } from '#src/domain/articles/article.ts';
import { articlePreview } from '#src/domain/automation/articlePreview.ts';
import { draftFromTicket } from '#src/domain/automation/draftFromTicket.ts';
import { writeFromTicket } from '#src/domain/automation/writeFromTicket.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { isDomainError } from '#src/errors.ts';
import { makeCorpus, type Planted, type PlantedTicket } from '../fixtures/personalData/corpus.ts';
import { holds, isPlanted } from '../fixtures/personalData/judge.ts';
import { wildTickets } from '../fixtures/wildData/make.ts';
import { namedKinds } from '../fixtures/wildData/slots.ts';
import { eachEngine, oneOff } from '../helpers.ts';
import { sampleOf } from '../sweep.ts';

/** Seeds that the detectors were not tuned on. All of them in a sweep; tests/personalData.test.ts reads every text in any case. */
const corpus = { sqlite: { seed: 2026, count: 320 }, postgres: { seed: 77, count: 320 } };

const promised = (tickets: PlantedTicket[]) =>
  tickets.map((ticket) => ({
    ...ticket,
    promised: ticket.planted.filter(({ kind }) => (namedKinds as readonly string[]).includes(kind)),
  }));

eachEngine((get, engine) => {
  const made = makeCorpus(corpus[engine]).map((ticket) => ({ ...ticket, promised: ticket.planted }));
  const wild = promised(wildTickets(corpus[engine]));

  test.each([
    { name: 'made', tickets: sampleOf(made, 11) },
    { name: 'wild', tickets: sampleOf(wild, 11) },
  ])(
    'of $name tickets with planted data nothing planted is published',
    async ({ name, tickets }) => {
      const ctx = await desk(get, `${name}-${engine}`);
      const categories = {
        en: await createCategory(ctx, { locale: 'en', title: `Answers (${name})` }),
        it: await createCategory(ctx, { locale: 'it', title: `Risposte (${name})` }),
      };
      const leaked: string[] = [];
      const sum = { planted: 0, findings: 0, alarms: 0, stopped: 0 };
      for (const ticket of tickets) {
        const { article, refused, texts } = await publishThroughTheGate(
          ctx,
          ticket,
          categories[ticket.locale].id,
        );
        leaked.push(...leaksIn(article, ticket.promised));
        sum.planted += ticket.planted.length;
        sum.findings += texts.length;
        sum.alarms += texts.filter((text) => !isPlanted(text, ticket)).length;
        if (refused) sum.stopped += 1;
      }
      const each = sum.alarms / tickets.length;
      console.log(
        `Personal data (${name}, ${engine}, seed ${corpus[engine].seed}): ${tickets.length} tickets, ${sum.planted} planted, ` +
          `${leaked.length} published, ${sum.findings} findings, ${each.toFixed(3)} false alarms an article, ` +
          `${sum.stopped} stopped at the first try.`,
      );
      expect(leaked).toEqual([]);
      expect(each).toBeLessThan(2);
      expect(sum.stopped).toBe(tickets.length);
    },
    600_000,
  );
});

async function desk(get: (actor?: Context['actor']) => Context, engine: string): Promise<Context> {
  const id = await createAgent(get(), {
    ...{ email: `gate-${engine}@example.org`, name: 'Xanthippe Quill', role: 'agent' },
    password: 'correct horse battery staple 9',
  });
  return get({ kind: 'agent', id, name: 'Xanthippe Quill', role: 'agent', tier: 1 });
}

/** What an agent does who trusts the gate: publish, mask what it shows, until it lets the article pass. */
async function publishThroughTheGate(ctx: Context, planted: PlantedTicket, categoryId: number) {
  const number = await solved(ctx, planted);
  const { fields, locale } = (await draftFromTicket(ctx, number)).editor;
  const { title, source, summary, kind, audience } = fields;
  const text = { title, source, summary, slug: '', tags: [] };
  const { findings } = await articlePreview(ctx, { ...text, locale, ticket: number });
  const write = (decisions: string[]) =>
    writeFromTicket(ctx, {
      ...{ ticket: number, locale, decisions, publish: true },
      fields: { ...text, kind, audience, categoryId },
    });
  const refused = await write([]).then(
    () => false,
    (error: unknown) => isDomainError(error, 'personal_data'),
  );
  const article = await write(findings.map(({ key }) => `mask:${key}`));
  return { article, refused, texts: findings.map((finding) => finding.text) };
}

async function solved(ctx: Context, ticket: PlantedTicket): Promise<number> {
  const { subject, body, name, email, locale, searched } = ticket;
  const at = ctx.now.toISOString();
  const { number } = await fileTicket(
    { ...ctx, actor: { kind: 'visitor', visitId: null, isCounted: true, ticketKeys: {} } },
    {
      ...{ subject, body, name, email, locale },
      story: searched ? [{ at, kind: 'search', query: searched }] : [],
    },
  );
  const reply = await replyAsAgent(ctx, number, { body: ticket.reply });
  await resolveTicket(ctx, number, { ...oneOff, solvedByMessageId: reply });
  return number;
}

function leaksIn({ title, summary, slug, tags, source, html }: Article, planted: Planted[]): string[] {
  const shown = [title, summary, slug, tags.join(' '), source, html.replace(/<[^>]+>/g, '')];
  return planted
    .filter((one) => shown.some((text) => holds(text, one)))
    .map(({ kind, text }) => `${kind} ${text}`);
}
