import type { APIRoute } from 'astro';
import { locales } from '#src/i18n/index.ts';
import { absolute, paths } from '#src/paths.ts';

/** Answers are for search engines; result lists, forms and the desk are not. */
export const GET: APIRoute = ({ locals }) => {
  const { publicUrl } = locals.app.config;
  const closed = [
    ...locales.flatMap((locale) => [paths.search(locale), paths.ask(locale), paths.tickets(locale)]),
    paths.desk(),
    '/admin',
    '/api/',
    paths.login(),
  ];
  const lines = [
    'User-agent: *',
    ...closed.map((path) => `Disallow: ${path}`),
    '',
    `Sitemap: ${absolute(publicUrl, paths.sitemap())}`,
  ];
  return new Response(`${lines.join('\n')}\n`, { headers: { 'content-type': 'text/plain; charset=utf-8' } });
};
