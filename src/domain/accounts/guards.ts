import type { AgentActor, Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';

/** @throws sign_in_required unless an agent asks. */
export function requireAgent(ctx: Context): AgentActor {
  if (ctx.actor.kind !== 'agent') throw domainError('sign_in_required');
  return ctx.actor;
}

/** @throws sign_in_required for visitors, not_allowed for agents who are no admins. */
export function requireAdmin(ctx: Context): AgentActor {
  const agent = requireAgent(ctx);
  if (agent.role !== 'admin') throw domainError('not_allowed');
  return agent;
}

/** For verbs that the command line and the start call as well as admins. @throws like `requireAdmin`. */
export function requireAdminOrSystem(ctx: Context): void {
  if (ctx.actor.kind !== 'system') requireAdmin(ctx);
}
