import type { FileProblem, PullReport } from '../content/report.ts';

/** What becomes of one file of an import. */
export type Outcome = 'new' | 'changed' | 'same' | 'kept' | 'refused';

/** An import, before and after it is done; paths are those of the files as they came. */
export interface ImportReport {
  articles: { path: string; to: string; title: string; outcome: Outcome }[];
  /** Categories that are not there yet, as `locale/title`. */
  categories: string[];
  /** Addresses that lead elsewhere than written, so that they lead to the same: `from` as written. */
  links: { path: string; line: number; from: string; to: string }[];
  /** Images and files that articles show. */
  images: string[];
  /** What was not understood, and what stays out; every file of the import is here or above. */
  problems: FileProblem[];
  /** What the portal counted when it was taken in; null in a rehearsal. */
  done: Pick<PullReport, 'created' | 'updated' | 'moved' | 'images'> | null;
}

/** How many articles came to each end. */
export function countOutcomes({ articles }: Pick<ImportReport, 'articles'>): Record<Outcome, number> {
  const counts = { new: 0, changed: 0, same: 0, kept: 0, refused: 0 };
  for (const { outcome } of articles) counts[outcome] += 1;
  return counts;
}
