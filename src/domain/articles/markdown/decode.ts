import { isUtf8 } from 'node:buffer';
import { defaultLocale, type Locale } from '#src/i18n/index.ts';
import { problem, type Problem } from './problem.ts';

export interface DecodedText {
  /** Without byte order mark and NULs, with `\n` line ends only. */
  text: string;
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** What `encodeText` needs to write the file back in its own manner. */
  eol: '\n' | '\r\n';
  bom: boolean;
  problems: Problem[];
}

/** Reads the bytes of a text file whatever wrote it; what had to be guessed or left out is in `problems`. */
export function decodeText(bytes: Uint8Array, locale: Locale = defaultLocale): DecodedText {
  const encoding = encodingOf(bytes);
  const raw = new TextDecoder(encoding).decode(bytes);
  const problems: Problem[] = [];
  if (encoding === 'windows-1252')
    problems.push(problem('badEncoding', firstInvalidLine(bytes), locale, { encoding: 'Windows-1252' }));
  const clean = raw.replaceAll('\0', '');
  const count = raw.length - clean.length;
  if (count > 0) problems.push(problem('nulRemoved', lineAt(raw, raw.indexOf('\0')), locale, { count }));
  const eol = /\r\n/.test(clean.slice(0, 64 * 1024)) ? '\r\n' : '\n';
  return {
    text: clean.replace(/\r\n?/g, '\n'),
    encoding,
    eol,
    bom: bytes[0] === 0xef && hasBom(bytes),
    problems,
  };
}

/** Text to UTF-8 bytes with the line ends and byte order mark the file had. */
export function encodeText(text: string, { eol = '\n', bom = false }: Partial<DecodedText> = {}): Buffer {
  return Buffer.from((bom ? '\uFEFF' : '') + (eol === '\n' ? text : text.replaceAll('\n', eol)), 'utf8');
}

/** Whether bytes are no text in any encoding read here: many control characters. Looks at the first 4 KiB. */
export function isBinary(bytes: Uint8Array): boolean {
  if (encodingOf(bytes).startsWith('utf-16')) return false;
  const head = bytes.subarray(0, 4096);
  const controls = head.filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27)).length;
  return controls > 4 && controls > head.length / 50;
}

function encodingOf(bytes: Uint8Array): DecodedText['encoding'] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return utf16WithoutBom(bytes) ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1252');
}

/** Western text in UTF-16 has a zero in every second byte, which no other text has. */
function utf16WithoutBom(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const head = bytes.subarray(0, 1024);
  if (head.length < 8 || head.length % 2) return undefined;
  const zeros = [0, 0];
  head.forEach((byte, index) => byte === 0 && zeros[index % 2]!++);
  const [even, odd] = zeros as [number, number];
  if (odd > head.length * 0.35 && even < head.length * 0.05) return 'utf-16le';
  return even > head.length * 0.35 && odd < head.length * 0.05 ? 'utf-16be' : undefined;
}

const hasBom = (bytes: Uint8Array) => bytes[1] === 0xbb && bytes[2] === 0xbf;

function firstInvalidLine(bytes: Uint8Array): number {
  for (let line = 1, start = 0; ; line++) {
    const end = bytes.indexOf(10, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}

const lineAt = (text: string, index: number) => text.slice(0, index).split(/\r\n?|\n/).length;
