import { fullTime } from '#src/components/ui/format.ts';
import type { TicketEvent } from '#src/domain/tickets/event.store.ts';
import type { Names } from '#src/domain/tickets/ticketView.ts';
import { translatorOf, type Locale } from '#src/i18n/index.ts';

/** What happened, as the rest of a sentence that begins with who did it. */
export function eventText(
  event: Pick<TicketEvent, 'kind' | 'actorKind' | 'data'>,
  names: Names,
  locale: Locale,
): string {
  const t = translatorOf(locale);
  const { kind, data } = event;
  const name = (id: unknown) => names.agents.get(Number(id)) ?? t('tickets.support');
  const text = (key: string, values: Record<string, string> = {}) => t(`desk.events.${key}`, values);
  const plain = (key: string) => String(data[key] ?? '');
  switch (kind) {
    case 'filed':
      return text(event.actorKind === 'agent' ? 'filed_for' : 'filed');
    case 'state_changed':
      return text(kind, {
        from: t(`tickets.state.${plain('from')}`),
        to: t(`tickets.state.${plain('to')}`),
      });
    case 'assigned':
      return data.to === null
        ? text('unassigned', { from: name(data.from) })
        : text(kind, { to: name(data.to) });
    case 'handed_over':
      return data.to === null
        ? text('handed_over_tier', { tier: plain('tier') })
        : text(kind, { to: name(data.to) });
    case 'prioritised':
      return text(kind, {
        from: t(`tickets.priority.${plain('from')}`),
        to: t(`tickets.priority.${plain('to')}`),
      });
    case 'tier_changed':
      return text(data.isEscalation ? 'tier_escalated' : kind, { from: plain('from'), to: plain('to') });
    case 'snoozed':
      return text(kind, { until: fullTime(new Date(plain('until')), locale) });
    case 'article_linked':
      return text(kind, { title: plain('title'), relation: t(`desk.relations.${plain('relation')}`) });
    case 'bounced':
    case 'delayed':
    case 'complained':
      return text(kind, { email: plain('email'), status: plain('status') || '?' });
    case 'merged':
    case 'parted':
    case 'took_in':
    case 'gave_back':
    case 'split':
      return text(kind, { number: plain('into') || plain('ticket') || plain('from') });
    case 'side_asked':
    case 'side_answered': {
      const expert = names.experts.get(Number(data.thread));
      return expert ? text(kind, { name: expert }) : text(`${kind}_unknown`);
    }
    case 'person_added':
    case 'person_removed': {
      const person = names.people.get(Number(data.requester));
      return person ? text(kind, { name: person }) : text(`${kind}_unknown`);
    }
    case 'mentioned':
      return text(kind, { name: name(data.agent) });
    default:
      return text(kind, { tag: plain('tag'), title: plain('title'), before: plain('before') });
  }
}
