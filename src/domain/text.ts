import { z } from 'zod';

/**
 * Text from a stranger: kept as typed (no trimming, no escaping), with line ends as `\n`. NUL is refused because
 * Postgres can't keep it; the length counts code points, so it takes at least what the browser's `maxlength` does.
 */
export function textInput({ min = 0, max }: { min?: number; max: number }) {
  return z
    .string()
    .transform((text) => text.replace(/\r\n?/g, '\n'))
    .pipe(
      z
        .string()
        .max(max, { error: 'too_long' })
        .refine((text) => !text.includes('\0'), { error: 'bad_character' })
        .refine((text) => min === 0 || text.trim().length >= min, { error: 'required' }),
    );
}

/** One line of text: line ends become spaces, and the rim is trimmed. */
export function lineInput({ min = 0, max }: { min?: number; max: number }) {
  return z
    .string()
    .transform((text) => text.replace(/[\r\n]+/g, ' ').trim())
    .pipe(textInput({ min, max }));
}

/** The beginning of a text: at most `max` UTF-16 units, never half a character. */
export const cutText = (text: string, max: number): string =>
  text.slice(0, /[\ud800-\udbff]/.test(text.charAt(max - 1)) ? max - 1 : max);

/** An e-mail address, trimmed and in lower case; at most 254 characters (RFC 5321 §4.5.3.1.3). */
export const emailInput = z
  .string()
  .transform((text) => text.trim().toLowerCase())
  .pipe(
    z
      .string()
      .min(1, { error: 'required' })
      .max(254, { error: 'too_long' })
      .pipe(z.email({ error: 'bad_email' })),
  );

/** A whole number from a form or a query. */
export const idInput = z.coerce
  .number()
  .int({ error: 'bad_number' })
  .min(1, { error: 'bad_number' })
  .max(2_147_483_647, { error: 'bad_number' });
