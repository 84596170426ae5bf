import type { AgentActor, App, Context } from '#src/context.ts';
import { changeArticle } from '#src/domain/articles/change.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { findReadableByKey, getArticle } from '#src/domain/articles/read.ts';
import { askReview } from '#src/domain/articles/review/ask.ts';
import { scheduleArticle } from '#src/domain/articles/schedule/plan.ts';
import { fieldsOf } from '#src/domain/articles/workingCopy.ts';
import { newAskForm, sealAskForm } from '#src/domain/ask/form.ts';
import { linkTickets } from '#src/domain/issues/linkTickets.ts';
import { searchAndRecord } from '#src/domain/visits/searched.ts';
import { confirmWish } from '#src/domain/wishes/changeWish.ts';
import { makeWish } from '#src/domain/wishes/makeWish.ts';
import { wishToken } from '#src/domain/wishes/wish.ts';
import { gaps, knownIssue, unanswered } from './gaps.ts';
import { categoryOf, keyOf } from './library.ts';
import type { FiledByDemo } from './visitor.ts';

const dayMs = 86_400_000;
/** Tickets with the known issue that wait at the end, linked by an agent; the others are left to be found. */
const mostLinked = 3;

/** How things stand when the quarter ends, so that each list of the desk has something to decide. */
export async function leaveOpen(
  app: App,
  { agents, tickets, draft, now }: Ending & { now: Date },
): Promise<void> {
  const writer = agents.find(({ tier }) => tier === 2)!;
  const ctx: Context = { ...app, actor: writer, locale: 'en', now };
  if (draft !== null) await askForReview(ctx, draft, agents);
  await planRelease(ctx);
  await moveOriginalOn(ctx);
  await linkWaiting(ctx, tickets);
  await leaveAddresses(app, now);
}

interface Ending {
  agents: readonly AgentActor[];
  /** What nobody has worked on yet. */
  tickets: readonly FiledByDemo[];
  /** The article that a colleague is writing. */
  draft: number | null;
}

async function askForReview(ctx: Context, articleId: number, agents: readonly AgentActor[]): Promise<void> {
  const reviewer = agents.find(({ role }) => role === 'admin')!;
  const note = 'Is it right that a proxy is enough? You set one up last year.';
  await askReview(ctx, { articleId, reviewerId: reviewer.id, note });
}

/** An article that goes out by the clock, two days after the last. */
async function planRelease(ctx: Context): Promise<void> {
  const fields = {
    title: 'What changes with the next version',
    summary: 'Node 24 is needed from then on; everything else stays as it is.',
    categoryId: await categoryOf(ctx, 'en'),
    source: 'The next version needs Node 24. Nothing has to be done where Portico runs from its image.\n',
  };
  const { id } = await createArticle(ctx, { locale: 'en', fields, file: {} });
  const day = new Date(ctx.now.getTime() + 2 * dayMs).toISOString().slice(0, 10);
  const zone = ctx.config.timeZone;
  await scheduleArticle(ctx, { articleId: id, action: 'publish', at: `${day}T09:00`, zone });
}

/** The English text learns something new, and its translation falls behind. */
async function moveOriginalOn(ctx: Context): Promise<void> {
  const original = await findReadableByKey(ctx, 'en', keyOf(gaps[0]!));
  if (!original) return;
  const article = await getArticle(ctx, original.id);
  const source = `${article.source}\nA Pi 5 with 4 GB or more needs none of this.\n`;
  const fields = { ...fieldsOf(article), source };
  await changeArticle(ctx, article.id, { fields, reason: 'published', file: {} });
}

async function linkWaiting(ctx: Context, tickets: readonly FiledByDemo[]): Promise<void> {
  const article = await findReadableByKey(ctx, 'en', keyOf(knownIssue));
  const having = tickets.filter(({ gap }) => gap === knownIssue).slice(0, mostLinked);
  if (article && having.length > 0)
    await linkTickets(ctx, article.id, having.map(({ number }) => number).join(' '));
}

/** People who searched for what nothing answers, and want to hear of an answer. */
async function leaveAddresses(app: App, now: Date): Promise<void> {
  for (const [at, words] of unanswered.questions.en.slice(0, 3).entries()) {
    const actor = { kind: 'visitor', visitId: null, isCounted: true, ticketKeys: {} } as const;
    const visitor: Context = { ...app, actor, locale: 'en', now };
    const { recorded } = await searchAndRecord(visitor, words);
    const form = await sealAskForm(visitor, newAskForm(visitor, recorded?.eventId ?? null));
    const email = `waiting${at + 1}@example.com`;
    const wish = await makeWish(visitor, { form, words, email, clientAddress: `192.0.2.${at + 1}` });
    await confirmWish(visitor, await wishToken(visitor, wish));
  }
}
