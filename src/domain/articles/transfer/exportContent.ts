import { posix } from 'node:path';
import { Readable } from 'node:stream';
import yazl from 'yazl';
import { systemActor, type Context } from '#src/context.ts';
import type { Locale } from '#src/i18n/index.ts';
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
import { listTemplateRows } from '../template/template.store.ts';
import { historyOf, type Known } from './exportHistory.ts';
import { historyPath, type NamesOf } from './history.ts';
import { exportFormat, manifestName, type Manifest } from './manifest.ts';

/** A zip of Markdown and files, made while it is read. */
export interface ContentExport {
  fileName: string;
  zip: Readable;
  counts: { articles: number; categories: number; files: number };
}

/**
 * Everything that is written: articles in all languages and states with their front matter, categories, images and files;
 * beside each article what became of it (history.ts), and a manifest. Taken in by an empty portal, it gives the same.
 * @throws DomainError `not_allowed`.
 */
export async function exportContent(ctx: Context): Promise<ContentExport> {
  requireAdminOrSystem(ctx);
  const zip = new yazl.ZipFile();
  const add: Add = (path, text) =>
    zip.addReadStreamLazy(path, { mtime: ctx.now }, (done) => {
      text().then(
        (words) => done(null, Readable.from([Buffer.from(words)])),
        (error: Error) => done(error, Readable.from([])),
      );
    });
  const categories = await listCategories(ctx.db.read);
  for (const one of categories)
    add(`${one.locale}/${one.slug}/_category.md`, () => Promise.resolve(categoryText(one)));
  const { names, nameOf } = await namesOf(ctx);
  const articles = await addArticles(ctx, {
    add,
    categories: new Map(categories.map((one) => [one.id, one])),
    nameOf,
  });
  const files = await addFiles(ctx, zip);
  add(manifestName, async () => json(await manifestOf(ctx, names)));
  zip.end();
  return {
    fileName: `${ctx.now.toISOString().slice(0, 10)}-articles.zip`,
    zip: zip.outputStream as Readable,
    counts: { articles, categories: categories.length, files },
  };
}

/** Each text is made when its turn comes, so that no more than one is in memory. */
type Add = (path: string, text: () => Promise<string>) => void;
const json = (value: unknown) => JSON.stringify(value, null, 2);

/** Colleagues by id, and those who were asked for so far. */
async function namesOf(ctx: Context): Promise<{ names: Set<string>; nameOf: NamesOf }> {
  const people = await listPeople({ ...ctx, actor: systemActor });
  const emails = new Map(people.map(({ id, email }) => [id, email]));
  const names = new Set<string>();
  const nameOf: NamesOf = (id) => {
    const name = emails.get(id) ?? null;
    if (name) names.add(name);
    return name;
  };
  return { names, nameOf };
}

interface Adding {
  add: Add;
  categories: ReadonlyMap<number, Category>;
  nameOf: NamesOf;
}

async function addArticles(ctx: Context, { add, categories, nameOf }: Adding): Promise<number> {
  const all = await listSynced(ctx.db.read);
  const taken = new Set(all.flatMap(({ filePath }) => (filePath ? [filePath.toLowerCase()] : [])));
  const places = new Map<number, string>();
  for (const { id, filePath } of all) {
    const article = filePath ? null : await findArticle(ctx.db.read, id);
    const path = filePath ?? (article && freePath(article, categories.get(article.categoryId)!, taken));
    if (path) places.set(id, path);
  }
  const known = { categories, nameOf, pathOf: (id: number) => places.get(id) ?? null };
  for (const [id, path] of places) {
    add(path, async () => articleText(ctx, (await findArticle(ctx.db.read, id))!, known));
    add(historyPath(path), async () =>
      json(await historyOf(ctx, (await findArticle(ctx.db.read, id))!, known)),
    );
  }
  return places.size;
}

function freePath({ locale, slug }: Article, category: Category, taken: Set<string>): string {
  const stem = newPath(locale, category.slug, slug).replace(/\.md$/, '');
  const stems = new Set([...taken].filter((path) => path.endsWith('.md')).map((path) => path.slice(0, -3)));
  const path = `${freeName(stem, stems)}.md`;
  taken.add(path.toLowerCase());
  return path;
}

/** All that is known, whether its path says so or not: another portal may place it elsewhere. */
async function articleText(ctx: Context, article: Article, { categories, nameOf }: Known): Promise<string> {
  const category = categories.get(article.categoryId)!;
  const redirectFrom = await listRedirects(ctx.db.read, article.id);
  const owner = article.ownerId === null ? null : nameOf(article.ownerId);
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

/** After everything else was written, when all who are named are known. */
async function manifestOf(ctx: Context, people: Iterable<string>): Promise<Manifest> {
  const templates = await listTemplateRows(ctx.db.read);
  return {
    format: exportFormat,
    portal: ctx.config.siteName,
    exportedAt: ctx.now.toISOString(),
    people: [...people].sort(),
    templates: templates.map(({ locale, name, kind, source }) => ({
      locale: locale as Locale,
      name,
      kind,
      source,
    })),
  };
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
