import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { domainError } from '#src/errors.ts';
import type { Locale } from '#src/i18n/index.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import {
  articleFields,
  slugOf,
  type Article,
  type ArticleInput,
  type ArticleState,
  type PersonalDataGate,
} from './article.ts';
import { insertArticle, isKeyTaken } from './article.store.ts';
import { noteAssets } from './asset.store.ts';
import { requireAuthor } from './author.ts';
import { keepRevision } from './change.ts';
import { requireCategory } from './placing.ts';
import { pushLater } from './pushLater.ts';
import { renderArticle, type RenderedColumns } from './rendered.ts';
import { newSlug, withFreeSlug } from './slugs.ts';

export interface NewArticle {
  locale: Locale;
  fields: ArticleInput;
  /** Joins it to its translations; empty: made from the slug. */
  key?: string | undefined;
  state?: ArticleState | undefined;
  personalData?: PersonalDataGate | null | undefined;
  /** The file it came from: it is not written back. */
  file?: Partial<Pick<Article, 'filePath' | 'fileHash' | 'fileRevision' | 'extra'>> | undefined;
  /** Made before, by whoever writes many at once; left out, it is rendered here. */
  rendered?: RenderedColumns | undefined;
}

/**
 * Add an article, as a draft unless told otherwise.
 * @throws DomainError `invalid`; `conflict` when its key has a translation in this language already.
 */
export async function createArticle(ctx: Context, input: NewArticle): Promise<Article> {
  const authorId = requireAuthor(ctx);
  const fields = checkInput(articleFields, input.fields);
  const { locale, state = 'draft', file } = input;
  const { title, source } = fields;
  const { html, headings, sections, renderVersion } =
    input.rendered ?? (await renderArticle(ctx, { title, source, locale, filePath: file?.filePath ?? null }));
  const write = async (tx: Query) => {
    await requireCategory(tx, fields.categoryId, locale);
    const slug = await newSlug(tx, locale, fields.slug || title);
    const article = await insertArticle(tx, {
      ...blank(ctx, authorId),
      ...fields,
      ownerId: fields.ownerId === undefined ? authorId : fields.ownerId,
      locale,
      slug,
      key: await newKey(tx, locale, input.key ?? '', slug),
      state,
      html,
      headings,
      sections,
      renderVersion,
      publishedAt: state === 'published' ? ctx.now : null,
      personalData: input.personalData ?? null,
      ...file,
    });
    await noteAssets(tx, article);
    await keepRevision(tx, article, { reason: file ? 'content' : 'created', authorId, at: ctx.now });
    if (state === 'published') await bumpCounter(tx, 'content');
    if (!file) await pushLater(ctx, tx, null, article);
    return article;
  };
  return withFreeSlug(() => ctx.db.write(write));
}

const blank = (ctx: Context, authorId: number | null) => ({
  confidence: 'unconfirmed' as const,
  revision: 1,
  createdById: authorId,
  createdAt: ctx.now,
  updatedAt: ctx.now,
  filePath: null,
  fileHash: null,
  fileRevision: null,
  fileConflict: null,
  extra: {},
});

/** A key that was asked for must be free in its language; one made from the slug must be free in all. */
async function newKey(tx: Query, locale: string, wish: string, slug: string): Promise<string> {
  if (wish) {
    if (await isKeyTaken(tx, locale, wish)) throw domainError('conflict', { fields: { key: 'taken' } });
    return wish;
  }
  const base = slugOf(slug);
  for (let n = 1; ; n += 1) {
    const key = n === 1 ? base : `${base}-${n}`;
    if (!(await isKeyTaken(tx, null, key))) return key;
  }
}
