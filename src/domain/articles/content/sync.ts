import type { Article } from '../article.ts';

/** What the portal remembers of an article that has a file. */
export type Synced = Pick<
  Article,
  | 'id'
  | 'key'
  | 'locale'
  | 'slug'
  | 'title'
  | 'state'
  | 'revision'
  | 'filePath'
  | 'fileHash'
  | 'fileRevision'
  | 'fileConflict'
>;

/** Which side changed since both last agreed. */
export type Difference = 'none' | 'file' | 'portal' | 'both' | 'gone';

/** Whether the portal has something that its file doesn't say yet; a draft that never was out has no file. */
export const isToWrite = ({ revision, fileRevision, filePath, state }: Synced): boolean =>
  revision > (fileRevision ?? 0) && (filePath !== null || state === 'published');

/**
 * Changed on one side → that side wins; on both → nobody does. A file that is gone takes its article off the site,
 * unless the portal has a newer text: then the file is written again.
 */
export function differenceOf(article: Synced, hash: string | null): Difference {
  const isPortalNewer = article.revision > (article.fileRevision ?? 0);
  if (hash === null) {
    if (isPortalNewer) return article.state === 'published' || article.fileHash ? 'portal' : 'none';
    return article.fileHash === null ? 'none' : 'gone';
  }
  if (hash === article.fileHash) return isPortalNewer ? 'portal' : 'none';
  return isPortalNewer ? 'both' : 'file';
}
