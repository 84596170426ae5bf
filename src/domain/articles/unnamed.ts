import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import type { Article } from './article.ts';
import { renderArticle } from './rendered.ts';

const unnamed = new Set(['imageWithoutWords', 'fileWithoutWords']);

/**
 * Nothing goes on the site that says nothing to who can't see it: an image has a description or is called decorative, a
 * link to a file has words beside the file's name.
 * @throws DomainError `invalid` on `source`, with the `lines` in question.
 */
export async function refuseUnnamed(
  ctx: Context,
  article: Pick<Article, 'source' | 'title' | 'locale' | 'filePath'>,
): Promise<void> {
  const { problems } = await renderArticle(ctx, article);
  const lines = problems.filter(({ code }) => unnamed.has(code)).map(({ line }) => line);
  if (lines.length === 0) return;
  throw domainError('invalid', {
    fields: { source: 'without_words' },
    lines: [...new Set(lines)].join(', '),
  });
}
