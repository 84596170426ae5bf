import type { ImportReport, Outcome } from './report.ts';

/** `waiting` to be looked through, `checked` and waiting for somebody to decide, being taken in, done. */
export type UploadState = 'waiting' | 'checked' | 'importing' | 'done' | 'failed';

/** Why an archive was refused: a code of `errors`, and one of `errors.fields` where there is one. */
export interface UploadFailure {
  code: string;
  field: string | null;
}

/** A report cut to what is kept of it, with what it held in all. */
export interface KeptReport {
  report: ImportReport;
  counts: Record<Outcome | 'links' | 'images' | 'problems', number>;
}

/** An archive that an admin brought. */
export interface Upload {
  id: number;
  name: string;
  /** Bytes. */
  size: number;
  /** In the file store, while it is needed. */
  hash: string | null;
  base: string;
  state: UploadState;
  report: KeptReport | UploadFailure | null;
  createdById: number | null;
  createdAt: Date;
  updatedAt: Date;
}

/** Lines of each list of a report that are kept. */
export const keptLines = 2_000;
