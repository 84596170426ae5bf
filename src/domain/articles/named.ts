import type { Context } from '#src/context.ts';
import { findArticleBySlug } from './article.store.ts';
import type { Article } from './article.ts';
import { requireAuthor } from './author.ts';

/** Links looked up in one text. */
const most = 10;

/**
 * The published articles that a text links to by their address on this portal, each once, in order.
 * @throws sign_in_required
 */
export async function articlesNamedIn(ctx: Context, markdown: string): Promise<Article[]> {
  requireAuthor(ctx);
  const found = new Map<number, Article>();
  for (const { locale, slug } of addressesIn(markdown, ctx.config.publicUrl).slice(0, most)) {
    const article = await findArticleBySlug(ctx.db.read, locale, slug);
    if (article?.state === 'published') found.set(article.id, article);
  }
  return [...found.values()];
}

/** `/en/articles/slug` and `/en/faq#slug`, alone or behind the portal's own address. */
function addressesIn(markdown: string, publicUrl: string): { locale: string; slug: string }[] {
  const paths = markdown.replaceAll(publicUrl, '');
  const pattern = /(?<![\w.:/-])\/([a-z]{2})\/(?:articles\/|faq#)([^\s)\]>"'#?]{1,300})/g;
  return [...paths.matchAll(pattern)].map(([, locale, slug]) => ({ locale: locale!, slug: decode(slug!) }));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
