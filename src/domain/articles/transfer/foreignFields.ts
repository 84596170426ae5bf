import { posix } from 'node:path';
import { slugOf } from '../article.ts';
import { serialiseFile, type FrontMatterChange, type ParsedFile } from '../markdown/frontMatter.ts';
import { findTitle } from '../markdown/title.ts';
import type { HtmlPage } from './htmlPage.ts';

const oldAddresses = ['redirect_from', 'redirectFrom', 'redirects', 'aliases', 'permalink', 'url', 'old_url'];

/**
 * What the front matter of other tools (Jekyll, Hugo, Docusaurus, Hexo) says in other words than Portico's: old addresses,
 * unpublished, the first of several categories, a title that only the menu has.
 */
export function ownFrontMatter(
  { data, other, body }: ParsedFile,
  isIdTaken: (id: string) => boolean,
): { change: FrontMatterChange; addresses: string[] } {
  const addresses = [...oldAddresses.flatMap((key) => texts(other[key])), ...(data.slug ? [data.slug] : [])];
  const old = addresses.filter((one) => one !== data.slug).map(lastPart);
  const redirects = [...new Set([...(data.redirectFrom ?? []), ...old])].filter(Boolean);
  const [category] = texts(other.categories);
  const menu = texts(other.sidebar_label ?? other.nav_title ?? other.linkTitle)[0];
  return {
    change: {
      ...(data.id && isIdTaken(data.id) ? { id: null } : {}),
      ...(redirects.length > (data.redirectFrom ?? []).length
        ? { redirectFrom: redirects.slice(0, 100) }
        : {}),
      ...(category && !data.category ? { category } : {}),
      ...(other.published === false && data.draft === undefined ? { draft: true } : {}),
      ...(menu && !data.title && !findTitle(body) ? { title: menu } : {}),
    },
    addresses,
  };
}

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );

/** `/hc/en-us/articles/360-Lost-keys.html?x` → `360-lost-keys`. */
export function lastPart(address: string): string {
  const path = address.split(/[?#]/)[0]!.replace(/\/(index\.x?html?)?$/i, '');
  const last = posix.basename(path).replace(/\.x?html?$/i, '');
  const slug = slugOf(last);
  return last && slug !== 'article' ? slug : '';
}

export const categoryText = (title: string) => serialiseFile(null, { title }, '');

/** The file that a page of HTML becomes, and the addresses it had. */
export function pageText(from: string, page: HtmlPage, to: string): { text: string; addresses: string[] } {
  const own = posix.basename(to, '.md');
  const addresses = [from, ...(page.address ? [page.address] : [])];
  const redirectFrom = [...new Set(addresses.map(lastPart))].filter(
    (slug) => slug && slug !== own && slug !== 'index',
  );
  const tags = [...new Set([...page.tags, ...page.crumbs.slice(1)])].map((tag) => tag.slice(0, 40));
  const change: FrontMatterChange = {
    ...(page.title ? { title: page.title } : {}),
    ...(page.summary ? { summary: page.summary } : {}),
    ...(tags.length > 0 ? { tags: tags.slice(0, 20) } : {}),
    ...(redirectFrom.length > 0 ? { redirectFrom } : {}),
  };
  return { text: serialiseFile(null, change, page.body), addresses };
}
