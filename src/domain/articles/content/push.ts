import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemActor, type Context } from '#src/context.ts';
import { listPeople } from '#src/domain/accounts/people.ts';
import { findArticle } from '../article.store.ts';
import { asAuthored, slugOf, type Article } from '../article.ts';
import { requireAuthor } from '../author.ts';
import { findCategory } from '../category.store.ts';
import { decodeText, encodeText } from '../markdown/decode.ts';
import { parseFile, serialiseFile, type FrontMatterChange } from '../markdown/frontMatter.ts';
import { findTitle, titleFromPath } from '../markdown/title.ts';
import { listRedirects } from '../slug.store.ts';
import { listSynced, noteAgreed, setSync } from './content.store.ts';
import { hashOf } from './draft.ts';
import { reasonOf } from './folder.ts';
import { writeAssets } from './assetFiles.ts';
import { categoryKeyOf, newPath, placeOf } from './place.ts';
import { fileProblem, type FileProblem } from './report.ts';
import { isToWrite } from './sync.ts';
import { writeBelow } from './writeBelow.ts';

export type PushResult =
  /** `same`: the file already says so. `none`: no such article, or a draft that never was out. */
  | { outcome: 'written' | 'same' | 'none'; path: string | null }
  /** The file changed since both sides agreed: it stays as it is. */
  | { outcome: 'conflict'; path: string }
  | { outcome: 'failed'; path: string; problem: FileProblem };

/**
 * Write an article's file as the portal has it (temporary file, fsync, rename), keeping what else the file holds.
 * Running it twice does nothing more. A file that somebody changed meanwhile is left alone, and the conflict remembered.
 */
export async function pushArticle(ctx: Context, id: number): Promise<PushResult> {
  requireAuthor(ctx);
  const article = await findArticle(ctx.db.read, id);
  if (!article || (!article.filePath && article.state !== 'published')) return { outcome: 'none', path: null };
  const path = await fileOf(ctx, article);
  try {
    return await writeArticle(ctx, article, path);
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).syscall) throw error;
    const values = { reason: reasonOf(error) };
    const problem = fileProblem(path, 'notWritten', { locale: ctx.config.defaultLocale, values });
    return { outcome: 'failed', path, problem };
  }
}

/** Write everything that is newer in the portal, `onEach` after each. */
export async function pushContent(ctx: Context, onEach?: (result: PushResult) => void): Promise<PushResult[]> {
  requireAuthor(ctx);
  const results: PushResult[] = [];
  for (const article of await listSynced(ctx.db.read)) {
    if (!isToWrite(article)) continue;
    const result = await pushArticle(ctx, article.id);
    results.push(result);
    onEach?.(result);
  }
  return results;
}

async function writeArticle(ctx: Context, article: Article, path: string): Promise<PushResult> {
  const full = join(ctx.config.contentDir, path);
  const onDisk = await readFile(full).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const bytes = await bytesOf(ctx, article, path, onDisk);
  const hash = hashOf(bytes);
  const there = onDisk && hashOf(onDisk);
  const isSame = there === hash;
  if (there && !isSame && there !== article.fileHash) {
    await ctx.db.write((tx) => setSync(tx, article.id, { filePath: path, fileConflict: there }));
    return { outcome: 'conflict', path };
  }
  await writeAssets(ctx, article.source);
  if (!isSame) await writeBelow(ctx.config.contentDir, path, bytes);
  await ctx.db.write((tx) => noteAgreed(tx, article.id, { path, hash, revision: article.revision }));
  return { outcome: isSame ? 'same' : 'written', path };
}

/** The file as it should be: what the portal knows, and everything else as it was. */
async function bytesOf(ctx: Context, article: Article, path: string, onDisk: Buffer | null): Promise<Buffer> {
  const before = onDisk && decodeText(onDisk);
  const text = serialiseFile(
    before?.text ?? null,
    await frontMatterOf(ctx, article, path, before?.text ?? ''),
    article.source,
    article.extra,
  );
  return encodeText(text, before ?? {});
}

/** Only what the path, the text or a default doesn't say already, unless the file said it before. */
async function frontMatterOf(
  ctx: Context,
  article: Article,
  path: string,
  before: string,
): Promise<FrontMatterChange> {
  const { data, other } = parseFile(before);
  const place = placeOf(path, ctx.config.defaultLocale);
  const category = await findCategory(ctx.db.read, article.categoryId);
  const title = findTitle(article.source) ?? titleFromPath(path);
  const { audience } = asAuthored(article);
  const said = <T>(value: T, isSaid: boolean, written: T | undefined) =>
    isSaid && written === undefined ? undefined : value;
  return {
    id: said(article.key, article.key === place.key, data.id),
    title: said(article.title, article.title === title, data.title),
    summary: said(article.summary, article.summary === (other.description ?? ''), data.summary) || null,
    kind: said(article.kind, article.kind === 'article', data.kind),
    tags: listOrNull(article.tags),
    audience: said(audience, audience === 'public', data.audience),
    related: listOrNull(article.related),
    redirectFrom: listOrNull(await listRedirects(ctx.db.read, article.id)),
    owner: await ownerOf(ctx, article, data.owner),
    reviewBy: article.reviewBy?.toISOString().slice(0, 10) ?? null,
    slug: said(article.slug, [...place.slugs, slugOf(title)].includes(article.slug), data.slug),
    category: said(category!.key, category!.key === categoryKeyOf(place.folder), data.category),
    draft: article.state === 'draft' ? true : null,
    archived: article.state === 'archived' ? true : null,
  };
}

/** Only an owner somebody chose: whoever wrote an article owns it anyway. */
async function ownerOf(ctx: Context, article: Article, written: string | undefined) {
  if (article.ownerId === null || (article.ownerId === article.createdById && written === undefined)) return undefined;
  const people = await listPeople({ ...ctx, actor: systemActor });
  return people.find(({ id }) => id === article.ownerId)?.email;
}

const listOrNull = (list: string[]) => (list.length > 0 ? list : null);

/** An article's file; without one `<locale>/<category>/<slug>.md`, with a number when another file is there. */
export async function fileOf(ctx: Context, article: Article): Promise<string> {
  if (article.filePath) return article.filePath;
  const category = await findCategory(ctx.db.read, article.categoryId);
  for (let n = 1; ; n += 1) {
    const slug = n === 1 ? article.slug : `${article.slug}-${n}`;
    const path = newPath(article.locale, category!.slug, slug);
    const isThere = await access(join(ctx.config.contentDir, path)).then(
      () => true,
      () => false,
    );
    if (!isThere) return path;
  }
}
