import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { idInput, lineInput } from '#src/domain/text.ts';
import { domainError } from '#src/errors.ts';
import { locales } from '#src/i18n/index.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import {
  dropPin,
  dropSynonyms,
  isArticleOf,
  keepPin,
  keepSynonyms,
  listPins,
  listSynonyms,
  type Pin,
  type Synonyms,
} from './tuning.store.ts';

/** A word and the words that mean the same, in one language. */
export const synonymsInput = z.object({
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

/** What admins taught the search, by locale and word. @throws sign_in_required, not_allowed */
export async function searchTuning(ctx: Context): Promise<{ synonyms: Synonyms[]; pins: Pin[] }> {
  requireAdmin(ctx);
  return { synonyms: await listSynonyms(ctx.db.read), pins: await listPins(ctx.db.read) };
}

/** Words that mean the same; a term has one group a language, the last. @throws invalid, sign_in_required, not_allowed */
export async function saveSynonyms(ctx: Context, input: z.input<typeof synonymsInput>): Promise<void> {
  requireAdmin(ctx);
  const synonyms = checkInput(synonymsInput, input);
  await change(ctx, (tx) => keepSynonyms(tx, synonyms));
}

/** @throws not_found, sign_in_required, not_allowed */
export async function removeSynonyms(ctx: Context, id: number): Promise<void> {
  requireAdmin(ctx);
  await change(ctx, async (tx) => {
    if (!(await dropSynonyms(tx, id))) throw domainError('not_found', { synonyms: id });
  });
}

/** Put an article first whenever a question has these words and no others. @throws invalid, sign_in_required, not_allowed */
export async function pinAnswer(ctx: Context, input: z.input<typeof pinInput>): Promise<void> {
  requireAdmin(ctx);
  const pin = checkInput(pinInput, input);
  await change(ctx, async (tx) => {
    if (!(await isArticleOf(tx, pin.articleId, pin.locale)))
      throw domainError('invalid', { fields: { articleId: 'bad_choice' } });
    await keepPin(tx, pin);
  });
}

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
}

function requireAdmin({ actor }: Context): void {
  if (actor.kind === 'system') return;
  if (actor.kind !== 'agent') throw domainError('sign_in_required');
  if (actor.role !== 'admin') throw domainError('not_allowed');
}
