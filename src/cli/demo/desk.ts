import type { AgentActor, Context } from '#src/context.ts';
import { addNote } from '#src/domain/tickets/addNote.ts';
import { assignTicket } from '#src/domain/tickets/assign.ts';
import { rateTicket } from '#src/domain/tickets/rate.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { setPriority } from '#src/domain/tickets/setPriority.ts';
import { handOver } from '#src/domain/tickets/handOver.ts';
import { tagTicket } from '#src/domain/tickets/tag.ts';
import { isDomainError } from '#src/errors.ts';
import { unanswered } from './gaps.ts';
import type { Random } from './random.ts';
import type { FiledByDemo } from './visitor.ts';

/** One step that an agent takes on a ticket, at its time. */
export interface Step {
  at: Date;
  take: (ctx: Context) => Promise<void>;
  actor: AgentActor;
}

const hour = 3_600_000;
const thanks = {
  en: 'Glad to help. Write again if anything is left.',
  it: 'Felice di aiutare. Scrivi se manca qualcosa.',
};
const complaints = ['', 'It took too long.', 'I still cannot do what I wanted.'];
const asks = {
  en: 'Which version do you run, and since when does it happen?',
  it: 'Quale versione usi, e da quando succede?',
};

/**
 * What happens to a ticket of the demo: taken within hours, answered, now and then handed to a higher tier, resolved
 * with the article that answers it where there is one.
 * @param answer the article that answers it and the text of the reply
 */
export function planTicket(
  random: Random,
  ticket: FiledByDemo,
  agents: readonly AgentActor[],
  answer: (ctx: Context) => Promise<{ articleId: number | null; text: string }>,
): Step[] {
  const { number, locale, gap } = ticket;
  const steps: Step[] = [];
  let at = ticket.at.getTime();
  const after = (hours: number, actor: AgentActor, take: Step['take']) => {
    at += hours * hour;
    steps.push({ at: new Date(at), take, actor });
  };
  const first = random.pick(agents.filter(({ tier }) => tier === 1));
  after(0.2 + random.next() * 5, first, async (ctx) => {
    await assignTicket(ctx, number, first.id);
    if (!gap) return;
    await setPriority(ctx, number, { impact: gap.impact, urgency: gap.urgency });
    for (const tag of gap.tags) await tagTicket(ctx, number, tag);
  });
  if (random.chance(0.25))
    after(0.1, first, async (ctx) => void (await replyAsAgent(ctx, number, { body: asks[locale] })));
  const solver = gap && random.chance(0.45) ? random.pick(agents.filter(({ tier }) => tier >= 2)) : first;
  if (solver !== first)
    after(0.5 + random.next() * 6, first, async (ctx) => {
      await addNote(ctx, number, {
        body: 'Tried the usual steps; needs somebody who knows the server side.',
      });
      await handOver(ctx, number, {
        to: `agent:${solver.id}`,
        why: 'escalation',
        reason: 'Needs deeper knowledge',
      });
    });
  after(0.3 + random.next() * 20, solver, async (ctx) => {
    const { articleId, text } = await answer(ctx);
    const messageId = await replyAsAgent(ctx, number, { body: text });
    if (random.chance(0.9))
      await resolveTicket(
        ctx,
        number,
        articleId
          ? { solvedByArticleId: articleId, selfServiceFailure: random.chance(0.7) ? 'not_found' : 'unclear' }
          : { solvedByMessageId: messageId, ...whyNone(gap) },
      );
  });
  if (random.chance(0.4)) after(2 + random.next() * 20, solver, async (ctx) => rate(ctx, ticket, random));
  if (random.chance(0.2))
    after(20, solver, async (ctx) => void (await replyAsAgent(ctx, number, { body: thanks[locale] })));
  return steps;
}

/** Its requester says how content they are, where it is resolved: less so when nothing could be done. */
async function rate(ctx: Context, { number, key, gap }: FiledByDemo, random: Random): Promise<void> {
  const actor = { kind: 'visitor', visitId: null, isCounted: true, ticketKeys: { [number]: key } } as const;
  const isGood = random.chance(gap === unanswered ? 0.35 : 0.9);
  const said = { rating: isGood ? 'good' : 'bad', comment: isGood ? '' : random.pick(complaints) } as const;
  await rateTicket({ ...ctx, actor }, number, said).catch((error: unknown) => {
    if (!isDomainError(error, 'conflict')) throw error;
  });
}

/** Why no article answers: one will follow, or it is a wish that nobody can grant themselves. */
const whyNone = (gap: FiledByDemo['gap']) =>
  gap === unanswered
    ? ({ noAnswerReason: 'not_self_service', selfServiceFailure: 'not_self_servable' } as const)
    : ({ noAnswerReason: 'will_follow', selfServiceFailure: 'missing' } as const);
