import { domainError } from '#src/errors.ts';
import { isLocale, type Locale } from '#src/i18n/index.ts';
import type { Article } from './article.ts';
import { renderMarkdown } from './markdown/render.ts';

const unnamed = new Set(['imageWithoutWords', 'fileWithoutName']);

/**
 * Nothing goes on the site that says nothing to who can't see it: an image has a description or is called decorative, a
 * file has a name.
 * @throws DomainError `invalid` on `source`, with the `lines` in question.
 */
export async function refuseUnnamed({
  source,
  title,
  locale,
}: Pick<Article, 'source' | 'title' | 'locale'>): Promise<void> {
  const spoken: { locale?: Locale } = isLocale(locale) ? { locale } : {};
  const { problems } = await renderMarkdown(source, { title, ...spoken });
  const lines = problems.filter(({ code }) => unnamed.has(code)).map(({ line }) => line);
  if (lines.length === 0) return;
  throw domainError('invalid', {
    fields: { source: 'without_words' },
    lines: [...new Set(lines)].join(', '),
  });
}
