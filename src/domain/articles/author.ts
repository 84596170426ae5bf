import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';

/**
 * Every agent may write and publish; jobs and the command line do so as the system.
 * @returns the agent's id, null for the system.
 * @throws DomainError `sign_in_required` for anyone else.
 */
export function requireAuthor({ actor }: Pick<Context, 'actor'>): number | null {
  if (actor.kind === 'visitor') throw domainError('sign_in_required');
  return actor.kind === 'agent' ? actor.id : null;
}
