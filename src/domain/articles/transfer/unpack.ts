import { isUtf8 } from 'node:buffer';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { getFileNameLowLevel, openPromise, validateFileName, type Entry, type ZipFile } from 'yauzl';
import { domainError } from '#src/errors.ts';
import type { Locale } from '#src/i18n/index.ts';
import { fileProblem, type FileProblem } from '../content/report.ts';
import { maxJsonBytes } from './manifest.ts';

/** What one archive may hold, packed out: files, bytes of all, and folders one in the other. */
export const zipLimits = { files: 20_000, bytes: 1024 ** 3, depth: 24 };

interface Unpacking {
  zip: ZipFile;
  into: string;
  locale: Locale;
  maxFileBytes: number;
  problems: FileProblem[];
  seen: Set<string>;
}

/**
 * Pack an archive out below a folder. Links, encrypted, damaged and too large files stay out and are reported; a path that
 * leads out of the archive, or more than the limits, refuses it whole.
 * @throws DomainError `invalid` on `file`; `too_large`.
 */
export async function unpackZip(
  path: string,
  into: string,
  { locale, maxFileBytes }: { locale: Locale; maxFileBytes: number },
): Promise<FileProblem[]> {
  const zip = await openPromise(path, { decodeStrings: false, autoClose: false }).catch(refuseBad);
  try {
    if (zip.entryCount > zipLimits.files) throw tooMuch('too_many_in_zip', zipLimits.files);
    const work: Unpacking = { zip, into, locale, maxFileBytes, problems: [], seen: new Set() };
    await unpackAll(work);
    return work.problems;
  } finally {
    zip.close();
  }
}

async function unpackAll(work: Unpacking): Promise<void> {
  let bytes = 0;
  const entries = work.zip.eachEntry()[Symbol.asyncIterator]();
  for (;;) {
    const { value: entry, done } = await entries.next().catch(refuseBad);
    if (done) return;
    const path = nameOf(entry as Entry);
    const reason = await unpackOne(work, entry as Entry, path);
    if (reason === 'taken') bytes += (entry as Entry).uncompressedSize;
    if (bytes > zipLimits.bytes) throw tooMuch('zip_too_large', zipLimits.bytes);
  }
}

type Outcome = 'taken' | 'left';

async function unpackOne(work: Unpacking, entry: Entry, path: string): Promise<Outcome> {
  if (path.endsWith('/') || isNoise(path)) return 'left';
  const code = whyNot(work, entry, path);
  if (code) {
    const size = Math.ceil(entry.uncompressedSize / 1024);
    const values = { size, limit: Math.floor(work.maxFileBytes / 1024) };
    work.problems.push(fileProblem(path, code, { locale: work.locale, values }));
    return 'left';
  }
  work.seen.add(path);
  const full = join(work.into, path);
  await mkdir(dirname(full), { recursive: true });
  try {
    // Sizes are checked while it is read: an entry that unpacks to more than it says ends in an error.
    const stream = await work.zip.openReadStreamPromise(entry);
    await pipeline(stream, createWriteStream(full, { flags: 'wx', mode: 0o600 }));
    return 'taken';
  } catch (error) {
    const values = { reason: String((error as Error).message).slice(0, 200) };
    work.problems.push(fileProblem(path, 'unreadable', { locale: work.locale, values }));
    return 'left';
  }
}

/** Why a file of the archive stays out of it; null when nothing speaks against it. */
function whyNot({ seen, maxFileBytes }: Unpacking, entry: Entry, path: string): FileProblem['code'] | null {
  const kind = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (kind === 0o120000) return 'zipLink';
  if (entry.isEncrypted()) return 'zipEncrypted';
  if (!entry.canDecodeFileData()) return 'zipMethod';
  if (seen.has(path)) return 'zipTwice';
  if (
    path.split('/').length > zipLimits.depth ||
    path.split('/').some((part) => Buffer.byteLength(part) > 250)
  )
    return 'zipName';
  return entry.uncompressedSize > (isOwnJson(path) ? maxJsonBytes : maxFileBytes) ? 'fileTooLarge' : null;
}

/** What a portal's own export says beside the files. */
const isOwnJson = (path: string) => /^([^/]+\/)?portico(\.json|\/.+\.md\.json)$/.test(path);

/** UTF-8 whatever the archive says (macOS and older tools don't say), else as it says, else the DOS code page. */
function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw;
  const utf8 = isUtf8(raw) ? raw.toString('utf8') : null;
  const name = utf8 ?? getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, false);
  const path = name.replaceAll('\\', '/').normalize('NFC');
  if (validateFileName(path) !== null || /[\0-\x1f\x7f]/.test(path) || path === '')
    throw domainError('invalid', { fields: { file: 'zip_escapes' }, path: path.slice(0, 200) });
  return path.replace(/(^|\/)(\.\/)+/g, '$1');
}

/** What file managers put beside the files. */
const isNoise = (path: string) => /(^|\/)(__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini)(\/|$)/.test(path);

const tooMuch = (code: string, limit: number) => domainError('too_large', { limit, fields: { file: code } });

function refuseBad(error: unknown): never {
  if (error instanceof Error && error.name === 'DomainError') throw error;
  throw domainError('invalid', { fields: { file: 'bad_zip' }, reason: String((error as Error).message) });
}
