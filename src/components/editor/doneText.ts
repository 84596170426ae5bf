import { translator, type Locale } from '#src/i18n/index.ts';

/** What `?done=` says in the editor's address after each of its forms. */
const codes = [
  ...([
    'saved',
    'attached',
    'waiting',
    'published',
    'unpublished',
    'archived',
    'reverted',
    'discarded',
  ] as const),
  ...(['settled', 'translated', 'reviewed', 'planned', 'cancelled'] as const),
  ...(['asked', 'withdrawn', 'decided', 'commented', 'commentSettled'] as const),
];

/** What became of what the author just did; null for a code that no form gives. */
export function doneText(code: string | null, locale: Locale): string | null {
  const known = codes.find((one) => one === code);
  return known ? translator(locale)(`editor.done.${known}`) : null;
}
