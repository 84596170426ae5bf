import type { AgentActor, App, Context } from '#src/context.ts';
import { systemContext } from '#src/context.ts';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { closeResolved } from '#src/domain/tickets/close.ts';
import { refreshGaps } from '#src/domain/gaps/refresh.ts';
import { settleVisits } from '#src/domain/visits/settle.ts';
import type { Locale } from '#src/i18n/index.ts';
import { planTicket, type Step } from './desk.ts';
import { gaps, knownIssue, unanswered } from './gaps.ts';
import { closeGap, findAnswer, keyOf } from './library.ts';
import { agents as people } from './people.ts';
import { seededRandom, type Random } from './random.ts';
import { topics } from './topics.ts';
import { leaveOpen } from './ending.ts';
import { beginDraft, declareKnown, flagFailing } from './story.ts';
import { playVisit, type FiledByDemo, type Wish } from './visitor.ts';

export interface DemoPlan {
  /** Midnight after the last day. */
  until: Date;
  days: number;
  /** Visits on an average day. */
  visitsPerDay: number;
  seed: number;
  /** Of every agent of the demo. */
  password: string;
  /** Called after each day, for a progress line. */
  onDay?: (day: number, sum: DemoSum) => void;
}

export interface DemoSum {
  visits: number;
  tickets: number;
  articles: number;
}

/** A demo while it is played. */
interface Play {
  app: App;
  random: Random;
  agents: AgentActor[];
  steps: Step[];
  tickets: FiledByDemo[];
  /** Keys of the articles that closed a gap so far. */
  closed: Set<string>;
  /** The article that a colleague began last. */
  draft: number | null;
  sum: DemoSum;
}

const dayMs = 86_400_000;
const unworkedDays = 3;
/** Days between two looks at the gaps: often enough that each opens and closes about when it did. */
const gapDays = 7;
/** The day on which an agent finds something wrong with the article that fails its readers, and how late the last draft is begun. */
const flaggedOnDay = 45;
const draftBeforeEnd = 2;
/** Fewer people ask at the weekend; Sunday first. */
const weekday = [0.35, 1.15, 1.25, 1.2, 1.15, 1.1, 0.4];

/** Play a quarter on an empty portal, day by day, through the verbs that pages call, with a moved clock. */
export async function playDemo(app: App, plan: DemoPlan): Promise<DemoSum> {
  const start = plan.until.getTime() - plan.days * dayMs;
  const play: Play = {
    app,
    random: seededRandom(plan.seed),
    agents: await hire(systemContext(app, new Date(start)), plan.password),
    steps: [],
    tickets: [],
    closed: new Set(),
    draft: null,
    sum: { visits: 0, tickets: 0, articles: 0 },
  };
  for (let day = 0; day < plan.days; day++) {
    const morning = start + day * dayMs;
    await app.search.freshen();
    await app.db.write(() => receiveVisits(play, morning, plan.visitsPerDay));
    // The last days' tickets wait, so that there is a queue to look at.
    if (day < plan.days - unworkedDays) await app.db.write(() => workTickets(play, morning + dayMs));
    const evening = new Date(morning + dayMs - 3_600_000);
    await writeArticles(play, day, evening);
    await tellStory(play, day, { now: evening, days: plan.days });
    if (day === plan.days - 1)
      await leaveOpen(app, { ...play, tickets: unworked(play, evening), now: evening });
    await tidyUp(
      systemContext(app, new Date(morning + dayMs)),
      day % gapDays === gapDays - 1 || day === plan.days - 1,
    );
    plan.onDay?.(day + 1, play.sum);
  }
  return play.sum;
}

/** Hire the agents; their passwords cost time to hash, so that is done once for all and before anything else. */
async function hire(ctx: Context, password: string): Promise<AgentActor[]> {
  const hired: AgentActor[] = [];
  for (const { name, email, role, tier } of people) {
    const id = await createAgent(ctx, { name, email, role, tier, locale: 'en', password });
    hired.push({ kind: 'agent', id, name, role, tier });
  }
  return hired;
}

async function receiveVisits(play: Play, morning: number, visitsPerDay: number): Promise<void> {
  const { app, random, sum } = play;
  const expected = visitsPerDay * weekday[new Date(morning).getUTCDay()]!;
  const count = Math.round(expected * (0.85 + random.next() * 0.3));
  for (let i = 0; i < count; i++) {
    const ticket = await playVisit(app, random, wishOf(play, morning));
    sum.visits++;
    if (!ticket) continue;
    sum.tickets++;
    play.tickets.push(ticket);
    play.steps.push(...planTicket(random, ticket, play.agents, (ctx) => answerOf(play, ctx, ticket)));
  }
}

function wishOf({ random, closed }: Play, morning: number): Wish {
  const locale: Locale = random.chance(0.64) ? 'en' : 'it';
  const at = new Date(morning + 6 * 3_600_000 + Math.floor(random.next() * 15 * 3_600_000));
  const isGap = random.chance(0.3);
  const gap = isGap ? random.weighted(gaps) : null;
  const topic = isGap ? null : random.weighted(topics);
  const question = random.pick((gap ?? topic!).questions[locale]);
  const answerKey = gap ? (closed.has(keyOf(gap)) ? keyOf(gap) : null) : topic!.articleKey;
  return { locale, at, question, gap, topic, answerKey };
}

async function answerOf(play: Play, ctx: Context, { locale, gap, topic }: FiledByDemo) {
  const key = gap ? keyOf(gap) : topic!.articleKey;
  const answer = gap && !play.closed.has(key) ? null : await findAnswer(ctx, key, locale);
  return { articleId: answer?.id ?? null, text: gap ? gap.solution[locale] : (answer?.text ?? '…') };
}

async function workTickets(play: Play, until: number): Promise<void> {
  const due = play.steps.filter((step) => step.at.getTime() < until);
  play.steps = play.steps.filter((step) => step.at.getTime() >= until);
  due.sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const { at, actor, take } of due) await take({ ...play.app, actor, locale: 'en', now: at });
}

async function writeArticles(play: Play, day: number, now: Date): Promise<void> {
  for (const gap of gaps.filter(({ articleOnDay }) => articleOnDay === day)) {
    const actor = play.agents.find(({ tier }) => tier === 2)!;
    const sources = play.tickets.filter((ticket) => ticket.gap === gap);
    play.sum.articles += await closeGap({ ...play.app, actor, locale: 'en', now }, gap, sources);
    play.closed.add(keyOf(gap));
  }
}

/** What happens once: the failing article is flagged, an article becomes a known issue, a draft is begun. */
async function tellStory(play: Play, day: number, { now, days }: { now: Date; days: number }) {
  const { app, agents } = play;
  const ctx: Context = { ...app, actor: agents.find(({ tier }) => tier === 2)!, locale: 'en', now };
  if (day === flaggedOnDay) await flagFailing(ctx);
  if (day === knownIssue.articleOnDay) await declareKnown(ctx, knownIssue);
  if (day === days - draftBeforeEnd) play.draft = await beginDraft(ctx, unanswered);
}

/** Filed in the last days: they wait, so that there is a queue to look at. */
const unworked = ({ tickets }: Play, now: Date): FiledByDemo[] =>
  tickets.filter(({ at }) => at.getTime() > now.getTime() - unworkedDays * dayMs);

async function tidyUp(ctx: Context, isGapDay: boolean): Promise<void> {
  await closeResolved(ctx);
  while ((await settleVisits(ctx)) > 0);
  if (!isGapDay) return;
  await ctx.search.freshen();
  await refreshGaps(ctx);
}
