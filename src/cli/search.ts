import { explainSearch, type Explained } from '#src/domain/search/explain.ts';
import { isLocale, locales } from '#src/i18n/index.ts';
import { command, usageError } from './command.ts';

const maxResults = 50;

export const search = command({
  name: 'search',
  about: 'Search as a customer would, and explain the result.',
  args: 'WORDS',
  options: {
    locale: {
      type: 'string',
      value: 'LOCALE',
      about: `One of ${locales.join(', ')}. Default: DEFAULT_LOCALE.`,
    },
    limit: { type: 'string', value: 'N', about: `Results to print, 1 to ${maxResults}. Default: 5.` },
    explain: { type: 'boolean', about: 'Print what each way of looking gave each result.' },
  },
  more: 'Past questions count in the ranking and are never printed.',
  hasReport: true,
  async run({ ctx, values, args, report }) {
    const query = args.join(' ').trim();
    if (!query) throw usageError('Give the words to search for: portico search "how do I …".');
    const locale = values.locale ?? ctx.locale;
    if (!isLocale(locale)) throw usageError(`Give --locale as one of ${locales.join(', ')}.`);
    const limit = Number(values.limit ?? 5);
    if (!Number.isInteger(limit) || limit < 1 || limit > maxResults)
      throw usageError(`Give --limit as a number from 1 to ${maxResults}.`);
    const explained = await explainSearch(ctx, { query, locale, limit, as: 'stranger' });
    report({ query, locale, ...explained }, textOf(explained, values.explain ?? false));
  },
});

function textOf(
  { verdict, confidence, answeredIn, didYouMean, results }: Explained,
  withSignals: boolean,
): string {
  const head = [`${verdict} (confidence ${confidence.toFixed(2)}, answered in ${answeredIn})`];
  if (didYouMean) head.push(`searched for: ${didYouMean}`);
  const lines = results.flatMap(({ id, title, heading, score, asked, signals }, at) => {
    const line = `${String(at + 1).padStart(2)}. ${score.toFixed(2)}  ${title}${heading ? ` › ${heading}` : ''}  (article ${id})`;
    if (!withSignals) return [line];
    const given = Object.entries(signals).map(([name, value]) => `${name} ${value.toFixed(2)}`);
    return [line, `          past questions ${asked}; ${given.join(', ')}`];
  });
  return [...head, ...lines].join('\n');
}
