import { isLocale } from '#src/i18n/index.ts';

/**
 * The words of an address that leads nowhere, to search with: `/en/articles/reset-my_password` → `reset my password`.
 * Empty for addresses that no person typed for an answer: of files, of the desk, without a language.
 */
export function wordsOfPath(path: string): string {
  const [, locale, ...parts] = path.split('/').map(decoded);
  if (!isLocale(locale)) return '';
  const words = parts.filter((part, i) => !(i === 0 && known.has(part)) && !/\.\w{2,5}$/.test(part));
  return words
    .join(' ')
    .replace(/[^\p{L}\p{N}'’]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

/** First parts of the portal's own addresses, which say nothing about the question. */
const known = new Set(['articles', 'categories', 'tickets', 'faq', 'search', 'ask']);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
