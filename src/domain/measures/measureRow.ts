import type { Calendar } from '#src/domain/calendar/calendar.ts';
import type { Filter } from './dimension.ts';
import type { Span } from './filters.ts';
import type { MeasureName } from './measures.ts';

/** One row behind a figure; what does not apply is left out. */
export interface MeasureRow {
  at: Date;
  locale?: string;
  /** Whether it counts for the upper part of the formula. */
  counts?: boolean;
  outcome?: string;
  /** Words that were searched for or asked. */
  words?: string;
  articleId?: number;
  articleTitle?: string;
  helpful?: boolean;
  comment?: string;
  ticketId?: number;
  subject?: string;
  tier?: number;
  minutes?: number;
  requesterId?: number;
  gapId?: number;
  days?: number;
}

/** Which of the rows are wanted, the newest first. */
export interface Page {
  offset: number;
  limit: number;
}

/** The rows of one measure that a page wants. */
export interface Wanted {
  name: MeasureName;
  span: Span;
  filter: Filter;
  page: Page;
  /** Times are measured in the hours that the desk is open; null: in all. */
  calendar: Calendar | null;
}
