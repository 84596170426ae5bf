import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import type { Article } from '../article.ts';
import { lastTextAuthor } from '../revision.store.ts';
import { newestOf, type WorkingCopy } from '../workingCopy.ts';
import { listApprovers } from './review.store.ts';
import { publishingRules } from './rules.ts';

/**
 * Where two persons publish: whoever wrote the last words does not publish them, unless somebody else approved exactly
 * these. `isChanging`: the actor publishes words of their own with the same press. Jobs and files are nobody's words.
 * @throws DomainError `second_person`.
 */
export async function requireSecondPerson(
  ctx: Context,
  tx: Query,
  { article, copy, isChanging }: { article: Article; copy: WorkingCopy | null; isChanging: boolean },
): Promise<void> {
  if (ctx.actor.kind !== 'agent' || !(await publishingRules(tx)).twoPersons) return;
  const me = ctx.actor.id;
  const refuse = () => domainError('second_person', { article: article.id });
  if (isChanging) throw refuse();
  const author = copy ? copy.authorId : await lastTextAuthor(tx, article.id, article.revision);
  if (author !== me) return;
  const approvers = await listApprovers(tx, article.id, newestOf(article, copy));
  if (!approvers.some((id) => id !== me)) throw refuse();
}
