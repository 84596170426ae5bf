import type { Query } from '#db/open.ts';
import { domainError } from '#src/errors.ts';
import type { Category } from './category.ts';
import { findCategory } from './category.store.ts';

/** The category an article goes to, which must speak its language. @throws DomainError `invalid`. */
export async function requireCategory(q: Query, id: number, locale: string): Promise<Category> {
  const category = await findCategory(q, id);
  if (category?.locale !== locale) throw domainError('invalid', { fields: { categoryId: 'invalid' } });
  return category;
}
