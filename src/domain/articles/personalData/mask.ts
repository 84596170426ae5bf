import type { ArticleText, Finding } from './find.ts';
import type { FindingKind } from './finding.ts';

/** The text with the chosen findings replaced, e.g. by `[e-mail]`. The slug is left: it is an address, not a text. */
export function maskFindings<T extends Omit<ArticleText, 'slug'>>(
  article: T,
  findings: Finding[],
  wordFor: (kind: FindingKind) => string,
): T {
  const masked = (field: Finding['field'], text: string) =>
    findings
      .filter((finding) => finding.field === field)
      .toSorted((a, b) => b.start - a.start)
      .reduce(
        (rest, { start, end, kind }) => `${rest.slice(0, start)}[${wordFor(kind)}]${rest.slice(end)}`,
        text,
      );
  return {
    ...article,
    title: masked('title', article.title),
    summary: masked('summary', article.summary),
    tags: masked('tags', article.tags.join(', ')).split(', ').filter(Boolean),
    source: masked('source', article.source),
  };
}
