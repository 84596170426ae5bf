import type { Context } from '#src/context.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';

/** Every agent may see the measures; jobs and the command line do so as the system. @throws sign_in_required */
export function requireReader(ctx: Context): void {
  if (ctx.actor.kind !== 'system') requireAgent(ctx);
}
