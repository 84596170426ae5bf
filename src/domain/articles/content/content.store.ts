import { asc, eq, isNotNull, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { Article } from '../article.ts';
import type { Asset } from '../asset.ts';
import type { Synced } from './sync.ts';

/** What the pull knows of all articles at once, without their texts. */
export async function listSynced(q: Query): Promise<Synced[]> {
  const { articles: a } = q.tables;
  return q
    .select({
      id: a.id,
      key: a.key,
      locale: a.locale,
      slug: a.slug,
      title: a.title,
      state: a.state,
      revision: a.revision,
      filePath: a.filePath,
      fileHash: a.fileHash,
      fileRevision: a.fileRevision,
      fileConflict: a.fileConflict,
    })
    .from(a)
    .orderBy(asc(a.id));
}

/** Every slug in use or once in use, as `locale/slug`. */
export async function listAllSlugs(q: Query): Promise<Set<string>> {
  const { articles, articleRedirects } = q.tables;
  const now = await q.select({ locale: articles.locale, slug: articles.slug }).from(articles);
  const old = await q
    .select({ locale: articleRedirects.locale, slug: articleRedirects.slug })
    .from(articleRedirects);
  return new Set([...now, ...old].map(({ locale, slug }) => `${locale}/${slug}`));
}

/** Change what is known of an article's file; the article itself stays as it is. */
export async function setSync(
  tx: Query,
  id: number,
  values: Partial<Pick<Article, 'filePath' | 'fileHash' | 'fileRevision' | 'fileConflict'>>,
): Promise<void> {
  const { articles } = tx.tables;
  await tx.update(articles).set(values).where(eq(articles.id, id));
}

/** Remember that the article, as it is at a revision, and its file say the same. */
export async function noteAgreed(
  tx: Query,
  id: number,
  { path, hash, revision }: { path: string; hash: string; revision: number },
): Promise<void> {
  await setSync(tx, id, { filePath: path, fileHash: hash, fileRevision: revision, fileConflict: null });
}

/** Images that came from the content folder. */
export async function listFolderAssets(q: Query): Promise<Asset[]> {
  const { assets } = q.tables;
  return q.select().from(assets).where(isNotNull(assets.path));
}

/** Articles that have a file, as far as rendering them again needs it: their links are relative to its path. */
export async function listLinking(
  q: Query,
): Promise<Pick<Article, 'id' | 'title' | 'locale' | 'filePath' | 'source'>[]> {
  const { articles: a } = q.tables;
  return q
    .select({ id: a.id, title: a.title, locale: a.locale, filePath: a.filePath, source: a.source })
    .from(a)
    .where(isNotNull(a.filePath));
}

/** A JSON value of the portal's own, under a name. */
export async function readNote<T>(q: Query, key: string): Promise<T | null> {
  const { settings } = q.tables;
  const [row] = await q.select().from(settings).where(eq(settings.key, key));
  return (row?.value as T | undefined) ?? null;
}

export async function writeNote(tx: Query, key: string, value: unknown): Promise<void> {
  const { settings } = tx.tables;
  await tx
    .insert(settings)
    .values({ key, value })
    .onConflictDoUpdate({ target: settings.key, set: { value: sql`excluded.value` } });
}
