import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { idInput, lineInput } from '#src/domain/text.ts';
import { domainError } from '#src/errors.ts';
import { locales, type Locale } from '#src/i18n/index.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import { pinnedWords } from './pinned.ts';
import {
  dropPin,
  dropSynonyms,
  findByName,
  findSynonyms,
  isArticleOf,
  keepPin,
  keepSynonyms,
  listPinnedArticles,
  listPins,
  listSynonyms,
  listTitles,
  type Pin,
  type PinnedArticle,
  type Synonyms,
} from './tuning.store.ts';

/** A word and the words that mean the same, in one language. */
export const synonymsInput = z.object({
  /** The group that this one takes the place of. */
  id: idInput.optional(),
  locale: z.enum(locales),
  term: lineInput({ min: 1, max: 60 }),
  words: z
    .array(lineInput({ min: 1, max: 60 }))
    .min(1, { error: 'required' })
    .max(30, { error: 'too_many' }),
});

/** A question whose answer an admin knows better than the search. */
export const pinInput = z.object({
  locale: z.enum(locales),
  query: lineInput({ min: 1, max: 200 }),
  articleId: idInput,
});

/** A pinned answer whose article is named by its title or its address. */
export const namedPinInput = pinInput
  .omit({ articleId: true })
  .extend({ article: lineInput({ min: 1, max: 500 }) });

export interface TuningView {
  synonyms: Synonyms[];
  pins: PinnedArticle[];
  /** Of published articles. */
  titles: string[];
}
/** Titles that are offered; others can be typed. */
const maxTitles = 500;

/** What admins taught the search, by locale and word. @throws sign_in_required, not_allowed */
export async function searchTuning(ctx: Context): Promise<{ synonyms: Synonyms[]; pins: Pin[] }> {
  requireAdmin(ctx);
  return { synonyms: await listSynonyms(ctx.db.read), pins: await listPins(ctx.db.read) };
}

/** What admins taught the search in one language, and the titles they may pin, at most 500. @throws like searchTuning */
export async function searchTuningIn(ctx: Context, locale: Locale): Promise<TuningView> {
  requireAdmin(ctx);
  const { read } = ctx.db;
  return {
    synonyms: await listSynonyms(read, locale),
    pins: await listPinnedArticles(read, locale),
    titles: await listTitles(read, locale, maxTitles),
  };
}

/** The pin that decides what is shown first for a question, if any: the one of the same words. */
export const pinOf = <P extends Pin>(pins: readonly P[], query: string): P | null =>
  pins.find((pin) => pinnedWords(pin.query, pin.locale) === pinnedWords(query, pin.locale)) ?? null;

/**
 * Words that mean the same. A term has one group a language: without the `id` of that group (to change it) a term that
 * has one already is refused, so that nobody's words are lost. @throws invalid, not_found, sign_in_required, not_allowed
 */
export async function saveSynonyms(ctx: Context, input: z.input<typeof synonymsInput>): Promise<void> {
  requireAdmin(ctx);
  const { id, ...synonyms } = checkInput(synonymsInput, input);
  await change(ctx, async (tx) => {
    const other = await findSynonyms(tx, synonyms);
    if (other && other.id !== id) throw domainError('invalid', { fields: { term: 'has_synonyms' } });
    if (id && !(await dropSynonyms(tx, id))) throw domainError('not_found', { synonyms: id });
    await keepSynonyms(tx, synonyms);
  });
}

/** @throws not_found, sign_in_required, not_allowed */
export async function removeSynonyms(ctx: Context, id: number): Promise<void> {
  requireAdmin(ctx);
  await change(ctx, async (tx) => {
    if (!(await dropSynonyms(tx, id))) throw domainError('not_found', { synonyms: id });
  });
}

/**
 * Put an article first whenever a question has these words about the subject and no others. Such a question has one
 * answer: the last. @throws invalid, sign_in_required, not_allowed
 */
export async function pinAnswer(ctx: Context, input: z.input<typeof pinInput>): Promise<void> {
  requireAdmin(ctx);
  const pin = checkInput(pinInput, input);
  if (!pinnedWords(pin.query, pin.locale)) throw domainError('invalid', { fields: { query: 'no_subject' } });
  await change(ctx, async (tx) => {
    if (!(await isArticleOf(tx, pin.articleId, pin.locale)))
      throw domainError('invalid', { fields: { articleId: 'bad_choice' } });
    const old = pinOf(await listPins(tx, pin.locale), pin.query);
    if (old) await dropPin(tx, old.id);
    await keepPin(tx, pin);
  });
}

/** The same for an article named by its title or its address. @throws like pinAnswer */
export async function pinNamedAnswer(ctx: Context, input: z.input<typeof namedPinInput>): Promise<void> {
  requireAdmin(ctx);
  const { article, ...pin } = checkInput(namedPinInput, input);
  const articleId = await findByName(ctx.db.read, {
    locale: pin.locale,
    title: article,
    slug: slugIn(article),
  });
  if (!articleId) throw domainError('invalid', { fields: { article: 'no_such_article' } });
  await pinAnswer(ctx, { ...pin, articleId });
}

/** The slug in an article's address: the last part of its path, or what follows the `#` of the FAQ page. */
const slugIn = (address: string): string =>
  (
    /\/faq#([^/]+)$/.exec(address)?.[1] ??
    address
      .replace(/[?#].*$/, '')
      .split('/')
      .at(-1)!
  ).trim();

/** @throws not_found, sign_in_required, not_allowed */
export async function unpinAnswer(ctx: Context, id: number): Promise<void> {
  requireAdmin(ctx);
  await change(ctx, async (tx) => {
    if (!(await dropPin(tx, id))) throw domainError('not_found', { pin: id });
  });
}

async function change(ctx: Context, work: Parameters<Context['db']['write']>[0]): Promise<void> {
  await ctx.db.write(async (tx) => {
    await work(tx);
    await bumpCounter(tx, 'questions');
  });
  // So that the page after it shows what it did; every process finds it by itself, this one too.
  await ctx.search.freshen().catch(() => {});
}

function requireAdmin({ actor }: Context): void {
  if (actor.kind === 'system') return;
  if (actor.kind !== 'agent') throw domainError('sign_in_required');
  if (actor.role !== 'admin') throw domainError('not_allowed');
}
