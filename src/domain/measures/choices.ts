import type { Context } from '#src/context.ts';
import { tiers } from '#src/domain/accounts/agent.ts';
import { listAgents } from '#src/domain/accounts/people.ts';
import { categoryList } from '#src/domain/articles/categories.ts';
import { locales } from '#src/i18n/index.ts';
import type { Dimension } from './dimension.ts';

/** What figures can be narrowed to, with the words for it where it has words of its own. */
export type Choices = Record<Dimension, { value: string; label: string }[]>;

/** The choices of every filter; categories by their name in the reader's language. @throws sign_in_required */
export async function filterChoices(ctx: Context): Promise<Choices> {
  const categories = await categoryList(ctx);
  const own = categories.filter(({ locale }) => locale === ctx.locale);
  const byKey = new Map([...categories, ...own].map(({ key, title }) => [key, title]));
  return {
    locale: locales.map((value) => ({ value, label: value })),
    category: [...byKey].map(([value, label]) => ({ value, label })),
    tier: tiers.map((tier) => ({ value: String(tier), label: String(tier) })),
    agent: (await listAgents(ctx)).map(({ id, name }) => ({ value: String(id), label: name })),
  };
}
