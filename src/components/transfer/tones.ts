import type { Outcome } from '#src/domain/articles/transfer/report.ts';
import type { UploadState } from '#src/domain/articles/transfer/upload.ts';

type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

export const uploadTones: Record<UploadState, Tone> = {
  waiting: 'info',
  checked: 'warning',
  importing: 'info',
  done: 'success',
  failed: 'danger',
};

export const outcomeTones: Record<Outcome, Tone> = {
  new: 'success',
  changed: 'info',
  same: 'neutral',
  kept: 'warning',
  refused: 'danger',
};
