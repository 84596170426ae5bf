import { z } from 'zod';
import { textInput } from '#src/domain/text.ts';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { changeTicket, parseInput } from './change.ts';
import { listColleagues } from './ticket.store.ts';
import { handOverReasons, limits, tiers } from './ticket.ts';

/** `agent:7` or `tier:2`. */
const targetInput = z
  .string()
  .regex(/^(agent:[1-9]\d{0,8}|tier:[1-4])$/, { error: 'bad_choice' })
  .transform((text) => {
    const [kind, id] = text.split(':');
    return kind === 'agent' ? { agentId: Number(id) } : { tier: Number(id) as (typeof tiers)[number] };
  });
export const handOverInput = z.object({
  to: targetInput,
  why: z.enum(handOverReasons, { error: 'bad_choice' }),
  /** In a few words; the requester reads it too. */
  reason: textInput({ max: limits.reason }).default(''),
});
export type HandOver = z.input<typeof handOverInput>;

/**
 * Hand a ticket to a colleague, or to whoever of a tier takes it, and say why; the requester is told. To a higher tier,
 * or to a colleague of one because it needs a specialist, it is an escalation.
 * @throws sign_in_required, not_found, invalid for someone who can't work
 */
export function handOver(ctx: Context, number: number, input: HandOver): Promise<void> {
  const { to, why, reason } = parseInput(handOverInput, input);
  return changeTicket(ctx, number, async ({ tx, ticket, set, record }) => {
    const agent = 'agentId' in to ? (await listColleagues(tx)).find(({ id }) => id === to.agentId) : null;
    if (agent === undefined) throw domainError('invalid', { fields: { to: 'bad_choice' } });
    const tier = agent
      ? why === 'escalation'
        ? Math.max(ticket.tier, agent.tier)
        : ticket.tier
      : tierOf(to);
    const assigneeId = agent?.id ?? null;
    if (tier === ticket.tier && assigneeId === ticket.assigneeId) return;
    const isEscalation = tier > ticket.tier;
    await set({ tier, assigneeId, escalations: ticket.escalations + (isEscalation ? 1 : 0) });
    if (tier !== ticket.tier)
      await record('tier_changed', { from: ticket.tier, to: tier, reason, why, isEscalation });
    await record('handed_over', { from: ticket.assigneeId, to: assigneeId, tier, reason: why, text: reason });
  });
}

const tierOf = (to: { agentId: number } | { tier: number }) => ('tier' in to ? to.tier : 1);
