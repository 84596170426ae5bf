import type { APIRoute } from 'astro';
import { z } from 'zod';
import { searchArticles, type FoundArticle } from '#src/domain/search/searchArticles.ts';
import { domainError } from '#src/errors.ts';
import { locales } from '#src/i18n/index.ts';
import { answerJson, json } from './_json.ts';

const input = z.object({
  q: z.string().trim().min(1).max(500),
  locale: z.enum(locales).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});

const advice = {
  q: 'Give the words to search for: 1 to 500 characters.',
  locale: `Give one of ${locales.join(', ')}, or leave it out.`,
  limit: 'Give a number from 1 to 50, or leave it out.',
};

/** `GET /api/v1/search?q=&locale=&limit=`: public articles that answer, as JSON. Nothing is recorded. */
export const GET: APIRoute = ({ url, locals }) =>
  answerJson(async () => {
    const { q, locale = locals.ctx.locale, limit } = read(url.searchParams);
    const found = await searchArticles(locals.ctx, { query: q, locale, limit });
    const { query, verdict } = found;
    return json({ query, locale, verdict, results: found.results.map(resultOf) });
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
