import { z } from 'zod';
import { idInput } from '#src/domain/text.ts';
import { isTimeZone } from '#src/i18n/intl.ts';

export const scheduleActions = ['publish', 'unpublish'] as const;
export type ScheduleAction = (typeof scheduleActions)[number];

/** What is to happen to an article at a moment, or did not happen. */
export interface Schedule {
  id: number;
  articleId: number;
  action: ScheduleAction;
  at: Date;
  /** The time zone in which the moment was chosen. */
  zone: string;
  state: 'waiting' | 'done' | 'failed' | 'cancelled';
  /** The code of the error that stopped it. */
  error: string | null;
  byId: number | null;
  createdAt: Date;
  endedAt: Date | null;
  endedById: number | null;
}

export const scheduleFields = z.object({
  articleId: idInput,
  action: z.enum(scheduleActions, { error: 'bad_choice' }),
  /** What clocks of the zone show: `2026-10-25T09:00`. */
  at: z.string().max(20),
  zone: z.string().max(60).refine(isTimeZone, { error: 'bad_choice' }),
});
