/** The line above a signature: "-- " as RFC 3676 §4.3 has it, and its usual misspellings. */
export function isSignatureLine(lines: readonly string[], at: number): boolean {
  const line = lines[at]!;
  if (/^_{20,}\s*$/.test(line)) return isListFooter(lines.slice(at + 1));
  if (!/^\s?(-{2,3}|_{2,3}|—|––)\s*$/.test(line)) return false;
  // Between two texts with blank lines around it is a rule; a signature follows at once, or after one blank line.
  return line.startsWith('--') ? line.trim() === '--' || at > 0 : true;
}

/** What a mailing list puts below: a few lines with where it lives. */
function isListFooter(below: readonly string[]): boolean {
  const lines = below.filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.length <= 5 && lines.some((line) => /https?:\/\/|\S@\S/.test(line));
}

/** "Sent from my …" by the mail programs of telephones, alone on its line. */
const mobile = new RegExp(
  `^\\W{0,3}(?:${[
    'sent (?:from|with|via|by) |get outlook for |envoyé (?:de|depuis|à partir|avec) |enviado (?:desde|do|de|via|a partir|con) ',
    'inviato (?:da|con|dal) |gesendet (?:von|mit|über) |von meine[mr] .{1,40} gesendet|diese nachricht wurde von meinem',
    'verzonden (?:vanaf|met|vanuit|via) |verstuurd vanaf |sendt fra |skickat från |lähetetty |wysłan[eoy] z |odesláno z ',
    'odoslané z |отправлено (?:с|из) |надіслано з |trimis de pe |elküldve |telefonumdan |στάλθηκε από |发自我的|從我的|provenance\\s?:\\s|',
  ]
    .join('|')
    .replace(/\|+$/, '')})`,
  'iu',
);

/** What a telephone adds where "sent" stands first or last, and where to get the program: nobody says it so of themselves. */
const device =
  /iphone|ipad|android|galaxy|samsung|huawei|xiaomi|redmi|outlook|yahoo mail|proton ?mail|smartphone/iu;
const sent =
  /^(?:enviat|poslan|poslat|dikirim|gửi|изпратен|послан|στάλθ|נשלח|أرسل)|(?:送信|发送|發送|傳送|보냄|gönderildi)[\s.。]*$/iu;
const getIt =
  /(?:^|\s)(?:get|scarica|ottieni|herunterladen|télécharge|obten|obtén|descarga|downloade?n?|pobierz|obt|baix|hämta|hent|lataa|hanki|stáhn|получ|скача)|取得|获取|入手|다운|yükle|edinin/iu;

const isFromDevice = (line: string): boolean =>
  line.length <= 70 &&
  ((device.test(line) && sent.test(line)) ||
    (/outlook.{1,40}(?:android|ios)/iu.test(line) && getIt.test(line)));

export function isMobileSignature(lines: readonly string[], at: number): boolean {
  const line = lines[at]!.trim();
  if (line.length > 120 || !(mobile.test(line) || isFromDevice(line)) || /[.!?]\s+\p{Lu}/u.test(line))
    return false;
  const stands = (neighbour: string | undefined) => (neighbour ?? '').trim() === '';
  return at > 0 && stands(lines[at - 1]) && (stands(lines[at + 1]) || /^\s*[>_-]/.test(lines[at + 1]!));
}
