import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import yazl from 'yazl';
import { systemActor, type Context } from '#src/context.ts';
import { requireAdminOrSystem } from '#src/domain/accounts/guards.ts';
import { listPeople } from '#src/domain/accounts/people.ts';
import { findArticle } from '../article.store.ts';
import { asAuthored, freeName, type Article } from '../article.ts';
import { listAssets } from '../asset.store.ts';
import type { Category } from '../category.ts';
import { listCategories } from '../category.store.ts';
import { listSynced } from '../content/content.store.ts';
import { newPath } from '../content/place.ts';
import { serialiseFile, type FrontMatterChange } from '../markdown/frontMatter.ts';
import { listRedirects } from '../slug.store.ts';
import type { WorkingCopy } from '../workingCopy.ts';
import { findCopy } from '../workingCopy.store.ts';
import { exportFormat, manifestName, type Manifest } from './manifest.ts';

/** A zip of Markdown and images, made while it is read. */
export interface ContentExport {
  fileName: string;
  zip: Readable;
  counts: { articles: number; categories: number; files: number };
}

/**
 * Everything that is written: articles in all languages and states with their front matter, categories, images, and a
 * manifest with what Markdown has no place for. Taken in by an empty portal, it gives the same articles.
 * @throws DomainError `not_allowed`.
 */
export async function exportContent(ctx: Context): Promise<ContentExport> {
  requireAdminOrSystem(ctx);
  const zip = new yazl.ZipFile();
  const add = (text: string, path: string) => zip.addBuffer(Buffer.from(text), path, { mtime: ctx.now });
  const categories = await listCategories(ctx.db.read);
  for (const one of categories) add(categoryText(one), `${one.locale}/${one.slug}/_category.md`);
  const articles = await addArticles(ctx, categories, add);
  add(JSON.stringify(await manifestOf(ctx, articles, categories), null, 2), manifestName);
  const files = await addFiles(ctx, zip);
  zip.end();
  return {
    fileName: `${ctx.now.toISOString().slice(0, 10)}-articles.zip`,
    zip: zip.outputStream as Readable,
    counts: { articles: articles.size, categories: categories.length, files },
  };
}

type Add = (text: string, path: string) => void;

async function addArticles(ctx: Context, categories: Category[], add: Add): Promise<Map<string, Article>> {
  const people = new Map(
    (await listPeople({ ...ctx, actor: systemActor })).map(({ id, email }) => [id, email]),
  );
  const known = new Map(categories.map((one) => [one.id, one]));
  const all = await listSynced(ctx.db.read);
  const taken = new Set(all.flatMap(({ filePath }) => (filePath ? [filePath.toLowerCase()] : [])));
  const done = new Map<string, Article>();
  for (const { id } of all) {
    const article = await findArticle(ctx.db.read, id);
    if (!article) continue;
    const category = known.get(article.categoryId)!;
    const path = article.filePath ?? freePath(article, category, taken);
    const redirectFrom = await listRedirects(ctx.db.read, id);
    const owner = people.get(article.ownerId ?? 0);
    add(articleText(article, { category, redirectFrom, owner }), path);
    done.set(path, article);
  }
  return done;
}

function freePath({ locale, slug }: Article, category: Category, taken: Set<string>): string {
  const stem = newPath(locale, category.slug, slug).replace(/\.md$/, '');
  const stems = new Set([...taken].filter((path) => path.endsWith('.md')).map((path) => path.slice(0, -3)));
  const path = `${freeName(stem, stems)}.md`;
  taken.add(path.toLowerCase());
  return path;
}

/** All that is known, whether its path says so or not: another portal may place it elsewhere. */
function articleText(
  article: Article,
  {
    category,
    redirectFrom,
    owner,
  }: { category: Category; redirectFrom: string[]; owner: string | undefined },
): string {
  const { key, title, summary, kind, tags, audience, related, reviewBy, slug, state, source, extra } =
    asAuthored(article);
  const change: FrontMatterChange = {
    ...{ id: key, title, kind, audience, slug, category: category.key },
    ...(summary ? { summary } : {}),
    ...(tags.length > 0 ? { tags } : {}),
    ...(related.length > 0 ? { related } : {}),
    ...(redirectFrom.length > 0 ? { redirectFrom } : {}),
    ...(owner ? { owner } : {}),
    ...(reviewBy ? { reviewBy: reviewBy.toISOString().slice(0, 10) } : {}),
    ...(state === 'draft' ? { draft: true } : {}),
    ...(state === 'archived' ? { archived: true } : {}),
  };
  return serialiseFile(null, change, source, extra);
}

function categoryText({ key, title, summary, slug, position, audience }: Category): string {
  const change = { id: key, title, slug, audience, ...(summary ? { summary } : {}) };
  return serialiseFile(null, change, '', { position });
}

async function manifestOf(
  ctx: Context,
  articles: ReadonlyMap<string, Article>,
  categories: Category[],
): Promise<Manifest> {
  const facts: Manifest['articles'] = {};
  for (const [path, { id, confidence, createdAt, updatedAt, publishedAt }] of articles)
    facts[path] = {
      confidence,
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
      publishedAt: publishedAt?.toISOString() ?? null,
      copy: copyOf(await findCopy(ctx.db.read, id), categories),
    };
  return {
    format: exportFormat,
    portal: ctx.config.siteName,
    exportedAt: ctx.now.toISOString(),
    articles: facts,
  };
}

function copyOf(copy: WorkingCopy | null, categories: Category[]): Manifest['articles'][string]['copy'] {
  if (!copy) return undefined;
  const { title, summary, source, categoryId, kind, audience, tags, related, slug, reviewBy } = copy.fields;
  const category = categories.find(({ id }) => id === categoryId)?.key ?? '';
  const fields = { title, summary, source, category, kind, audience, tags, related, slug };
  return { ...fields, reviewBy: reviewBy?.toISOString() ?? null };
}

/** Images where their articles look for them: at their path, or by their address. @returns how many. */
async function addFiles(ctx: Context, zip: yazl.ZipFile): Promise<number> {
  const added = new Set<string>();
  for (const { hash, name, path } of await listAssets(ctx.db.read)) {
    const place = path ?? posix.join('assets', hash, name);
    if (added.has(place) || !(await ctx.files.has(hash))) continue;
    added.add(place);
    zip.addReadStreamLazy(place, { mtime: ctx.now }, (done) => done(null, ctx.files.read(hash)));
  }
  return added.size;
}
