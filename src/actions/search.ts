import { z } from 'zod';
import {
  namedPinInput,
  pinAnswer,
  pinInput,
  pinNamedAnswer,
  removeSynonyms,
  saveSynonyms,
  synonymsInput,
  unpinAnswer,
} from '#src/domain/search/tuning.ts';
import { idInput } from '#src/domain/text.ts';
import { locales } from '#src/i18n/index.ts';
import { paths } from '#src/paths.ts';
import { formAction, wordList } from './form.ts';

const one = z.object({ id: idInput, locale: z.enum(locales) });

export const search = {
  saveSynonyms: formAction({
    input: synonymsInput.extend({ words: z.string().max(2_000, { error: 'too_long' }).default('') }),
    run: async (ctx, { words, ...input }) => {
      await saveSynonyms(ctx, { ...input, words: wordList(words) });
      return paths.adminSearch({ locale: input.locale, done: 'synonyms' });
    },
  }),

  removeSynonyms: formAction({
    input: one,
    run: async (ctx, { id, locale }) => {
      await removeSynonyms(ctx, id);
      return paths.adminSearch({ locale, done: 'synonymsRemoved' });
    },
  }),

  /** From the panel: the article is one of the results. */
  pinResult: formAction({
    input: pinInput,
    run: async (ctx, pin) => {
      await pinAnswer(ctx, pin);
      return paths.adminSearch({ locale: pin.locale, q: pin.query, done: 'pinned' });
    },
  }),

  pin: formAction({
    input: namedPinInput,
    run: async (ctx, pin) => {
      await pinNamedAnswer(ctx, pin);
      return paths.adminSearch({ locale: pin.locale, q: pin.query, done: 'pinned' });
    },
  }),

  unpin: formAction({
    input: one,
    run: async (ctx, { id, locale }) => {
      await unpinAnswer(ctx, id);
      return paths.adminSearch({ locale, done: 'unpinned' });
    },
  }),
};
