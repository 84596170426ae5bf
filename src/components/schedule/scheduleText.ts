import type { Schedule } from '#src/domain/articles/schedule/schedule.ts';
import { fullTime } from '#src/components/ui/format.ts';
import { translator, type Locale } from '#src/i18n/index.ts';

/** "Goes out 3 Oct 2026, 09:00 CEST", in the time zone in which the time was chosen. */
export function scheduleText(
  { action, state, at, zone }: Pick<Schedule, 'action' | 'state' | 'at' | 'zone'>,
  locale: Locale,
): string {
  const keys = {
    publish: { waiting: 'schedule.willPublish', failed: 'schedule.publishFailed' },
    unpublish: { waiting: 'schedule.willUnpublish', failed: 'schedule.unpublishFailed' },
  } as const;
  const key = keys[action][state === 'failed' ? 'failed' : 'waiting'];
  return translator(locale)(key, { time: fullTime(at, locale, zone) });
}
