import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { domainError } from '#src/errors.ts';
import { articleFields, type Article, type ArticleInput } from './article.ts';
import { getLocked } from './article.store.ts';
import { requireAuthor } from './author.ts';
import { changeArticle, fieldValues, refuseStale } from './change.ts';
import { isBehind } from './head.ts';
import { anybody } from './personalData/gate.ts';
import { requireSecondPerson } from './review/secondPerson.ts';
import type { Save } from './save.ts';
import { refuseUnnamed } from './unnamed.ts';
import { fieldsOf, isEqual, newestOf, withCopy } from './workingCopy.ts';
import { dropCopy, findCopy } from './workingCopy.store.ts';

/**
 * Put an article on the site, in the search and in `content/`: with the author's last words when `fields` are given, else
 * with what waits in its working copy.
 * @throws DomainError `conflict`, also when the published text changed beside a copy that nobody looked at since;
 * `personal_data` while findings wait for a decision; `second_person` where two
 * persons publish and nobody else approved it; `invalid` with the `lines` of images without a description.
 */
export async function publishArticle(
  ctx: Context,
  { id, baseRevision, ...save }: Omit<Save, 'fields'> & Partial<Pick<Save, 'fields'>>,
): Promise<Article> {
  requireAuthor(ctx);
  return ctx.db.write(async (tx) => {
    const article = await getLocked(tx, id);
    const copy = await findCopy(tx, id);
    refuseStale({ id, revision: newestOf(article, copy) }, baseRevision);
    if (!save.fields && copy && (await isBehind(tx, article, copy)))
      throw domainError('conflict', { article: id, revision: article.revision });
    const isChanging = save.fields !== undefined && (await isOther(tx, withCopy(article, copy), save.fields));
    await requireSecondPerson(ctx, tx, { article, copy, isChanging });
    await refuseUnnamed(ctx, { ...withCopy(article, copy), ...wordsOf(save.fields) });
    await dropCopy(tx, id);
    const change = { fields: copy?.fields, gate: article.personalData ?? anybody, ...save };
    return changeArticle(ctx, id, { ...change, state: 'published', reason: 'published' });
  });
}

const wordsOf = (fields: ArticleInput | undefined) =>
  fields ? { source: fields.source, title: fields.title } : {};

/** Whether an author's fields say something else than the newest text. */
async function isOther(tx: Query, head: Article, input: ArticleInput): Promise<boolean> {
  const fields = await fieldValues(tx, head, checkInput(articleFields, input));
  return !isEqual(fieldsOf({ ...head, ...fields }), fieldsOf(head));
}

/** Take it off the site, to work on it. */
export async function unpublishArticle(ctx: Context, id: number): Promise<Article> {
  return changeArticle(ctx, id, { state: 'draft', reason: 'unpublished' });
}

/** Take it off the site for good, and keep it: its revisions, votes and tickets stay. */
export async function archiveArticle(ctx: Context, id: number): Promise<Article> {
  return changeArticle(ctx, id, { state: 'archived', reason: 'archived' });
}
