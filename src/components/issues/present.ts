import type { IssueState } from '#src/domain/issues/issue.ts';

/** The colour of each state; the word beside it says the same. */
export const tones = {
  investigating: 'warning',
  workaround: 'info',
  solved: 'success',
} as const satisfies Record<IssueState, string>;
