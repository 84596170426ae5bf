import type { Element, Root } from 'hast';
import { select, selectAll } from 'hast-util-select';
import { toString } from 'hast-util-to-string';
import rehypeParse from 'rehype-parse';
import { unified } from 'unified';
import { isLocale, type Locale } from '#src/i18n/index.ts';
import { timeFor, withinBounds } from '../markdown/bounds.ts';
import { elements, isElement, lineOf, rewrite } from '../markdown/hast.ts';
import { htmlToMarkdown } from './htmlToMarkdown.ts';

/** A page of another help centre, without what stands around the article. */
export interface HtmlPage {
  title: string;
  summary: string;
  tags: string[];
  locale: Locale | null;
  /** Where the page was, if it says so. */
  address: string | null;
  /** Where it stood, the widest first, without the site and the article itself. */
  crumbs: string[];
  body: string;
  /** What could not come along, by line of the page. */
  lost: { line: number; code: 'embedded' | 'elementLost'; values: Record<string, string> }[];
}

/** Where the tools keep the article: Zendesk and Freshdesk, Help Scout, Intercom, then what any page has. */
const contents = [
  '.article-body',
  '#article-body',
  '#fullArticle',
  '.article__body',
  '.article_body',
  '[itemprop=articleBody]',
  'main article',
  'article',
  '[role=main]',
  'main',
  '#content',
  '.content',
  'body',
];
const titles = [
  '.article-title',
  'h1.title',
  '.article h1',
  'article h1',
  'main h1',
  'h1',
  '.article__title',
  'h2.heading',
];
/** Within the article, but none of it. */
const around =
  'script, style, noscript, template, nav, form, footer, .article-votes, .article-vote, .article-meta, .article-author, ' +
  '.article-share, .share, .related-articles, .article-relatives, .recent-articles, .breadcrumb, .breadcrumbs, .toc, ' +
  '.table-of-contents, .article-subscribe, .comments, .comment-list, .pagination, .feedback, [aria-hidden=true]';
const crumbPlaces =
  '.breadcrumbs li, .breadcrumb li, nav[aria-label*=readcrumb] li, .breadcrumb a, .breadcrumbs a';

/** @returns null for a page that can't be read in time; 'list' for one that only lists others. */
export function readHtmlPage(html: string): HtmlPage | 'list' | null {
  return withinBounds(timeFor(html) * 2, () => read(html));
}

function read(html: string): HtmlPage | 'list' {
  const tree = unified().use(rehypeParse).parse(html) as Root;
  const content = contents.map((place) => select(place, tree)).find((found) => found && hasWords(found));
  if (!content) return 'list';
  const isArticle = select(contents.slice(0, 6).join(', '), tree) !== undefined;
  const body: Root = { type: 'root', children: structuredClone(content).children };
  const title = titleOf(tree);
  const noise = new Set(selectAll(around, body));
  rewrite(body, (node) => (noise.has(node) || isTitle(node, title) ? [] : [node]));
  if (!isArticle && isList(body)) return 'list';
  const files = selectAll('.attachments a, .article-attachments a', tree);
  if (files.length > 0 && !select('.attachments, .article-attachments', body))
    body.children.push(...files.map(line));
  const lost = lostIn(body);
  return {
    title,
    summary: contentOf(tree, 'description').slice(0, 400),
    tags: listOf(contentOf(tree, 'keywords')),
    locale: localeIn(tree),
    address: String(select('link[rel=canonical]', tree)?.properties.href ?? '') || null,
    crumbs: crumbsOf(tree, title),
    body: htmlToMarkdown(body),
    lost,
  };
}

const hasWords = (node: Element) => toString(node).trim().length > 0 || select('img', node) !== undefined;
const line = (link: Element): Element => ({
  type: 'element',
  tagName: 'p',
  properties: {},
  children: [link],
});
const words = (node: Element | undefined) => (node ? toString(node).replace(/\s+/g, ' ').trim() : '');

function titleOf(tree: Root): string {
  const heading = titles.map((place) => words(select(place, tree))).find(Boolean);
  const head =
    contentOf(tree, 'og:title') || words(select('title', tree)).replace(/\s+[|–—-]\s+[^|–—-]*$/, '');
  return (heading || head).slice(0, 200);
}

const isTitle = (node: Element, title: string) => isElement(node, 'h1') && words(node) === title;

function contentOf(tree: Root, name: string): string {
  const found = select(`meta[name="${name}"], meta[property="${name}"], meta[property="og:${name}"]`, tree);
  return String(found?.properties.content ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}

const listOf = (text: string) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
    .slice(0, 20);

function localeIn(tree: Root): Locale | null {
  const lang = String(select('html', tree)?.properties.lang ?? '')
    .slice(0, 2)
    .toLowerCase();
  return isLocale(lang) ? lang : null;
}

/** Crumbs that say only that one is in a help centre. */
const anySite =
  /^(home|start|solutions|solution home|help ?cent(er|re)|knowledge ?base|support|articles|docs|all (collections|categories|topics|articles))$/i;

/** Without the site, which comes first, and the article, which often comes last. */
function crumbsOf(tree: Root, title: string): string[] {
  const texts = selectAll(crumbPlaces, tree).map((node) => words(node).replace(/^[›»/>\s]+|[›»/>\s]+$/g, ''));
  const all = [...new Set(texts)].filter(Boolean);
  const telling = all.filter((one) => !anySite.test(one));
  const below = telling.length < all.length ? telling : telling.slice(1);
  const last = below.at(-1) ?? '';
  const isSame = last === title || (last.length > 10 && title.startsWith(last.replace(/(…|\.\.\.)$/, '')));
  return (isSame ? below.slice(0, -1) : below).map((one) => one.slice(0, 80));
}

/** Mostly links: the page of a category, a search or a site. */
function isList(body: Root): boolean {
  const all = toString(body).replace(/\s+/g, '').length;
  const links = selectAll('a', body);
  const linked = links.reduce((sum, link) => sum + toString(link).replace(/\s+/g, '').length, 0);
  return all === 0 || (links.length > 2 && linked > all * 0.7);
}

const losing = 'svg math canvas select textarea input button map applet'.split(' ');
const embedding = ['iframe', 'video', 'audio', 'object', 'embed'];

function lostIn(body: Root): HtmlPage['lost'] {
  return elements(body).flatMap((node): HtmlPage['lost'] => {
    const element = node.tagName;
    const address = String(node.properties.src ?? node.properties.data ?? '');
    if (embedding.includes(element))
      return [{ line: lineOf(node), code: 'embedded', values: { element, address } }];
    return losing.includes(element)
      ? [{ line: lineOf(node), code: 'elementLost', values: { name: `<${element}>` } }]
      : [];
  });
}
