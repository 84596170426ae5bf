import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contentDisposition, mediaTypeOf, textType } from './upload.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const png = Uint8Array.from([
  ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52],
  ...[0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44],
]);

test.each([
  ['a picture', png, 'image/png'],
  ['a GIF', bytes('GIF89a\x01\x00\x01\x00'), 'image/gif'],
  ['a PDF', bytes('%PDF-1.7\n1 0 obj\n'), 'application/pdf'],
  ['a log', bytes('12:00 error 5\n\tat x\x1b[0m'), textType],
  ['CSV with accents', bytes('città,è\n'), textType],
  ['Windows-1252', Uint8Array.from([0x63, 0x69, 0x74, 0x74, 0xe0, 0x0a]), textType],
  ['UTF-16 with a mark', Uint8Array.from([0xff, 0xfe, 0x68, 0, 0x69, 0]), textType],
  ['JSON', bytes('{"a": "<b>"}'), textType],
  ['less-than in text', bytes('< 5 is less, a <b> too'), textType],
  ['a mail', bytes('From: a@b.co\nSubject: x\n\nHi'), textType],
  ['nothing', new Uint8Array(), textType],
  ['HTML', bytes('<!doctype html><script>1</script>'), null],
  ['HTML after white space', bytes('\ufeff \n\n <HTML>'), null],
  ['a script tag', bytes('<script src=x></script>'), null],
  ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'), null],
  ['XML', bytes('<?xml version="1.0"?><x/>'), null],
  ['a comment before HTML', bytes('<!-- x --><script>1</script>'), null],
  ['a Windows program', Uint8Array.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]), null],
  [
    'a Linux program',
    Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0]),
    null,
  ],
  ['unknown bytes', Uint8Array.from([0, 1, 2, 3, 250, 251]), null],
  ['NUL in text', bytes('a\0b'), null],
])('%s', async (_what, content, type) => {
  expect(await mediaTypeOf(content)).toBe(type);
});

test.each([
  ['plain.txt', 'attachment; filename="plain.txt"'],
  [
    'ünï cödé.txt',
    `attachment; filename="_n_ c_d_.txt"; filename*=UTF-8''%C3%BCn%C3%AF%20c%C3%B6d%C3%A9.txt`,
  ],
  ['../../etc/passwd', 'attachment; filename="passwd"'],
  ['C:\\x\\y.txt', 'attachment; filename="y.txt"'],
  ['a"b;c%41.txt', `attachment; filename="a_b_c_41.txt"; filename*=UTF-8''a%22b%3Bc%2541.txt`],
  ['.htaccess', 'attachment; filename="htaccess"'],
  ['.', 'attachment; filename="file"'],
  ['', 'attachment; filename="file"'],
  ["it's (1)*.txt", `attachment; filename="it's (1)*.txt"`],
  ['\u202egpj.exe', 'attachment; filename="gpj.exe"'],
])('the name %j in a header', (name, header) => {
  expect(contentDisposition(name)).toBe(header);
});

test('hostile files and names: refused, or a type no browser runs under a header nothing breaks out of', async () => {
  const folder = new URL('../../../../shared/corpora/uploads/', import.meta.url);
  if (!existsSync(folder)) return console.info('shared/corpora/uploads is not here: skipped');
  const lines = readFileSync(new URL('cases.jsonl', folder), 'utf8').trim().split('\n');
  for (const line of lines) {
    const { id, file, upload_filename: name } = JSON.parse(line) as Record<string, string>;
    const type = await mediaTypeOf(readFileSync(new URL(file!, folder)));
    expect(type ?? '', id).not.toMatch(/html|svg|xml(?!formats)|javascript/);
    const header = contentDisposition(name!);
    expect(header, id).toMatch(
      /^attachment; filename="[\x20-\x7e]+"(; filename\*=UTF-8''[\w!#$&+.^`|~%-]+)?$/,
    );
    expect(header.length, id).toBeLessThan(2_000);
    expect(/filename="([^"]*)"/.exec(header)![1], id).not.toMatch(/[/\\]|^\./);
  }
});
