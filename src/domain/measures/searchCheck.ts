import { dateFormat } from '#src/i18n/intl.ts';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { ticketQuestion } from '#src/domain/search/lesson.ts';
import { rehearse } from '#src/domain/search/rehearsal.ts';
import type { ReplayEvent } from '#src/domain/search/replay.ts';
import { dayOf } from '#src/domain/calendar/day.ts';
import { requireReader } from './reader.ts';
import {
  claimCheck,
  findCheck,
  keepCheck,
  listAnswers,
  listSolved,
  listVisitLessons,
  type Solved,
} from './searchCheck.store.ts';
import { checkOf, type Asked, type CheckRow, type SearchCheck } from './searchCheckRows.ts';

export type { CheckRow, SearchCheck };

/** The newest resolved tickets that are replayed; older ones are left out. */
const maxTickets = 10_000;
const maxVisitLessons = 20_000;
const pageSize = 200;
/** Events that the search lives through at once: progress is told between. */
const partSize = 100;
/** The hour of the night at which it happens by itself, by TIME_ZONE. */
const checkHour = 3;

/**
 * Replays the resolved tickets in the order of time: each is asked as its customer wrote it, of a search that has learnt
 * from those resolved before and from visits, not from itself; then it is learnt. Articles are taken as they are now, and
 * one counts only from the day it was published. The outcome is kept for the measures page.
 * @throws not_allowed, sign_in_required
 */
export async function checkSearch(
  ctx: Context,
  onProgress: (done: number, all: number) => void = () => {},
): Promise<SearchCheck> {
  requireReader(ctx);
  const { read } = ctx.db;
  const answers = await readAnswers(read);
  const { solved, isCapped } = await readSolved(read);
  const timeline = timelineOf(solved, await readLessons(read));
  const parts = Array.from({ length: Math.ceil(timeline.length / partSize) }, (_, n) =>
    timeline.slice(n * partSize, (n + 1) * partSize),
  );
  const asked: Asked[] = [];
  let done = 0;
  const events = parts.map((part) => part.map(({ event }) => event));
  for await (const found of rehearse(read, events)) {
    const questions = parts[done]!.flatMap(({ ticket }) => ticket ?? []);
    questions.forEach((ticket, at) => {
      const rank = rankOf(answers, ticket, found[at]!);
      const month = dayOf(ticket.createdAt, ctx.config.timeZone).slice(0, 7);
      asked.push({ month, locale: ticket.locale, rank });
    });
    onProgress(Math.min(++done * partSize, timeline.length), timeline.length);
  }
  const check = checkOf(asked, { at: ctx.now, isCapped });
  await ctx.db.write((tx) => keepCheck(tx, check));
  return check;
}

/** The same once a night, by whichever process comes first; for the recurring job. */
export async function checkSearchAtNight(ctx: Context): Promise<void> {
  const hour = dateFormat('en', {
    hour: 'numeric',
    hourCycle: 'h23',
    timeZone: ctx.config.timeZone,
  });
  if (Number(hour.format(ctx.now)) !== checkHour) return;
  const recently = new Date(ctx.now.getTime() - 12 * 3_600_000);
  if (await ctx.db.write((tx) => claimCheck(tx, ctx.now, recently))) await checkSearch(ctx);
}

/** The newest check, null before the first. @throws sign_in_required */
export async function findSearchCheck(ctx: Context): Promise<SearchCheck | null> {
  requireReader(ctx);
  return (await findCheck(ctx.db.read))?.check ?? null;
}

interface Moment {
  at: number;
  event: ReplayEvent;
  /** The ticket that asks. */
  ticket?: Solved;
}
type Answers = ReadonlyMap<number, { key: string; publishedAt: Date | null }>;
type VisitLesson = Awaited<ReturnType<typeof listVisitLessons>>[number];

/** What was asked and learnt, in order; what is learnt at the moment of a question comes after it. */
function timelineOf(solved: readonly Solved[], lessons: readonly VisitLesson[]): Moment[] {
  const moments = lessons.map(({ articleId, text, createdAt }) => learning(createdAt, articleId, text));
  for (const ticket of solved) {
    const text = ticketQuestion(ticket.subject, ticket.body);
    if (!text) continue;
    const event: ReplayEvent = { kind: 'ask', locale: ticket.locale, text };
    moments.push({ at: ticket.createdAt.getTime(), event, ticket });
    for (const id of ticket.articleIds) moments.push(learning(ticket.resolvedAt, id, text));
  }
  const order = ({ event }: Moment) => (event.kind === 'ask' ? 0 : 1);
  return moments.sort((a, b) => a.at - b.at || order(a) - order(b));
}

const learning = (at: Date, articleId: number, text: string): Moment => ({
  at: at.getTime(),
  event: { kind: 'learn', documentId: String(articleId), text },
});

/** From 1; 0 when it was not found, null when no answer was published yet. A translation of the answer is as good. */
function rankOf(answers: Answers, ticket: Solved, found: readonly string[]): number | null {
  const wasThere = (id: number) => {
    const publishedAt = answers.get(id)?.publishedAt;
    return publishedAt !== undefined && publishedAt !== null && publishedAt <= ticket.createdAt;
  };
  const right = new Set(ticket.articleIds.filter(wasThere).map((id) => answers.get(id)!.key));
  if (right.size === 0) return null;
  const then = found.map(Number).filter(wasThere);
  return then.findIndex((id) => right.has(answers.get(id)!.key)) + 1;
}

async function readSolved(q: Query): Promise<{ solved: Solved[]; isCapped: boolean }> {
  const solved: Solved[] = [];
  for (let before: Solved | null = null; ; before = solved.at(-1) ?? null) {
    const page: Solved[] = await listSolved(q, before, pageSize);
    solved.push(...page);
    if (page.length < pageSize) return { solved: solved.filter(isLinked), isCapped: false };
    if (solved.length >= maxTickets) return { solved: solved.filter(isLinked), isCapped: true };
    await breathe();
  }
}

const isLinked = ({ articleIds }: Solved): boolean => articleIds.length > 0;

async function readLessons(q: Query): Promise<VisitLesson[]> {
  const lessons: VisitLesson[] = [];
  for (let after = 0; lessons.length < maxVisitLessons; after = lessons.at(-1)!.id) {
    const page = await listVisitLessons(q, after, pageSize);
    lessons.push(...page);
    if (page.length < pageSize) break;
    await breathe();
  }
  return lessons;
}

async function readAnswers(q: Query): Promise<Answers> {
  const answers = new Map<number, { key: string; publishedAt: Date | null }>();
  for (let after = 0; ;) {
    const page = await listAnswers(q, after, pageSize);
    for (const { id, ...answer } of page) answers.set(id, answer);
    if (page.length < pageSize) return answers;
    after = page.at(-1)!.id;
    await breathe();
  }
}
