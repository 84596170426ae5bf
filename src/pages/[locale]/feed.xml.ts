import type { APIRoute } from 'astro';
import { element, xmlResponse, xmlText } from '#src/components/articles/xml.ts';
import { latestArticles } from '#src/domain/articles/publicList.ts';
import { absolute, paths } from '#src/paths.ts';

/** What changed last, as Atom (RFC 4287). */
export const GET: APIRoute = async ({ locals }) => {
  const { ctx, t } = locals;
  const { publicUrl, siteName } = ctx.config;
  const articles = await latestArticles(ctx);
  const href = (path: string) => absolute(publicUrl, path);
  const updated = articles[0]?.updatedAt ?? new Date(0);
  const entries = articles.map(({ kind, slug, title, summary, key, updatedAt }) => {
    const path = kind === 'faq' ? paths.faq(ctx.locale, slug) : paths.article(ctx.locale, slug);
    return element(
      'entry',
      {},
      // The key stays when the title and the address change.
      element('id', {}, xmlText(href(`${paths.home(ctx.locale)}#${encodeURIComponent(key)}`))),
      element('title', {}, xmlText(title)),
      element('link', { href: href(path) }),
      element('updated', {}, updatedAt.toISOString()),
      element('summary', {}, xmlText(summary || title)),
    );
  });
  const feed = element(
    'feed',
    { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': ctx.locale },
    element('id', {}, xmlText(href(paths.feed(ctx.locale)))),
    element('title', {}, xmlText(`${siteName}: ${t('site.feed')}`)),
    element('link', { rel: 'self', type: 'application/atom+xml', href: href(paths.feed(ctx.locale)) }),
    element('link', { rel: 'alternate', type: 'text/html', href: href(paths.home(ctx.locale)) }),
    element('author', {}, element('name', {}, xmlText(siteName))),
    element('updated', {}, updated.toISOString()),
    ...entries,
  );
  return xmlResponse('application/atom+xml', feed);
};
