import { isUniqueViolation, type Query } from '#db/open.ts';
import { domainError } from '#src/errors.ts';
import { freeName, slugOf, type Article } from './article.ts';
import { findArticleBySlug } from './article.store.ts';
import { addRedirect, dropRedirect, takenSlugs } from './slug.store.ts';

/** A free address for a new article: as wished, or from the title, with a number behind when another has it. */
export async function newSlug(tx: Query, locale: string, wish: string): Promise<string> {
  const base = slugOf(wish);
  return freeName(base, await takenSlugs(tx, locale, base));
}

/**
 * Write what takes a free address, again when somebody took the same one at the same moment: two transactions both
 * find it free, and only the table's unique index tells the later one.
 */
export async function withFreeSlug<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (attempt === 5 || !isUniqueViolation(error)) throw error;
    }
  }
}

/** Whether nobody else has, or had, this address. @throws DomainError `invalid` on `slug` otherwise. */
export async function checkSlug(
  tx: Query,
  article: Pick<Article, 'id' | 'locale'>,
  wish: string,
): Promise<string> {
  const slug = slugOf(wish);
  const taken = await takenSlugs(tx, article.locale, slug, article.id);
  if (taken.has(slug)) throw domainError('invalid', { fields: { slug: 'taken' } });
  return slug;
}

/** After a change of address: the old one leads to the article for ever, the new one leads nowhere else. */
export async function moveSlug(tx: Query, before: Article, after: Article): Promise<void> {
  if (before.slug === after.slug) return;
  await dropRedirect(tx, after.locale, after.slug);
  await addRedirect(tx, { locale: before.locale, slug: before.slug, articleId: before.id });
}

/** An address that others (another tool's export, front matter) already point to; one in use stays where it is. */
export async function adoptSlug(tx: Query, article: Article, oldSlug: string): Promise<void> {
  const slug = slugOf(oldSlug);
  if (await findArticleBySlug(tx, article.locale, slug)) return;
  await addRedirect(tx, { locale: article.locale, slug, articleId: article.id });
}
