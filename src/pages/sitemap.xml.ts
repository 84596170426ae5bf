import type { APIRoute } from 'astro';
import { element, xmlResponse, xmlText } from '#src/components/articles/xml.ts';
import { publicPages, type PublicPage } from '#src/domain/articles/publicList.ts';
import { defaultLocale, locales, type Locale } from '#src/i18n/index.ts';
import { absolute, paths } from '#src/paths.ts';

interface Address {
  locale: Locale;
  path: string;
  updatedAt: Date | null;
}

/** Every page that anybody may read, each in its languages (sitemaps.org, hreflang as Google reads it). */
export const GET: APIRoute = async ({ locals }) => {
  const { ctx } = locals;
  const pages = await publicPages(ctx);
  const groups: Address[][] = [
    everywhere((locale) => paths.home(locale)),
    ...(pages.some((page) => page.kind === 'faq') ? [everywhere((locale) => paths.faq(locale))] : []),
    ...pages.filter((page) => page.kind !== 'faq').map(addressesOf),
  ];
  const urls = groups.flatMap((group) => group.map((one) => urlOf(one, group, ctx.config.publicUrl)));
  const names = {
    xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9',
    'xmlns:xhtml': 'http://www.w3.org/1999/xhtml',
  };
  return xmlResponse('application/xml', element('urlset', names, ...urls));
};

const everywhere = (path: (locale: Locale) => string): Address[] =>
  locales.map((locale) => ({ locale, path: path(locale), updatedAt: null }));

function addressesOf({ kind, translations }: PublicPage): Address[] {
  const path = kind === 'category' ? paths.category : paths.article;
  return translations.map(({ locale, slug, updatedAt }) => ({ locale, path: path(locale, slug), updatedAt }));
}

function urlOf(one: Address, group: Address[], publicUrl: string): string {
  const alternate = (hreflang: string, path: string) =>
    element('xhtml:link', { rel: 'alternate', hreflang, href: absolute(publicUrl, path) });
  const fallback = group.find(({ locale }) => locale === defaultLocale) ?? group[0]!;
  const alternates = group.length > 1 ? group.map(({ locale, path }) => alternate(locale, path)) : [];
  return element(
    'url',
    {},
    element('loc', {}, xmlText(absolute(publicUrl, one.path))),
    ...(one.updatedAt ? [element('lastmod', {}, one.updatedAt.toISOString())] : []),
    ...alternates,
    ...(alternates.length > 0 ? [alternate('x-default', fallback.path)] : []),
  );
}
