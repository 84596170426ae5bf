import type { IncomingMail, Report } from './incoming/incoming.ts';
import { countBounces, findSentOf, markBounced, stopMail, type SentOf } from './report.store.ts';
import type { Arrival, Settled } from './arrival.ts';
import type { Thread } from './thread.ts';
import { recordMailReport } from '#src/domain/tickets/receive.ts';

/** So many messages refused for good within 30 days, and the address gets no more. */
const bouncesUntilStop = 3;
const bounceWindowMs = 30 * 86_400_000;

/**
 * A report about mail that was sent: it hangs on that mail and shows on its ticket. Only the Message-ID tells which mail,
 * since nobody but its recipient can know it; a report that names none is held in sight and stops nothing.
 */
export async function takeReport(arrival: Arrival, thread: Thread | null): Promise<Settled> {
  const { tx, mail } = arrival;
  const report = mail.report!;
  const sent = await findSentOf(tx, report.messageIds);
  const { recipient, status, text } = report;
  const kept = { report: { recipient, status, text } };
  const reason = mail.kind === 'complaint' ? 'complaint' : 'bounce';
  if (!sent) return { state: 'held', reason, ticketId: thread?.ticketId ?? null, ...kept };
  await act(arrival, sent, report);
  return { state: 'report', reason: mail.kind, ticketId: sent.ticketId, sentMailId: sent.id, ...kept };
}

async function act({ tx, ctx, mail }: Arrival, sent: SentOf, report: Report): Promise<void> {
  if (mail.kind === 'complaint') await stopMail(tx, { email: sent.toEmail, why: 'complaint', at: ctx.now });
  if (mail.kind === 'bounce' && sent.bouncedAt === null) await bounced({ tx, ctx }, sent, report);
  if (mail.kind === 'delivered' || sent.ticketId === null) return;
  await recordMailReport(tx, ctx, sent.ticketId, {
    kind: eventOf[mail.kind]!,
    email: sent.toEmail,
    status: report.status,
    text: report.text.slice(0, 300),
  });
}

const eventOf: Partial<Record<IncomingMail['kind'], 'bounced' | 'delayed' | 'complained'>> = {
  bounce: 'bounced',
  delay: 'delayed',
  complaint: 'complained',
};

async function bounced(
  { tx, ctx }: Pick<Arrival, 'tx' | 'ctx'>,
  sent: SentOf,
  report: Report,
): Promise<void> {
  await markBounced(tx, sent.id, { at: ctx.now, status: report.status, text: report.text });
  if (!report.status?.startsWith('5')) return;
  const since = new Date(ctx.now.getTime() - bounceWindowMs);
  if ((await countBounces(tx, sent.toEmail, since)) >= bouncesUntilStop)
    await stopMail(tx, { email: sent.toEmail, why: 'bounces', at: ctx.now });
}
