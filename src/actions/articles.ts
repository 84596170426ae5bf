import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { appendFile } from '#src/domain/articles/appendFile.ts';
import type { Article } from '#src/domain/articles/article.ts';
import { writeForGap } from '#src/domain/gaps/change.ts';
import { decideConflict } from '#src/domain/articles/content/resolve.ts';
import { limitCategory } from '#src/domain/articles/categories.ts';
import { limitFields } from '#src/domain/articles/category.ts';
import { createPreviewLink, revokePreviewLink } from '#src/domain/articles/previewLink.ts';
import { settleFlag } from '#src/domain/articles/flag.ts';
import { changeMany, type ManyInput } from '#src/domain/articles/changeMany.ts';
import { archiveArticle, unpublishArticle } from '#src/domain/articles/publish.ts';
import { markReviewed } from '#src/domain/articles/reviewed.ts';
import { noteTranslated } from '#src/domain/articles/translation/settle.ts';
import { revertArticle } from '#src/domain/articles/revisions.ts';
import { discardCopy } from '#src/domain/articles/saveCopy.ts';
import { maxSourceLength } from '#src/domain/articles/article.ts';
import { idInput, lineInput, textInput } from '#src/domain/text.ts';
import { locales } from '#src/i18n/index.ts';
import { absolute, paths } from '#src/paths.ts';
import { uploadsOf } from './uploads.ts';
import { comingBackWith, formAction, wordList } from './form.ts';
import { keepOnce } from './once.ts';
import { keepManyResult } from './manyResult.ts';

const words = z.string().max(2_000, { error: 'too_long' }).default('');
const date = z
  .union([z.literal(''), z.iso.date({ error: 'bad_date' })], { error: 'bad_date' })
  .default('')
  .transform((text) => (text ? new Date(`${text}T00:00:00Z`) : null));

const optionalId = z.union([z.literal('').transform(() => null), idInput]).default(null);

/** The editor's form: one text, several buttons. */
const editor = z.object({
  id: idInput.optional(),
  revision: idInput.optional(),
  locale: z.enum(locales),
  translationOf: idInput.optional(),
  /** What it translates, the revision that is shown, and whether the text says it now. */
  original: idInput.optional(),
  originalRevision: idInput.optional(),
  isTranslated: z.string().optional(),
  owner: z.union([z.literal('').transform(() => null), idInput]).optional(),
  ticket: idInput.optional(),
  gap: idInput.optional(),
  intent: z.enum(['save', 'publish', 'attach']),
  /** A file to put at the end of the text, where no script puts it in its place. */
  file: z.instanceof(File).optional(),
  fileWords: words,
  title: words,
  summary: words,
  slug: words,
  source: textInput({ max: maxSourceLength }).default(''),
  category: z.union([z.literal(''), idInput]).default(''),
  newCategory: words,
  kind: z.string(),
  audience: z.string(),
  tags: words.transform(wordList),
  related: z.array(z.string()).transform((keys) => keys.map((key) => key.trim()).filter(Boolean)),
  reviewBy: date,
  decision: z.array(z.string().max(100)),
});

/** Checked rows of the list, each as `id-revision`, and one change to them all; the domain says which value it needs. */
const many = z.object({
  articles: z.array(
    z
      .string()
      .regex(/^\d{1,9}-\d{1,9}$/, { error: 'bad_choice' })
      .transform((text) => {
        const [id, revision] = text.split('-').map(Number);
        return { id, revision };
      }),
  ),
  what: z.string(),
  category: optionalId,
  owner: optionalId,
  audience: z.string().optional(),
  reviewBy: date,
  tag: words,
});

/** Both texts as they were seen, so that a decision never falls on others. */
const decision = z.object({
  id: idInput,
  keep: z.enum(['file', 'portal', 'merge'], { error: 'bad_choice' }),
  revision: idInput,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  title: lineInput({ min: 1, max: 200 }).optional(),
  source: textInput({ max: maxSourceLength }).optional(),
});

