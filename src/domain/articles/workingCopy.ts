import { asAuthored, type Article, type ArticleFields } from './article.ts';

/** What an author can change of an article, settled: the owner known, the address checked. */
export type CopyFields = Omit<ArticleFields, 'ownerId'> & { ownerId: number | null };

/** What a published article is to become; readers see the published text until then. */
export interface WorkingCopy {
  articleId: number;
  fields: CopyFields;
  /** The revision that holds its text. */
  revision: number;
  /** The published revision it was begun from. */
  baseRevision: number;
  authorId: number | null;
  createdAt: Date;
  updatedAt: Date;
}

/** The fields of an article that wait in a working copy, its audience as the author chose it. */
export function fieldsOf(article: CopyFields & Partial<Pick<Article, 'ownAudience'>>): CopyFields {
  const { title, summary, source, categoryId, kind, tags, related, slug, ownerId, reviewBy } = article;
  const audience = article.ownAudience ?? article.audience;
  return { title, summary, source, categoryId, kind, audience, tags, related, slug, ownerId, reviewBy };
}

/** The article as its authors see it: with what waits to be published. */
export const withCopy = (article: Article, copy: WorkingCopy | null): Article =>
  copy ? { ...asAuthored(article), ...copy.fields, revision: newestOf(article, copy) } : asAuthored(article);

/** The revision to save on top of. */
export const newestOf = (article: Pick<Article, 'revision'>, copy: WorkingCopy | null): number =>
  Math.max(article.revision, copy?.revision ?? 0);

export const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * The published article changed beside the copy (a file came in, somebody set its owner): what the copy left as it was
 * follows. `isClash`: both changed the same words, which somebody must look at.
 */
export function followed(
  fields: CopyFields,
  before: CopyFields,
  after: CopyFields,
): { fields: CopyFields; isClash: boolean } {
  const names = Object.keys(fieldsOf(fields)) as (keyof CopyFields)[];
  const changedThere = names.filter((name) => !isEqual(before[name], after[name]));
  const changedHere = new Set(names.filter((name) => !isEqual(before[name], fields[name])));
  const taken = changedThere.filter((name) => !changedHere.has(name));
  return {
    fields: { ...fields, ...Object.fromEntries(taken.map((name) => [name, after[name]])) },
    isClash: changedThere.some((name) => changedHere.has(name) && !isEqual(fields[name], after[name])),
  };
}
