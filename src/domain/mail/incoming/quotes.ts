/** How mail programs mark the message that is answered. General signs first (a date, an address, a colon), words last. */
export interface Span {
  start: number;
  /** The first line after it. */
  end: number;
}

/** Whether the next line that says anything is quoted. */
export const isBeforeQuote = (lines: readonly string[], end: number): boolean =>
  isQuoted(nextLine(lines, end - 1) ?? '');

export const isQuoted = (line: string): boolean => /^\s{0,3}[>|]/.test(line);

export const address = /[^\s<>"@]+@[^\s<>"@]+\.[^\s<>"@]+/;
const date =
  /\b\d{1,2}[:.h]\d{2}\b|\b(19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d{1,2}\s?[年月日]|\d{1,2}:\d{2}/;
/** "wrote", as it stands at the end of an attribution. */
const wrote = new RegExp(
  `(?:^|[\\s>"'*)\\]])(?:${[
    'wrote|writes|schrieb|schreibt|geschrieben|écrit|ecrit|escribió|escribio|escreveu|scritto|scrive|scrisse|schreef',
    'geschreven|skrev|skrifaði|napisał(?:\\(a\\))?|napisała|napsal(?:\\(a\\))?|napsala|napísal(?:\\(a\\))?|написал(?:\\(а\\)|а)?',
    'пишет|написав|написала|пише|pisze|píše|piše|đã viết|menulis|เขียนว่า|kirjoitti|írta|scris|yazdı|έγραψε|napisao|je napisal(?:\\(a\\))?|написа|rašė|viết',
    'ha scritto|a écrit|thus spake|said|writes?',
  ].join('|')})[\\s:：.,\\-–—_*|]*$|(?:写道|寫道|写入|書きました|のメール|님이 작성)[\\s:：]*$`,
  'iu',
);
/** The same before the name, as German, Dutch and the Nordic languages have it: "Am … um … schrieb Ada:". */
const wroteWithin =
  /\s(?:schrieb|schreef|skrev|kirjoitti|scrisse|escribió|escreveu|napisał|napsal|писал|написал)\s.{1,120}[:：]$/iu;
/** Longest attribution, over all its lines. */
const maxAttribution = 400;

/** "On … at …, … wrote:", in whatever language, over one to four lines. */
export function isAttribution(lines: string[], at: number): Span | null {
  let joined = '';
  for (let end = at; end < Math.min(at + 4, lines.length); end++) {
    const line = lines[end]!.trim();
    if (line === '' && end > at) return null;
    joined = `${joined} ${line.replace(/^>\s?/, end > at ? '' : '$&')}`.trim();
    if (joined.length > maxAttribution) return null;
    if (closesAttribution(joined, lines, end))
      return startsLate(lines, at, end) ? null : { start: at, end: end + 1 };
  }
  return null;
}

function closesAttribution(text: string, lines: string[], end: number): boolean {
  const hasDate = date.test(text);
  const hasAddress = address.test(text);
  const isQuotedBelow = isBeforeQuote(lines, end + 1);
  if (wrote.test(text))
    return (
      hasDate || (hasAddress && /^\S.{0,80}<[^<>]+>/.test(text)) || (/[:：]$/.test(text) && isQuotedBelow)
    );
  if (hasDate && wroteWithin.test(text)) return true;
  if (!hasDate || !hasAddress) return false;
  return /[>)\]"\w]\s*[:：]$/.test(text) || (/^\W*\d/.test(text) && isQuotedBelow);
}

/** A name and its address, with hardly a word beside them. */
const isPerson = /^[^<>.!?]{0,80}<[^<>\s]+@[^<>\s]+>.{0,3}$/;

/** The last of the lines alone would do: what stands before is somebody's own words. */
function startsLate(lines: string[], at: number, end: number): boolean {
  for (let from = at + 1; from <= end; from++) {
    const before = lines.slice(at, from).join(' ').trim();
    if (isPerson.test(before)) return false;
    if (date.test(before) && before.length < 80 && !/[.!?]$/.test(before)) return false;
    const text = lines
      .slice(from, end + 1)
      .join(' ')
      .trim();
    if (date.test(text) && closesAttribution(text, lines, end)) return true;
  }
  return false;
}

const nextLine = (lines: readonly string[], at: number): string | undefined =>
  lines.slice(at + 1, at + 4).find((line) => line.trim() !== '');

/** "From:", as the first line of the headers that some programs put above the answered message. */
const fromLabels = new Set(
  (
    'from|von|de|da|van|från|fra|frå|od|от|від|от кого|lähettäjä|feladó|kimden|gönderen|saatja|no|nuo|afzender|expéditeur|' +
    'mittente|remitente|absender|发件人|寄件者|寄件人|差出人|送信者|보낸 사람|보낸사람|de la|από|מאת|من|message du|envoyé par|' +
    'dari|từ|จาก|pošiljatelj|šalje|odosielateľ|odesílatel|remite'
  ).split('|'),
);
const label = /^[\s>*_]*([\p{L}][\p{L} '’-]{0,24}?)\s?[*_]*\s?[:：][*_]*\s*(.*)$/u;

/** "From: … Sent: … To: … Subject: …": at least three labelled lines, the first of which names the sender. */
export function isHeaderBlock(lines: string[], from: number): Span | null {
  let at = from;
  while (at < lines.length && lines[at]!.trim() === '' && at < from + 3) at++;
  const first = label.exec(lines[at] ?? '')?.[1]?.toLowerCase();
  if (!first || !fromLabels.has(first)) return null;
  let [end, labelled, skipped] = [at, 0, 0];
  for (; end < lines.length && end < at + 16; end++) {
    const line = lines[end]!;
    if (label.test(line)) [labelled, skipped] = [labelled + 1, 0];
    else if (line.trim() === '' ? labelled >= 3 || !label.test(nextLine(lines, end) ?? '') : ++skipped > 3)
      break;
  }
  const text = lines.slice(at, end).join(' ');
  return labelled >= 3 && (date.test(text) || address.test(text)) ? { start: from, end } : null;
}

const embedded =
  /^[\s>]*[-_=*]{2,}\s*(?:[\p{L}][\p{L}\s'’.]{4,60}?|[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]{3,20})\s*[-_=*]{2,}\s*$|^[\s>]*(begin forwarded message|inizio messaggio inoltrato|début du message réexpédié|anfang der weitergeleiteten nachricht|inicio del mensaje reenviado|início da mensagem encaminhada|start doorgestuurd bericht)\s*[:：]/iu;

/** "---- Original Message ----" in any language, or a long rule right above headers. */
export function isSeparator(lines: string[], at: number): Span | null {
  const line = lines[at]!;
  if (line.length > 120) return null;
  if (embedded.test(line)) return { start: at, end: at + 1 };
  return /^\s*[-_=*]{3,}\s*$/.test(line) && isHeaderBlock(lines, at + 1) ? { start: at, end: at + 1 } : null;
}
