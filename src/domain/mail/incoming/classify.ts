import type { Email } from 'postal-mime';
import { headerOf, headerValues } from './headers.ts';
import type { MailKind } from './incoming.ts';
import { actionOf, reportFields, returnedHeaders } from './report.ts';
import { failedAddressAt, noticeIn, speaksOfDelay, speaksOfFailure, statusIn } from './reportText.ts';

/** What sort of message it is; see `MailKind`. Headers decide before words do. */
export function classify(email: Email, text: string): MailKind {
  if (isComplaint(email, text)) return 'complaint';
  const status = hasPart(email, /^message\/(global-)?delivery-status$/)
    ? actionOf(reportFields(email))
    : null;
  if (status) return status;
  if (isBounceInWords(email, text))
    return speaksOfDelay(text) && !/fail|permanent/i.test(text) ? 'delay' : 'bounce';
  if (isAutoReply(email)) return 'autoReply';
  return isAutomatic(email) ? 'automatic' : 'message';
}

const hasPart = ({ attachments }: Email, type: RegExp): boolean =>
  attachments.some(({ mimeType }) => type.test(mimeType));
const contentType = (email: Email): string => headerOf(email, 'content-type').toLowerCase();

/** An abuse report (RFC 5965), and the older form in which Microsoft hands back the message with a mark of its own. */
const isComplaint = (email: Email, text: string): boolean =>
  hasPart(email, /^message\/feedback-report$/) ||
  /report-type\s*=\s*"?feedback-report/.test(contentType(email)) ||
  returnedHeaders(email, '').has('x-hmxmroriginalrecipient') ||
  noticeIn(text) === 'complaint';

/** From a mail system, without a machine's part, but in its words; a message that only quotes one comes from a person. */
function isBounceInWords(email: Email, text: string): boolean {
  const subject = email.subject ?? '';
  if (headerOf(email, 'x-failed-recipients') !== '' || noticeIn(text) === 'bounce') return true;
  if (/report-type\s*=\s*"?delivery-status/.test(contentType(email))) return true;
  if (isFrom(email, daemonName)) return true;
  const words = `${subject}\n${text.slice(0, 5_000)}`;
  if (!speaksOfFailure(words) && !speaksOfDelay(subject)) return false;
  const isMachine =
    hasNullSender(email) || isFrom(email, systemName) || isNoReply(email) || isListServer(email);
  return isMachine ? isEvident(email, text) : isForwarded(subject, text);
}

/** It says whom it could not reach, or how the server refused, or brings the message back. */
function isEvident(email: Email, text: string): boolean {
  const about = { sender: null, reporter: '' };
  const hasReturned = email.attachments.some(({ mimeType }) =>
    /^(message\/rfc822|text\/rfc822-headers)$/.test(mimeType),
  );
  return (
    hasReturned ||
    statusIn(text) !== null ||
    failedAddressAt(text, about) !== null ||
    (speaksOfFailure(email.subject ?? '') && !isFrom(email, /postmaster@/i))
  );
}

/** A report that a person sent on with hardly a word of their own. */
function isForwarded(subject: string, text: string): boolean {
  if (!/^\s*(fwd?|wg|tr|i|rv|enc)\s*:/i.test(subject) || !speaksOfFailure(subject)) return false;
  const at = text.search(/^[\s>*]*(from|von|de|da)\s*:\s.*(mailer-daemon|mail delivery|postmaster)/im);
  return at >= 0 && text.slice(0, at).trim().length < 120;
}

const daemonName = /(?:^|[^a-z])mail(?:er)?[-_ ]?daemon(?:$|[^a-z])/i;
const systemName =
  /(?:^|[^a-z])(?:post_?master|mail delivery (?:sub)?system|mdaemon|post[-_ ]?office|mail administrator|bounce[sd]?|mailadmin|mail[-_ ]?system|mailer)(?:$|[^a-z])/i;

function isFrom(email: Email, name: RegExp): boolean {
  return name.test(`${headerOf(email, 'from')} ${email.from?.name ?? ''} ${email.from?.address ?? ''}`);
}

const isNoReply = ({ from }: Email): boolean =>
  /^(no|do-?not)[-_.]?reply|^noreply|[-_.]no-?reply@/i.test(from?.address ?? '');

/** The software of a mailing list itself, not somebody who writes through it. */
const isListServer = (email: Email): boolean =>
  /(^owner-|[-_](admin|owner|request|bounces?|help)@)/i.test(email.from?.address ?? '') &&
  ['x-mlserver', 'mailing-list', 'list-id', 'list-help'].some((name) => headerOf(email, name) !== '');

/** The reverse path of reports and of automatic answers is empty (RFC 5321 §4.5.5). */
const hasNullSender = (email: Email): boolean =>
  headerValues(email, 'return-path').some(
    (value) => /^<?\s*>?$/.test(value.trim()) || daemonName.test(value),
  );

/** A machine's answer to a message (RFC 3834 §5), and its older marks. */
function isAutoReply(email: Email): boolean {
  const submitted = headerOf(email, 'auto-submitted').toLowerCase();
  if (/^auto-(replied|notified)/.test(submitted)) return true;
  if (/report-type\s*=\s*"?disposition-notification/.test(contentType(email))) return true;
  if (
    ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-reply-from', 'x-mail-autoreply'].some(
      (name) => headerOf(email, name) !== '',
    )
  )
    return true;
  if (/^(auto_?reply|auto-reply)/i.test(headerOf(email, 'precedence'))) return true;
  return autoSubject.test(email.subject ?? '');
}

/** How mail programs begin the subject of an automatic answer. Words in the middle of one are a person's. */
const autoSubject =
  /^\s*(?:(?:re|aw|r|sv)\s*:\s*)?(?:(?:auto(?:matic(?:al)?)?|auto-?mated)[ -]?(?:re(?:ply|spon[sd]e?\w*)|answer)|auto ?:|autorespon\w*|autoreply|out of (?:the )?office|away from (?:my|the) (?:mail|desk|office)|vacation (?:auto|reply|re:)|automatische (?:antwort|beantwoording)|abwesenheits|abwesend|réponse automatique|absence du bureau|risposta automatica|fuori sede|respuesta automática|fuera de la oficina|resposta automática|automatiskt? svar|autosvar|automatisk svar|automaattinen vastaus|odpowiedź automatyczna|автоответ|automatick[áý] odpov|自動(?:応答|返信|回复)|自动(?:回复|答复))/iu;

/** Sent by a machine, or to many: nobody waits for an answer to it. */
function isAutomatic(email: Email): boolean {
  const submitted = headerOf(email, 'auto-submitted').toLowerCase();
  if (submitted !== '' && !submitted.startsWith('no')) return true;
  if (/^(bulk|list|junk)/i.test(headerOf(email, 'precedence'))) return true;
  if (
    ['list-id', 'list-unsubscribe', 'list-post', 'feedback-id', 'x-loop'].some(
      (name) => headerOf(email, name) !== '',
    )
  )
    return true;
  if (/\b(all|oof|autoreply)\b/i.test(headerOf(email, 'x-auto-response-suppress'))) return true;
  return hasNullSender(email) || isFrom(email, systemName) || isNoReply(email);
}
