import type { Context } from '#src/context.ts';
import { listAgents } from '#src/domain/accounts/people.ts';
import { requireAuthor } from './author.ts';
import { listCategories } from './category.store.ts';
import { listRows, type ListRow } from './list.store.ts';

/** What a change to many articles can be told: where to, and whose. */
export interface ManyChoices {
  categories: { id: number; title: string; locale: string }[];
  agents: { id: number; name: string }[];
}

/** For the articles of these languages. @throws DomainError `sign_in_required`. */
export async function manyChoices(ctx: Context, spoken: string[]): Promise<ManyChoices> {
  requireAuthor(ctx);
  const all = await listCategories(ctx.db.read);
  const categories = all
    .filter(({ locale }) => spoken.includes(locale))
    .map(({ id, title, locale }) => ({ id, title, locale }));
  return { categories, agents: await listAgents(ctx) };
}

/** The articles with these ids, at most 100, to name them; those that are gone are left out. @throws `sign_in_required`. */
export async function articlesById(ctx: Context, ids: number[]): Promise<ListRow[]> {
  requireAuthor(ctx);
  if (ids.length === 0) return [];
  return listRows(ctx.db.read, { ids }, { limit: 100, offset: 0 });
}
