import type { Context } from '#src/context.ts';
import { fileKind } from '#src/domain/files/upload.ts';
import { fileSize } from '#src/i18n/fileSize.ts';
import { isLocale, locales, type Locale } from '#src/i18n/index.ts';
import { paths } from '#src/paths.ts';
import type { Article } from './article.ts';
import { listArticlesByFile } from './article.store.ts';
import { isPicture, type Asset } from './asset.ts';
import { findAsset, findAssetByPath } from './asset.store.ts';
import { bestTarget, decodeAddress, isPath, linkTargets, pathIn } from './linkTargets.ts';
import { anchorFor } from './markdown/headings.ts';
import { renderMarkdown } from './markdown/render.ts';

/** Grows when the renderer makes something else of the same source: stored articles are then rendered again at start. */
export const renderVersion = 5;

export type RenderedColumns = Pick<Article, 'html' | 'headings' | 'sections' | 'renderVersion'>;
export type Rendered = RenderedColumns & {
  /** The first paragraph, for an article without a summary of its own. */
  summary: string;
  problems: Awaited<ReturnType<typeof renderMarkdown>>['problems'];
};

type Target = Pick<Article, 'filePath' | 'locale' | 'slug'>;
type Found = Pick<Asset, 'hash' | 'name' | 'mediaType' | 'size' | 'width' | 'height'>;
/** A file is there, but of a kind or size that is not served. */
export type Refused = 'refused';

/** What paths below CONTENT_DIR lead to: the database knows, and a pull knows what is about to be there. */
export interface Lookup {
  articles(filePaths: string[]): Promise<Target[]>;
  asset(path: string): Promise<Found | Refused | null>;
}

/** What saving and preview make of a source, the same both times. Links to files and images become portal addresses. */
export async function renderArticle(
  ctx: Context,
  article: Pick<Article, 'source' | 'title' | 'locale' | 'filePath'>,
  { lookup = lookupIn(ctx), firstLine = 1 }: { lookup?: Lookup; firstLine?: number } = {},
): Promise<Rendered> {
  const { filePath } = article;
  const locale = isLocale(article.locale) ? article.locale : ctx.config.defaultLocale;
  const place = { lookup, filePath, locale };
  const page = await renderMarkdown(article.source, {
    title: article.title,
    locale,
    isMdx: /\.mdx$/i.test(filePath ?? ''),
    firstLine,
    resolveLink: (href) => resolveLink(ctx, place, href),
    resolveImage: (src) => resolveImage(ctx, place, src),
  });
  const sections = page.sections.map((section) => ({ ...section, anchor: section.anchor || null }));
  const { html, headings, summary, problems } = page;
  return { html, headings, sections, summary, problems, renderVersion };
}

const lookupIn = (ctx: Context): Lookup => ({
  articles: (filePaths) => listArticlesByFile(ctx.db.read, filePaths),
  asset: (path) => findAssetByPath(ctx.db.read, path),
});

/** Addresses of the portal itself, which no file stands behind. */
const ownAddress = new RegExp(
  `^/($|(${locales.join('|')}|desk|admin|api|assets|attachments|login|setup)(/|$|[?#]))`,
);

interface Place {
  lookup: Lookup;
  filePath: string | null;
  locale: Locale;
}

/** Where a link leads here: to an article, to a file; undefined leaves it, null breaks it. */
async function resolveLink(ctx: Context, place: Place, href: string) {
  const isOwnFile = ownFile.test(href);
  if (!isPath(href) || !(place.filePath || isOwnFile)) return undefined;
  const article = await articleAt(place, href);
  if (article) return article;
  const file = await assetAt(ctx, place, href);
  if (file === 'refused') return file;
  if (file) return linkTo(file, place.locale);
  return ownAddress.test(href) && !isOwnFile ? undefined : null;
}

/** `../billing/refunds.md#how` beside a file → the article's address; null when it leads to none. */
async function articleAt({ lookup, filePath }: Place, href: string): Promise<{ href: string } | null> {
  const wanted = filePath ? linkTargets(filePath, href) : null;
  if (!wanted) return null;
  const found = bestTarget(wanted.paths, await lookup.articles(wanted.paths));
  if (!found || !isLocale(found.locale)) return null;
  const fragment = wanted.fragment ? anchorFor(wanted.fragment) : null;
  return { href: paths.article(found.locale, found.slug, fragment) };
}

function linkTo(file: Found, locale: Locale) {
  const href = paths.asset(file.hash, file.name);
  const facts = `${fileKind(file)}, ${fileSize(file.size, locale)}`;
  return isPicture(file) ? { href } : { href, file: { name: file.name, facts } };
}

/** `./images/door.png` beside a file, or an image of ours by its address; undefined leaves it, null breaks it. */
async function resolveImage(ctx: Context, place: Place, src: string) {
  if (!isPath(src)) return undefined;
  const found = await assetAt(ctx, place, src);
  if (!found || found === 'refused' || !isPicture(found)) return null;
  const size = found.width && found.height ? { width: found.width, height: found.height } : {};
  return { src: paths.asset(found.hash, found.name), ...size };
}

/** A file of ours by its address, else the one beside the article's file. */
async function assetAt(
  ctx: Context,
  { lookup, filePath }: Place,
  address: string,
): Promise<Found | Refused | null> {
  const [, hash, name] = ownFile.exec(address) ?? [];
  const path = filePath || hash ? pathIn(filePath ?? '', address) : null;
  if (path === null) return null;
  return (hash && (await findAsset(ctx.db.read, hash, decodeAddress(name!)))) || lookup.asset(path);
}

const ownFile = /^\/assets\/([0-9a-f]{64})\/([^/?#]*)/;
