import type { Context } from '#src/context.ts';
import { isLocale, locales } from '#src/i18n/index.ts';
import { paths } from '#src/paths.ts';
import type { Article } from './article.ts';
import { listArticlesByFile } from './article.store.ts';
import type { Asset } from './asset.ts';
import { findAsset, findAssetByPath } from './asset.store.ts';
import { bestTarget, isPath, linkTargets, pathIn } from './linkTargets.ts';
import { anchorFor } from './markdown/headings.ts';
import { renderMarkdown } from './markdown/render.ts';

/** Grows when the renderer makes something else of the same source: stored articles are then rendered again at start. */
export const renderVersion = 4;

export type RenderedColumns = Pick<Article, 'html' | 'headings' | 'sections' | 'renderVersion'>;
export type Rendered = RenderedColumns & {
  /** The first paragraph, for an article without a summary of its own. */
  summary: string;
  problems: Awaited<ReturnType<typeof renderMarkdown>>['problems'];
};

type Target = Pick<Article, 'filePath' | 'locale' | 'slug'>;
type Picture = Pick<Asset, 'hash' | 'name' | 'width' | 'height'>;

/** What paths below CONTENT_DIR lead to: the database knows, and a pull knows what is about to be there. */
export interface Lookup {
  articles(filePaths: string[]): Promise<Target[]>;
  image(path: string): Promise<Picture | null>;
}

/** What saving and preview make of a source, the same both times. Links to files and images become portal addresses. */
export async function renderArticle(
  ctx: Context,
  article: Pick<Article, 'source' | 'title' | 'locale' | 'filePath'>,
  { lookup = lookupIn(ctx), firstLine = 1 }: { lookup?: Lookup; firstLine?: number } = {},
): Promise<Rendered> {
  const { filePath } = article;
  const page = await renderMarkdown(article.source, {
    title: article.title,
    locale: isLocale(article.locale) ? article.locale : ctx.config.defaultLocale,
    isMdx: /\.mdx$/i.test(filePath ?? ''),
    firstLine,
    resolveLink: (href) => resolveLink(lookup, filePath, href),
    resolveImage: (src) => resolveImage(ctx, lookup, filePath, src),
  });
  const sections = page.sections.map((section) => ({ ...section, anchor: section.anchor || null }));
  const { html, headings, summary, problems } = page;
  return { html, headings, sections, summary, problems, renderVersion };
}

const lookupIn = (ctx: Context): Lookup => ({
  articles: (filePaths) => listArticlesByFile(ctx.db.read, filePaths),
  image: (path) => findAssetByPath(ctx.db.read, path),
});

/** Addresses of the portal itself, which no file stands behind. */
const ownAddress = new RegExp(
  `^/($|(${locales.join('|')}|desk|admin|api|assets|attachments|login|setup)(/|$|[?#]))`,
);

/** `../billing/refunds.md#how` beside a file → the article's address; undefined leaves the link, null breaks it. */
async function resolveLink(
  lookup: Lookup,
  filePath: string | null,
  href: string,
): Promise<string | null | undefined> {
  if (!filePath || !isPath(href)) return undefined;
  const wanted = linkTargets(filePath, href);
  if (!wanted) return null;
  const found = bestTarget(wanted.paths, await lookup.articles(wanted.paths));
  if (found && isLocale(found.locale))
    return paths.article(found.locale, found.slug, wanted.fragment ? anchorFor(wanted.fragment) : null);
  return ownAddress.test(href) ? undefined : null;
}

/** `./images/door.png` beside a file, or an image of ours by its address; undefined leaves it, null breaks it. */
async function resolveImage(ctx: Context, lookup: Lookup, filePath: string | null, src: string) {
  const hash = /^\/assets\/([0-9a-f]{64})\//.exec(src)?.[1];
  const path = (filePath || hash) && isPath(src) ? pathIn(filePath ?? '', src) : null;
  if (path === null) return isPath(src) ? null : undefined;
  const found = (hash && (await findAsset(ctx.db.read, hash))) || (await lookup.image(path));
  if (!found) return null;
  const size = found.width && found.height ? { width: found.width, height: found.height } : {};
  return { src: paths.asset(found.hash, found.name), ...size };
}
