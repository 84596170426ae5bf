import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseRaw } from './parsed.ts';
import { readMail } from './read.ts';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
const read = async (text: string) =>
  readMail(await parseRaw(Buffer.from(text)), (bytes) => Promise.resolve(sha256(bytes)));
const headers =
  'From: =?utf-8?q?Ad=C3=A0?= <Ada@Bücher.TEST>\nTo: help@x.test\nSubject: It\n broke\nMessage-ID: <1@x.test>\n';

test('sender, subject, thread and text of a plain message', async () => {
  const mail = await read(`${headers}In-Reply-To: <b@x>\nReferences: <a@x> <b@x>\n\nHello\n`);
  expect(mail).toMatchObject({
    from: { name: 'Adà', email: 'ada@xn--bcher-kva.test' },
    subject: 'It broke',
    messageId: '<1@x.test>',
    answers: ['<b@x>', '<a@x>'],
    text: 'Hello\n',
    kind: 'message',
    files: [],
  });
});

const mixed = (lineEnd: string) =>
  `${headers}MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

See the log.
--b
Content-Type: text/plain; name="log.txt"
Content-Disposition: inline; filename="../log.txt"

one
two
--b
Content-Type: message/rfc822

From: bob@x.test
Subject: Inside

Within.
--b--
`.replaceAll('\n', lineEnd);

test.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
])('files keep their bytes, named text is a file, messages inside are files: %s', async (_, end) => {
  const { text, files } = await read(mixed(end));
  expect(text.trim()).toBe('See the log.');
  expect(files.map(({ name, hash }) => [name, hash])).toEqual([
    ['log.txt', sha256(`one${end}two`)],
    ['attachment-2.eml', sha256(`From: bob@x.test${end}Subject: Inside${end}${end}Within.`)],
  ]);
});

test('HTML alone is read as text, with its links and quotes', async () => {
  const html =
    '<style>p{}</style><p>Hello&nbsp;<b>you</b></p><ul><li>one<li><a href="https://x.test/a">two</a></ul><blockquote>before</blockquote>';
  const mail = await read(`${headers}Content-Type: text/html; charset=utf-8\n\n${html}`);
  expect(mail.text).toBe('Hello you\n\n- one\n- two <https://x.test/a>\n\n> before');
  expect(mail.reply).not.toContain('before');
});

test('what its charset can’t read but UTF-8 can is UTF-8', async () => {
  expect((await read(`${headers}Content-Type: text/plain; charset=us-ascii\n\nperché`)).text.trim()).toBe(
    'perché',
  );
  expect((await read(`${headers}Content-Type: text/plain; charset=iso-2022-jp\n\nにゃん`)).text.trim()).toBe(
    'にゃん',
  );
});

test('copies are the same, whichever way they came; another’s Message-ID makes no copy', async () => {
  const one = await read(`Received: from a\n${headers}\nHello`);
  const two = await read(`Received: from b\nDelivered-To: c@x.test\n${headers}\nHello`);
  const other = await read(`${headers}\nSomething else`);
  expect(two.identity).toBe(one.identity);
  expect(other.identity).not.toBe(one.identity);
});

test.each([
  ['nothing', ''],
  ['only headers', headers],
  ['no sender', 'Subject: x\n\nHello'],
  ['parts without an end', `${headers}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello`],
  [
    'parts whose boundary is lost',
    `${headers}Content-Type: multipart/mixed;\nboundary=b\n\n--b\nContent-Type: text/plain\n\nHello\n--b--`,
  ],
  ['bytes that are no text', `${headers}\n\0\x01\xff`],
])('broken messages are read as far as they go: %s', async (name, text) => {
  const mail = await read(text);
  if (text.includes('Hello')) expect(mail.text).toContain('Hello');
  expect(mail.from === null, name).toBe(!text.includes('From:'));
});

test('deep nests are refused, deep HTML is not', async () => {
  const nest = Array.from(
    { length: 200 },
    (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`,
  ).join('');
  await expect(read(headers + nest)).rejects.toThrow('nesting depth');
  const deep = await read(`${headers}Content-Type: text/html\n\n${'<div>'.repeat(20_000)}Hello`);
  expect(deep.text).toContain('Hello');
});

test.each([
  ['utf-7', 'Fr+APY-sche', 'Frösche'],
  ['cp850', Buffer.from([0x46, 0x72, 0x94, 0x73, 0x63, 0x68, 0x65]).toString('latin1'), 'Frösche'],
  ['no-such-charset', 'Frogs', 'Frogs'],
])('a text in %s is read', async (charset, bytes, text) => {
  const raw = Buffer.from(
    `From: a@b.test\nContent-Type: text/plain; charset=${charset}\n\n${bytes}\n`,
    'latin1',
  );
  const mail = await readMail(await parseRaw(raw), () => Promise.resolve(''));
  expect(mail.text.trim()).toBe(text);
});