export const articles = {
  /** Make a link that shows the article to somebody without an account; it is told once. */
  createPreview: formAction({
    input: z.object({ id: idInput, note: words, days: z.string() }),
    run: async (ctx, { id, note, days }, { cookies }) => {
      const token = await createPreviewLink(ctx, { id, note, days: days as unknown as number });
      keepOnce(cookies, ctx.config, 'link', absolute(ctx.config.publicUrl, paths.preview(token)));
      return paths.deskArticlePreviews(id);
    },
  }),

  revokePreview: formAction({
    input: z.object({ id: idInput, article: idInput }),
    run: async (ctx, { id, article }) => {
      await revokePreviewLink(ctx, { id, articleId: article });
      return paths.deskArticlePreviews(article);
    },
  }),

  /** Say who may read a category. */
  limitCategory: formAction({
    input: limitFields,
    run: async (ctx, input) => {
      await limitCategory(ctx, input);
      return paths.adminArticles({ done: 'category' });
    },
  }),

  /** End a conflict with the content folder. */
  decideConflict: formAction({
    input: decision,
    run: async (ctx, input) => {
      const { id } = await decideConflict(ctx, input);
      return `${paths.deskArticle(id)}?done=settled`;
    },
  }),

  /** Save or publish what the editor holds; a file that came along is in the text whatever becomes of the rest. */
  write: formAction({
    input: editor,
    run: async (ctx, input) => {
      const words = await withFile(ctx, input);
      const article = await comingBackWith(words, () => write(ctx, { ...input, ...words }));
      return wayOn(input, article);
    },
  }),

  settleFlag: formAction({
    input: z.object({ flag: idInput }),
    run: async (ctx, { flag }) => paths.deskArticle(await settleFlag(ctx, flag)),
  }),

  /** The translation is right as it is, though its source changed. */
  translated: formAction({
    input: z.object({ id: idInput, original: idInput, revision: idInput }),
    run: async (ctx, { id, original, revision }) => {
      await noteTranslated(ctx, id, { sourceId: original, revision });
      return paths.deskArticle(id, { done: 'translated' });
    },
  }),

  /** It was looked at, and is right. */
  reviewed: formAction({
    input: z.object({ id: idInput }),
    run: async (ctx, { id }) => {
      await markReviewed(ctx, id);
      return paths.deskArticle(id, { done: 'reviewed' });
    },
  }),

  discard: formAction({
    input: z.object({ id: idInput, revision: idInput }),
    run: async (ctx, { id, revision }) => {
      await discardCopy(ctx, { id, baseRevision: revision });
      return `${paths.deskArticle(id)}?done=discarded`;
    },
  }),

  unpublish: formAction({
    input: z.object({ id: idInput }),
    run: async (ctx, { id }) => {
      await unpublishArticle(ctx, id);
      return `${paths.deskArticle(id)}?done=unpublished`;
    },
  }),

  archive: formAction({
    input: z.object({ id: idInput }),
    run: async (ctx, { id }) => {
      await archiveArticle(ctx, id);
      return `${paths.deskArticle(id)}?done=archived`;
    },
  }),

  /** One change to the articles that are checked in the list; the way leads back to the same list. */
  changeMany: formAction({
    input: many,
    run: async (ctx, input, { cookies, url }) => {
      keepManyResult(cookies, ctx.config, await changeMany(ctx, input as ManyInput));
      const list = new URLSearchParams(url.search);
      list.delete('_action');
      return list.size > 0 ? `${paths.deskArticles()}?${list}` : paths.deskArticles();
    },
  }),

  revert: formAction({
    input: z.object({ id: idInput, to: idInput, revision: idInput }),
    run: async (ctx, { id, to, revision }) => {
      await revertArticle(ctx, { id, to, baseRevision: revision });
      return `${paths.deskArticle(id)}?done=reverted`;
    },
  }),
};

type Written = z.output<typeof editor>;

async function withFile(ctx: Context, { source, file, fileWords }: Written) {
  if (!file) return { source, fileWords };
  const [upload] = await uploadsOf([file]);
  return { source: await appendFile(ctx, source, { ...upload!, words: fileWords }), fileWords: '' };
}

function write(
  ctx: Context,
  { revision, intent, category, decision, owner, ...rest }: Written,
): Promise<Article> {
  const { id, locale, translationOf, ticket, gap, newCategory, ...more } = rest;
  const { original, originalRevision, isTranslated, file: _, fileWords: __, ...text } = more;
  const fields = { ...text, categoryId: category || undefined, ownerId: owner };
  const isSaid = original && originalRevision && isTranslated === 'on';
  return writeForGap(ctx, {
    ...{ id, locale, translationOf, ticket, gap, newCategory },
    fields: fields as never,
    baseRevision: revision,
    decisions: decision,
    translated: isSaid ? { sourceId: original, revision: originalRevision } : undefined,
    publish: intent === 'publish',
  });
}

/** Back to the ticket it was mended for, else to the editor, which says what was done. */
function wayOn({ id, ticket, intent }: Written, article: Article): string {
  if (intent === 'attach') return paths.deskArticle(article.id, { ticket, done: 'attached' });
  if (id && ticket) return paths.deskTicket(ticket);
  const saved = article.state === 'published' ? 'waiting' : 'saved';
  return paths.deskArticle(article.id, { done: intent === 'publish' ? 'published' : saved });
}
