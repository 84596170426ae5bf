import type { Context } from '#src/context.ts';
import { isLocale, locales, type Locale } from '#src/i18n/index.ts';
import { isReadable } from './article.ts';
import { readableAudiences } from './audience.ts';
import { findArticleByOldSlug } from './slug.store.ts';
import { lastPart } from './transfer/foreignFields.ts';

/**
 * The article that had an address of another portal: once the host is ours, `/hc/en-us/articles/360-Lost-keys` leads on
 * to it. Only addresses that an import or front matter named count.
 */
export async function findByOldAddress(
  ctx: Context,
  path: string,
): Promise<{ locale: Locale; slug: string } | null> {
  const slug = lastPart(path);
  if (!slug) return null;
  const said = path
    .split('/')
    .map((part) => part.slice(0, 2).toLowerCase())
    .find(isLocale);
  const allowed = await readableAudiences(ctx);
  for (const locale of new Set([said ?? ctx.locale, ...locales])) {
    const article = await findArticleByOldSlug(ctx.db.read, locale, slug);
    if (article && isReadable(article, allowed)) return { locale, slug: article.slug };
  }
  return null;
}
