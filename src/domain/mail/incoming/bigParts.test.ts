import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFileStore, type FileStore } from '#src/domain/files/fileStore.ts';
import { takeOutBigParts } from './bigParts.ts';
import { parseRaw, parseStored } from './parsed.ts';
import { readMail } from './read.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const from = 10_000;
let folder: string;
let files: FileStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portico-parts-'));
  files = openFileStore(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const wrapped = (bytes: Uint8Array, end = '\r\n') =>
  Buffer.from(bytes).toString('base64').replace(/.{76}/g, `$&${end}`);
const part = (body: string, headers = '', end = '\r\n') =>
  `--b${end}Content-Type: application/octet-stream${end}Content-Disposition: attachment${end}${headers}Content-Transfer-Encoding: base64${end}${end}${body}${end}`;
const message = (parts: string[], end = '\r\n') =>
  `From: a@b.test${end}Message-ID: <1@b.test>${end}Content-Type: multipart/mixed; boundary=b${end}${end}--b${end}${end}See the file.${end}${parts.join('')}--b--${end}`;

/** What is read of a message in the store is what is read of it as a whole. */
async function readBoth(text: string) {
  const raw = Buffer.from(text, 'latin1');
  const hash = await files.save(raw);
  const slim = await takeOutBigParts(files.read(hash), { from, save: files.saveStream });
  const stored = await readMail(await parseStored(files, hash, { from, save: files.saveStream }), files.save);
  expect(stored).toEqual(await readMail(await parseRaw(raw), files.save));
  for (const file of stored.files) expect(await files.has(file.hash)).toBe(true);
  return { mail: stored, slim };
}

test.each(['\r\n', '\n'])('big files go by, small ones and words stay (%j)', async (end) => {
  const big = [randomBytes(200_000), randomBytes(30_001), randomBytes(57 * 300)];
  const small = randomBytes(100);
  const parts = [...big, small].map((bytes) => part(wrapped(bytes, end), '', end));
  const { mail, slim } = await readBoth(message(parts, end));
  expect(mail.text.trim()).toBe('See the file.');
  expect(mail.files.map(({ hash, size }) => [hash, size])).toEqual(
    [...big, small].map((bytes) => [sha256(bytes), bytes.length]),
  );
  expect(slim!.raw.length).toBeLessThan(3_000);
});

test('the same file twice is two files', async () => {
  const bytes = randomBytes(40_000);
  const { mail } = await readBoth(message([part(wrapped(bytes)), part(wrapped(bytes))]));
  expect(mail.files.map(({ hash }) => hash)).toEqual([sha256(bytes), sha256(bytes)]);
});

test('what a big file is, its beginning says', async () => {
  const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(100_000)]);
  const { mail } = await readBoth(message([part(wrapped(pdf))]));
  expect(mail.files[0]!.mediaType).toBe('application/pdf');
});

test.each([
  ['Base64 that is text', `--b\r\n\r\n${wrapped(randomBytes(40_000))}\r\n`],
  [
    'a message inside',
    `--b\r\nContent-Type: message/rfc822\r\n\r\n${message([part(wrapped(randomBytes(40_000)))])}`,
  ],
  ['broken Base64', part(`${wrapped(randomBytes(40_000))}\r\n!!!!\r\n${wrapped(randomBytes(40_000))}`)],
  ['padding in the midst', part(`${wrapped(randomBytes(40_001))}\r\n${wrapped(randomBytes(40_000))}`)],
  ['one endless line', part(randomBytes(400_000).toString('base64'))],
  ['a mark that is somebody’s', part(Buffer.from(`portico-part-${'0'.repeat(64)}`).toString('base64'))],
  ['a part that never ends', part(wrapped(randomBytes(40_000))).trimEnd()],
  ['no line end at the end', part(wrapped(randomBytes(40_000))).replace(/\s+$/, '')],
])('%s is read as it stands', async (_, odd) => {
  await readBoth(message([odd]));
  await readBoth(message([odd]).replace(/--b--\r\n$/, ''));
});

test('a store that is full fails the reading, and nothing hangs', async () => {
  const raw = Buffer.from(message([part(wrapped(randomBytes(300_000)))]));
  const hash = await files.save(raw);
  const save = () => Promise.reject(new Error('no space left'));
  await expect(takeOutBigParts(files.read(hash), { from, save })).rejects.toThrow('no space left');
});
