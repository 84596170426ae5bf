import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { seal, unseal } from '#src/domain/seal/seal.ts';
import { emailInput, lineInput } from '#src/domain/text.ts';

/** Somebody wants to hear when there is an answer to a search that failed. Private; gone once they were told. */
export interface Wish {
  id: number;
  email: string;
  locale: string;
  words: string;
  nonce: string;
  /** The search in their visit, which leads to its gap; null for those who are not counted. */
  searchId: number | null;
  /** The known issue that is followed; null for a search that failed. */
  articleKey: string | null;
  createdAt: Date;
  confirmedAt: Date | null;
}

/** Longest words that are kept, in characters. */
export const longestWords = 300;

export const wishInput = z.object({
  email: emailInput,
  words: lineInput({ min: 1, max: longestWords }),
});

/** Days that an address has to say yes, and after which a wish that nothing answered is forgotten. */
export const confirmDays = 7;
export const keepDays = 365;

const purpose = 'wish';

/** What the links in the mails of a wish carry. */
export const wishToken = (ctx: Context, { nonce }: Pick<Wish, 'nonce'>): Promise<string> =>
  seal(ctx, purpose, { nonce });

/** The wish that a link speaks of, or null when the link is none of ours. */
export async function nonceOf(ctx: Context, token: unknown): Promise<string | null> {
  const opened = (await unseal(ctx, purpose, token)) as { nonce?: unknown } | null;
  return typeof opened?.nonce === 'string' ? opened.nonce : null;
}
