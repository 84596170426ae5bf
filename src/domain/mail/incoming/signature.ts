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
    'odoslané z |отправлено (?:с|из) |надіслано з |trimis de pe |elküldve |telefonumdan |στάλθηκε από |发自我的|從我的|',
  ]
    .join('|')
    .replace(/\|+$/, '')})`,
  'iu',
);

export function isMobileSignature(lines: readonly string[], at: number): boolean {
  const line = lines[at]!.trim();
  if (line.length > 120 || !mobile.test(line) || /[.!?]\s+\p{Lu}/u.test(line)) return false;
  const stands = (neighbour: string | undefined) => (neighbour ?? '').trim() === '';
  return at > 0 && stands(lines[at - 1]) && (stands(lines[at + 1]) || /^\s*[>_-]/.test(lines[at + 1]!));
}
