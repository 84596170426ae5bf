import type { APIRoute } from 'astro';
import { z } from 'zod';
import { answerWhileTyping, type FoundArticle } from '#src/domain/search/searchArticles.ts';
import { cutText } from '#src/domain/text.ts';
import { domainError } from '#src/errors.ts';
import { locales } from '#src/i18n/index.ts';
import { answerJson, json } from './_json.ts';

/** Of a longer one the beginning is asked, in UTF-16 units. */
const longestQuery = 500;

const input = z.object({
  q: z
    .string()
    .trim()
    .min(1)
    .transform((words) => cutText(words, longestQuery)),
  locale: z.enum(locales).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(10),
  /** The words may end within one. */
  typing: z.enum(['0', '1']).default('0'),
});

const advice = {
  q: 'Give the words to search for.',
  locale: `Give one of ${locales.join(', ')}, or leave it out.`,
  typing: 'Give 1 while somebody is still typing, or leave it out.',
  limit: 'Give a number from 1 to 50, or leave it out.',
};

/**
 * `GET /api/v1/search?q=&locale=&limit=&typing=`: public articles that answer, and titles and headings that go
 * on as the words begin, as JSON. Nothing is recorded.
 */
export const GET: APIRoute = ({ url, locals }) =>
  answerJson(async () => {
    const { q, locale = locals.ctx.locale, limit, typing } = read(url.searchParams);
    const found = await answerWhileTyping(locals.ctx, { query: q, locale, limit, isTyping: typing === '1' });
    const { query, verdict, answeredIn, didYouMean, completions } = found;
    const results = found.results.map(resultOf);
    return json({ query, locale, verdict, answeredIn, didYouMean, results, completions });
  });

/** The address is a path: it resolves against the one that was asked. */
const resultOf = ({ id, title, url, kind, category, passage, score }: FoundArticle) => ({
  id,
  title,
  url,
  kind,
  category,
  passage,
  score,
});

function read(params: URLSearchParams): z.output<typeof input> {
  const values = Object.fromEntries([...params].filter(([, value]) => value !== ''));
  const parsed = input.safeParse(values);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => issue.path[0] as keyof typeof advice);
  throw domainError('invalid', { fields: Object.fromEntries(wrong.map((name) => [name, advice[name]])) });
}
