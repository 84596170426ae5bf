import type { Context } from '#src/context.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { linkArticle } from '#src/domain/tickets/linkArticle.ts';
import { domainError, isDomainError } from '#src/errors.ts';
import { mostTickets } from './issue.ts';

/**
 * Link any number of tickets to an article as what answers them: all or none. Numbers stand between commas or spaces, with or
 * without a `#`.
 * @throws sign_in_required; invalid when one is no number of a ticket
 */
export async function linkTickets(ctx: Context, articleId: number, numbers: string): Promise<void> {
  requireAgent(ctx);
  const typed = numbers.split(/[\s,;]+/).filter(Boolean);
  const ids = [...new Set(typed.map((text) => Number(/^#?([1-9]\d{0,8})$/.exec(text)?.[1] ?? 0)))];
  if (ids.length === 0) throw domainError('invalid', { fields: { numbers: 'required' } });
  if (ids.includes(0) || ids.length > mostTickets) throw badNumbers();
  await ctx.db.write(async () => {
    for (const id of ids) await linkOne(ctx, articleId, id);
  });
}

async function linkOne(ctx: Context, articleId: number, number: number): Promise<void> {
  try {
    await linkArticle(ctx, number, articleId, 'answers');
  } catch (error) {
    throw isDomainError(error, 'not_found') ? badNumbers() : error;
  }
}

const badNumbers = () => domainError('invalid', { fields: { numbers: 'bad_choice' } });
