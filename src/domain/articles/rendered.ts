import { posix } from 'node:path';
import type { Context } from '#src/context.ts';
import { isLocale } from '#src/i18n/index.ts';
import { paths } from '#src/paths.ts';
import type { Article } from './article.ts';
import { findArticleByFile } from './article.store.ts';
import { findAsset, findAssetByPath } from './asset.store.ts';
import { renderMarkdown } from './markdown/render.ts';

/** Grows when the renderer makes other HTML of the same source: stored articles are then rendered again at start. */
export const renderVersion = 1;

export type Rendered = Pick<Article, 'html' | 'headings' | 'sections' | 'renderVersion'> & {
  /** The first paragraph, for an article without a summary of its own. */
  summary: string;
  problems: Awaited<ReturnType<typeof renderMarkdown>>['problems'];
};

/** What saving and preview make of a source, the same both times. Links to files and images become portal addresses. */
export async function renderArticle(
  ctx: Context,
  article: Pick<Article, 'source' | 'title' | 'locale' | 'filePath'>,
): Promise<Rendered> {
  const page = await renderMarkdown(article.source, {
    title: article.title,
    locale: isLocale(article.locale) ? article.locale : ctx.config.defaultLocale,
    resolveLink: (href) => resolveLink(ctx, article.filePath, href),
    resolveImage: (src) => resolveImage(ctx, article.filePath, src),
  });
  const sections = page.sections.map((section) => ({ ...section, anchor: section.anchor || null }));
  const { html, headings, summary, problems } = page;
  return { html, headings, sections, summary, problems, renderVersion };
}

/** `../billing/refunds.md#how` beside a file → the article's address; undefined leaves the link as it is. */
async function resolveLink(
  ctx: Context,
  filePath: string | null,
  href: string,
): Promise<string | null | undefined> {
  const [path = '', fragment] = href.split('#');
  if (!filePath || !/^[^:]+\.(md|markdown|mdx)$/i.test(path)) return undefined;
  const target = await findArticleByFile(ctx.db.read, besides(filePath, path));
  if (!target || !isLocale(target.locale)) return null;
  return paths.article(target.locale, target.slug, fragment ? decode(fragment) : null);
}

/** `./images/door.png` beside a file, or an image of ours by its address; undefined leaves it. */
async function resolveImage(ctx: Context, filePath: string | null, src: string) {
  const hash = /^\/assets\/([0-9a-f]{64})\//.exec(src)?.[1];
  if (!hash && /^([a-z][\w+.-]*:|\/\/)/i.test(src)) return undefined;
  const asset = hash
    ? await findAsset(ctx.db.read, hash)
    : filePath && (await findAssetByPath(ctx.db.read, besides(filePath, src)));
  if (!asset) return null;
  const size = asset.width && asset.height ? { width: asset.width, height: asset.height } : {};
  return { src: paths.asset(asset.hash, asset.name), ...size };
}

/** A path as written in a file, from the root of the content folder. */
function besides(filePath: string, written: string): string {
  const path = decode(written.split(/[?#]/)[0]!);
  return path.startsWith('/') ? path.slice(1) : posix.normalize(posix.join(posix.dirname(filePath), path));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
