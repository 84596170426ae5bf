import type { LastAction } from '#src/domain/tickets/ownTickets.ts';
import { translatorOf, type Locale } from '#src/i18n/index.ts';

/** The last thing that happened to a ticket, as a sentence for those who take part in it. */
export function lastText({ kind, by, name, state }: LastAction, locale: Locale): string {
  const t = translatorOf(locale);
  const text = (key: string) => t(`tickets.last.${key}`, { name: name ?? t('tickets.support') });
  if (kind === 'replied') return text('replied');
  if (kind === 'requester_replied') return text(by === 'participant' ? 'wrote' : 'youWrote');
  if (kind === 'resolved') return text(by === 'me' ? 'youResolved' : 'resolved');
  if (kind === 'reopened') return text(by === 'me' ? 'youReopened' : 'reopened');
  if (kind === 'state_changed') return t(`tickets.last.state.${state}`);
  return text(kind);
}
