import { fileTypeFromBuffer } from 'file-type';

/** A file as it came in: nothing about it is believed but its bytes. */
export interface Upload {
  name: string;
  bytes: Uint8Array;
}

/** Longest file name that is kept, in UTF-16 units. */
export const maxNameLength = 1_000;

/** What people send to support, by what the bytes say. Never HTML, SVG or anything that runs. */
const allowed = new Map([
  ['image/png', 'png'],
  ['image/apng', 'png'],
  ['image/jpeg', 'jpg'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
  ['image/avif', 'avif'],
  ['image/heic', 'heic'],
  ['video/mp4', 'mp4'],
  ['video/webm', 'webm'],
  ['video/quicktime', 'mov'],
  ['application/pdf', 'pdf'],
  ['application/zip', 'zip'],
  ['application/gzip', 'gz'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', 'pptx'],
  ['application/vnd.oasis.opendocument.text', 'odt'],
  ['application/vnd.oasis.opendocument.spreadsheet', 'ods'],
  ['application/vnd.oasis.opendocument.presentation', 'odp'],
]);

/** What people call the kind of a file, as "PDF": by its bytes; of text, which may be anything, by its name. */
export function fileKind({ name, mediaType }: { name: string; mediaType: string }): string {
  const said = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1];
  return (allowed.get(mediaType) ?? said ?? 'txt').toUpperCase();
}

/** Text is text, whatever language it claims to be: logs, CSV, JSON, Markdown and messages are all served as this. */
export const textType = 'text/plain; charset=utf-8';

/**
 * The media type of a file from its bytes alone, or null when it is none that Portico takes. The name and the type a
 * browser sends along are ignored.
 */
export async function mediaTypeOf(bytes: Uint8Array): Promise<string | null> {
  const known = await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (known) return allowed.has(known.mime) ? known.mime : null;
  return isPlainText(bytes) ? textType : null;
}

/** Text without control characters that does not begin like markup a browser would render (WHATWG MIME Sniffing §7.1). */
export function isPlainText(bytes: Uint8Array): boolean {
  const text = decode(bytes);
  if (text === null || /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f]/.test(text)) return false;
  return !/^[\s\ufeff]*<(?:!doctype|!--|\?xml|[a-z][\w:-]*[\s/>])/i.test(text.slice(0, 4_096));
}

function decode(bytes: Uint8Array): string | null {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const encodings = isUtf16 ? [bytes[0] === 0xff ? 'utf-16le' : 'utf-16be'] : ['utf-8', 'windows-1252'];
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next encoding may fit.
    }
  }
  return null;
}

/**
 * Content-Disposition of a download (RFC 6266): a plain name that no header or file system can trip over, and beside it
 * the real one, percent-encoded (RFC 8187).
 */
export function contentDisposition(name: string): string {
  const base = name.split(/[/\\]/).at(-1)!;
  const safe = base.replace(/\p{Cc}|\p{Cf}/gu, '').replace(/^\.+/, '') || 'file';
  const plain = safe.replace(/[^\x20-\x7e]|["%;\\]/gu, '_').slice(0, 150);
  if (plain === safe) return `attachment; filename="${plain}"`;
  const encoded = encodeURIComponent([...safe].slice(0, 200).join('')).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
