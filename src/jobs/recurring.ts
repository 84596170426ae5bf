import type { Context } from '#src/context.ts';
import { tidyAccounts } from '#src/domain/accounts/tidy.ts';
import { pullContent } from '#src/domain/articles/content/pull.ts';
import { runSchedules } from '#src/domain/articles/schedule/run.ts';
import { renderAgain } from '#src/domain/articles/renderAgain.ts';
import { tidyAssets } from '#src/domain/articles/tidyAssets.ts';
import { tidyUploads } from '#src/domain/articles/transfer/uploads.ts';
import { dropPassedLimits } from '#src/domain/limits/limits.ts';
import { takeWaitingMail } from '#src/domain/mail/receive.ts';
import { tidyOutbox } from '#src/domain/mail/tidyOutbox.ts';
import { dropSpam } from '#src/domain/privacy/dropSpam.ts';
import { closeResolved } from '#src/domain/tickets/close.ts';
import { announceOverdue } from '#src/domain/tickets/overdue.ts';
import { dropStalePresence } from '#src/domain/tickets/presence.ts';
import { indexMissing } from '#src/domain/tickets/search.ts';
import { wakeTickets } from '#src/domain/tickets/snooze.ts';
import { reviseConfidence } from '#src/domain/automation/confidence.ts';
import { refreshGaps, sweepGaps } from '#src/domain/gaps/refresh.ts';
import { sendMonthlyReports } from '#src/domain/measures/monthly.ts';
import { checkSearchAtNight } from '#src/domain/measures/searchCheck.ts';
import { refreshMeasures } from '#src/domain/measures/refresh.ts';
import { dropOldWishes } from '#src/domain/wishes/changeWish.ts';
import { dropFinishedJobs } from './queue.ts';

export interface Schedule {
  name: string;
  everyMs: number;
  run: (ctx: Context) => Promise<unknown>;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Everything that happens by the clock. Every instance runs every entry: each is idempotent and cheap when idle. */
export const recurring: Schedule[] = [
  { name: 'take in what is new in the content folder', everyMs: minute, run: (ctx) => pullContent(ctx) },
  { name: 'publish and take back at the times set', everyMs: minute / 4, run: runSchedules },
  { name: 'render again what an older version rendered', everyMs: hour, run: renderAgain },
  { name: 'settle visits and add up measures', everyMs: minute / 4, run: refreshMeasures },
  { name: 'gather questions that nothing answers', everyMs: minute, run: refreshGaps },
  { name: 'confirm articles that earned it', everyMs: minute * 5, run: reviseConfidence },
  { name: 'size gaps by their last 90 days', everyMs: day, run: sweepGaps },
  { name: 'check the search on resolved tickets', everyMs: hour / 2, run: checkSearchAtNight },
  { name: 'mail last month’s figures', everyMs: hour, run: sendMonthlyReports },
  { name: 'wake snoozed tickets', everyMs: minute, run: wakeTickets },
  { name: 'say which tickets fell overdue', everyMs: 5 * minute, run: announceOverdue },
  { name: 'close tickets resolved long ago', everyMs: hour, run: closeResolved },
  { name: 'delete what has long been spam', everyMs: day / 4, run: dropSpam },
  { name: 'index tickets that search does not know', everyMs: day, run: indexMissing },
  { name: 'forget who had tickets open', everyMs: hour, run: dropStalePresence },
  { name: 'forget expired sessions and links', everyMs: hour, run: tidyAccounts },
  { name: 'take up mail that was left lying', everyMs: minute, run: takeWaitingMail },
  { name: 'forget files that no saved text names', everyMs: day, run: tidyAssets },
  { name: 'forget old archives of articles', everyMs: day, run: tidyUploads },
  { name: 'forget passed rate limits', everyMs: hour, run: dropPassedLimits },
  { name: 'forget old notices and keys in the outbox', everyMs: day, run: tidyOutbox },
  { name: 'forget those who waited too long for an answer', everyMs: day, run: dropOldWishes },
  { name: 'look at how the data is spread', everyMs: day, run: (ctx) => ctx.db.optimize() },
  { name: 'forget finished jobs', everyMs: hour, run: (ctx) => dropFinishedJobs(ctx, ago(ctx, 7 * day)) },
];

const ago = (ctx: Context, ms: number) => new Date(ctx.now.getTime() - ms);
