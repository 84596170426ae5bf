import { useToken } from '#src/domain/limits/limits.ts';
import { emailInput } from '#src/domain/text.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { isLocale } from '#src/i18n/index.ts';
import { translatorOf } from '#src/i18n/index.ts';
import { findMailboxesAt, findMailboxRow } from './mailbox.store.ts';
import { floodLimit, type HeldReason } from './received.ts';
import { withoutToken, type Arrival, type Settled } from './arrival.ts';

/** A message that begins something: a ticket of its sender. Whatever is not a person's gets no receipt. */
export async function takeNew(arrival: Arrival): Promise<Settled> {
  const reason = await reasonToHold(arrival);
  return reason ? { state: 'held', reason } : fileMail(arrival);
}

/** File it whoever it is from; for agents who decided so, too. */
export async function fileMail(
  { tx, ctx, kept, mail }: Arrival,
  follows?: { id: number; mailboxId: number | null },
): Promise<Settled> {
  const locale = await localeOf({ tx, ctx, kept, mail });
  const subject = mail.subject || firstWords(mail.text) || translatorOf(locale)('mailIn.noSubject');
  const { number, messageId } = await fileTicket(ctx, {
    subject,
    body: mail.text,
    name: mail.from?.name ?? '',
    email: mail.from?.email ?? '',
    locale,
    channel: 'mail',
    mail: { id: kept.id, mailboxId: kept.mailboxId, files: mail.files },
    isSilent: mail.kind !== 'message',
    ...(follows && { follows }),
  });
  return { state: 'ticket', ticketId: number, messageId };
}

async function reasonToHold({ tx, ctx, mail }: Arrival): Promise<HeldReason | null> {
  if (mail.from && (await isOwnAddress({ tx, ctx }, mail.from.email))) return 'own';
  const email = emailInput.safeParse(mail.from?.email ?? '');
  if (!email.success) return 'sender';
  const isFree = await useToken(tx, ctx, { key: `mail-in:${email.data}`, ...floodLimit });
  return isFree ? null : 'flood';
}

/** Mail of ours that came back, or that somebody wrote in our name, would go in circles. */
export async function isOwnAddress(
  { tx, ctx }: Pick<Arrival, 'tx' | 'ctx'>,
  email: string,
): Promise<boolean> {
  const plain = withoutToken(email);
  return plain === ctx.config.mailFrom.address || (await findMailboxesAt(tx, [plain])).length > 0;
}

async function localeOf({ tx, ctx, kept }: Arrival) {
  const box = kept.mailboxId === null ? null : await findMailboxRow(tx, kept.mailboxId);
  return isLocale(box?.locale) ? box.locale : ctx.config.defaultLocale;
}

const firstWords = (text: string): string => text.trim().split('\n')[0]!.trim().slice(0, 80);
