import { z } from 'zod';
import { lineInput } from '#src/domain/text.ts';
import { locales } from '#src/i18n/index.ts';
import { audiences, type Audience } from './article.ts';

/** One category in one language; `key` joins its translations. */
export interface Category {
  id: number;
  key: string;
  locale: string;
  slug: string;
  title: string;
  summary: string;
  position: number;
  /** The widest audience that any article in it has: `articles.audience` is kept narrowed to it. */
  audience: Audience;
}

export const categoryFields = z.object({
  locale: z.enum(locales),
  title: lineInput({ min: 1, max: 80 }),
  summary: lineInput({ max: 300 }).default(''),
  /** Left out: last. */
  position: z.coerce.number().int().min(0).max(9999).optional(),
  /** Joins translations; empty: made from the title. */
  key: lineInput({ max: 120 }).default(''),
  audience: z.enum(audiences).default('public'),
  slug: lineInput({ max: 120 }).default(''),
});
export type CategoryInput = z.input<typeof categoryFields>;

/** Who may read a category, in all its languages. */
export const limitFields = z.object({ key: lineInput({ min: 1, max: 120 }), audience: z.enum(audiences) });
export type CategoryLimit = z.infer<typeof limitFields>;
