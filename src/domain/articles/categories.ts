import type { Context } from '#src/context.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { domainError } from '#src/errors.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import { requireAdmin } from '#src/domain/accounts/guards.ts';
import { freeName, narrower, slugOf, type Audience } from './article.ts';
import { requireAuthor } from './author.ts';
import {
  categoryFields,
  limitFields,
  type Category,
  type CategoryInput,
  type CategoryLimit,
} from './category.ts';
import {
  deleteCategoryRow,
  findCategory,
  findCategoryByKey,
  hasArticles,
  insertCategory,
  listCategories,
  nextCategoryPosition,
  updateCategoryRow,
} from './category.store.ts';

/** Add a category in one language, for no more readers than its other languages have. @throws DomainError `conflict` when its key exists in that language. */
export async function createCategory(ctx: Context, input: CategoryInput): Promise<Category> {
  requireAuthor(ctx);
  const fields = checkInput(categoryFields, input);
  return ctx.db.write(async (tx) => {
    const all = await listCategories(tx, fields.locale);
    const key = slugOf(fields.key || fields.slug || fields.title);
    if (all.some((one) => one.key === key)) throw domainError('conflict', { fields: { title: 'taken' } });
    const slug = freeName(slugOf(fields.slug || fields.title), new Set(all.map((one) => one.slug)));
    const position = fields.position ?? (await nextCategoryPosition(tx, fields.locale));
    const { locale, title, summary } = fields;
    const others = (await listCategories(tx)).filter((one) => one.key === key);
    const audience = others.map((one) => one.audience).reduce(narrower, fields.audience);
    const category = await insertCategory(tx, { key, locale, slug, title, summary, position, audience });
    await bumpCounter(tx, 'content');
    return category;
  });
}

/** Change what a category is called and where it stands; its key and slug stay. */
export async function updateCategory(
  ctx: Context,
  id: number,
  values: Partial<Pick<Category, 'title' | 'summary' | 'position' | 'audience'>>,
): Promise<void> {
  requireAuthor(ctx);
  await ctx.db.write(async (tx) => {
    const before = await findCategory(tx, id);
    if (!before) throw domainError('not_found', { category: id });
    const { position, title, summary, audience } = checkInput(categoryFields, { ...before, ...values });
    await updateCategoryRow(tx, id, { title, summary, audience, position: position ?? before.position });
    await bumpCounter(tx, 'content');
  });
}

/**
 * Set who may read a category in all its languages: its articles are for no more people than these, whatever they say
 * themselves. @throws DomainError `not_allowed` for who is no admin; `not_found`.
 */
export async function limitCategory(ctx: Context, input: CategoryLimit): Promise<void> {
  requireAdmin(ctx);
  const { key, audience } = checkInput(limitFields, input);
  await ctx.db.write(async (tx) => {
    const all = (await listCategories(tx)).filter((one) => one.key === key);
    if (all.length === 0) throw domainError('not_found', { category: key });
    for (const { id } of all) await updateCategoryRow(tx, id, { audience });
    await bumpCounter(tx, 'content');
  });
}

/** Remove an empty category. @throws DomainError `conflict` while it holds articles, drafts and archived ones included. */
export async function deleteCategory(ctx: Context, id: number): Promise<void> {
  requireAuthor(ctx);
  await ctx.db.write(async (tx) => {
    if (await hasArticles(tx, id)) throw domainError('conflict', { category: id });
    await deleteCategoryRow(tx, id);
    await bumpCounter(tx, 'content');
  });
}

/** The category of this key in a language, made (with this title) when it is missing: for content that comes in. */
export async function ensureCategory(
  ctx: Context,
  {
    key,
    locale,
    title,
    slug,
    position,
  }: Pick<CategoryInput, 'locale' | 'slug' | 'position'> & { key: string; title?: string },
): Promise<Category> {
  return ctx.db.write(async (tx) => {
    const found = await findCategoryByKey(tx, locale, slugOf(key));
    return found ?? createCategory(ctx, { key, locale, title: title || key, slug: slug || key, position });
  });
}

/** Every category once, with its titles in all its languages and who may read it in the one that says fewest. */
export async function categoryLimits(
  ctx: Context,
): Promise<{ key: string; titles: string[]; audience: Audience }[]> {
  const byKey = Map.groupBy(await listCategories(ctx.db.read), (one) => one.key);
  return [...byKey].map(([key, all]) => ({
    key,
    titles: [...new Set(all.map((one) => one.title))],
    audience: all.map((one) => one.audience).reduce(narrower),
  }));
}

/** The categories of a language in the portal's order, or of all languages. */
export async function categoryList(ctx: Context, locale?: string): Promise<Category[]> {
  return listCategories(ctx.db.read, locale);
}
