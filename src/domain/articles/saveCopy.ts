import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { articleFields, asAuthored, type Article } from './article.ts';
import { getLocked, updateArticle } from './article.store.ts';
import { requireAuthor } from './author.ts';
import { fieldValues, gateOf, keepRevision, refuseStale, type Change } from './change.ts';
import { lastRevision } from './revision.store.ts';
import { fieldsOf, isEqual, newestOf, withCopy } from './workingCopy.ts';
import { dropCopy, findCopy, keepCopy } from './workingCopy.store.ts';

/**
 * Keep an author's text beside the published one, as a revision: readers, search and `content/` go on with what was
 * published. A text that says again what is published ends the copy.
 * @returns the article as its authors see it.
 * @throws DomainError `conflict` (with the `revision` there is now), `not_found`, `invalid`.
 */
export async function saveCopy(
  ctx: Context,
  id: number,
  { fields: input, baseRevision, reason, ...gated }: Change & Required<Pick<Change, 'fields'>>,
): Promise<Article> {
  const authorId = requireAuthor(ctx);
  const wanted = checkInput(articleFields, input);
  return ctx.db.write(async (tx) => {
    const article = await keepGate(tx, await getLocked(tx, id), gated);
    const copy = await findCopy(tx, id);
    const head = withCopy(article, copy);
    refuseStale(head, baseRevision);
    const fields = fieldsOf({ ...head, ...(await fieldValues(tx, head, wanted)) });
    if (isEqual(fields, fieldsOf(head))) return head;
    if (isEqual(fields, fieldsOf(article))) {
      await dropCopy(tx, id);
      return article;
    }
    const revision = (await lastRevision(tx, id)) + 1;
    const at = ctx.now;
    await keepCopy(tx, {
      ...{ articleId: id, fields, revision, baseRevision: article.revision, authorId },
      createdAt: copy?.createdAt ?? at,
      updatedAt: at,
    });
    await keepRevision(tx, { ...article, ...fields, revision }, { reason, authorId, at });
    return { ...asAuthored(article), ...fields, revision };
  });
}

/** Throw away what waits to be published; the revisions stay. @throws DomainError `conflict`, `not_found`. */
export async function discardCopy(
  ctx: Context,
  { id, baseRevision }: { id: number; baseRevision?: number | undefined },
): Promise<Article> {
  requireAuthor(ctx);
  return ctx.db.write(async (tx) => {
    const article = await getLocked(tx, id);
    const copy = await findCopy(tx, id);
    refuseStale({ id, revision: newestOf(article, copy) }, baseRevision);
    await dropCopy(tx, id);
    return article;
  });
}

/** What an author let stand, and whose data it must not show, counts at once: it is about publishing, not for readers. */
async function keepGate(
  tx: Query,
  article: Article,
  change: Pick<Change, 'keep' | 'gate'>,
): Promise<Article> {
  const values = gateOf(article, change);
  const isNew = values.personalData && !isEqual(values.personalData, article.personalData);
  return isNew ? updateArticle(tx, article.id, values) : article;
}
