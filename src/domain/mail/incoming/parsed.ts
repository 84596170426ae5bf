import type { Attachment, Email } from 'postal-mime';
import type { FileStore } from '#src/domain/files/fileStore.ts';
import { markOf, takeOutBigParts, type BigPart, type SaveStream, type Slim } from './bigParts.ts';
import { parseMime } from './mime.ts';

/** A message taken apart. */
export interface Parsed {
  raw: Uint8Array;
  email: Email;
  /** Files that never were in memory as a whole; what the email has in their place is a mark. */
  big: ReadonlyMap<Attachment, BigPart>;
}

/** @throws Error when a limit is passed */
export const parseRaw = async (raw: Uint8Array): Promise<Parsed> => ({
  raw,
  email: await parseMime(raw),
  big: new Map(),
});

/**
 * A message of the file store, files above `from` bytes kept beside it; as a whole when it is none that can be read so.
 * @throws Error when a limit is passed
 */
export async function parseStored(
  files: FileStore,
  hash: string,
  { from, save }: { from: number; save: SaveStream },
): Promise<Parsed> {
  const slim = await takeOutBigParts(files.read(hash), { from, save });
  const parsed = slim && (await parseSlim(slim));
  return parsed ?? parseRaw(await files.readWhole(hash));
}

/** @returns null when something that was taken out is no file of the message as a whole */
async function parseSlim({ raw, parts }: Slim): Promise<Parsed | null> {
  const email = await parseMime(raw);
  const byMark = new Map(parts.map((part) => [markOf(part), part]));
  const big = new Map(
    email.attachments.flatMap((file) => {
      const part = byMark.get(textOf(file));
      return part ? [[file, part] as const] : [];
    }),
  );
  return big.size === parts.length ? { raw, email, big } : null;
}

/** Of a file short enough to be a mark. */
function textOf({ content }: Attachment): string {
  const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content as ArrayBuffer);
  return bytes.length < 100 ? Buffer.from(bytes).toString('latin1') : '';
}
