import { describe, expect, it } from 'vitest';
import { decodeText, encodeText, isBinary } from './decode.ts';

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('decodeText', () => {
  it.each([
    ['UTF-8', Buffer.from('é\nx'), 'utf-8'],
    ['UTF-8 with BOM', Buffer.from('\uFEFFé\nx'), 'utf-8'],
    ['UTF-16 LE', Buffer.from('\uFEFFé\nx', 'utf16le'), 'utf-16le'],
    ['UTF-16 BE', utf16be('\uFEFFé\nx'), 'utf-16be'],
  ])('reads %s', (_, bytes, encoding) => {
    expect(decodeText(bytes)).toMatchObject({ text: 'é\nx', encoding, problems: [] });
  });

  it('recognises UTF-16 without a byte order mark', () => {
    expect(decodeText(Buffer.from('# A heading\n\ntext\n', 'utf16le')).text).toBe('# A heading\n\ntext\n');
    expect(decodeText(utf16be('# A heading\n\ntext\n')).text).toBe('# A heading\n\ntext\n');
  });

  it('guesses Windows-1252 for what is no UTF-8 and says on which line', () => {
    const { text, problems } = decodeText(Buffer.from('a\nb\ncaf\xe9 \x80', 'latin1'), 'it');
    expect(text).toBe('a\nb\ncafé €');
    expect(problems).toMatchObject([
      { line: 3, code: 'badEncoding', message: expect.stringContaining('Windows-1252') },
    ]);
  });

  it('takes out NULs, which Postgres refuses, and counts them', () => {
    const { text, problems } = decodeText(Buffer.from('a\nb\0\0c'));
    expect(text).toBe('a\nbc');
    expect(problems).toMatchObject([{ line: 2, code: 'nulRemoved', values: { count: 2 } }]);
  });

  it('has one kind of line end and gives back the one there was', () => {
    const bytes = Buffer.from('\uFEFFa\r\nb\r\n');
    const decoded = decodeText(bytes);
    expect(decoded).toMatchObject({ text: 'a\nb\n', eol: '\r\n', bom: true });
    expect(encodeText(decoded.text, decoded)).toEqual(bytes);
    expect(decodeText(Buffer.from('a\rb')).text).toBe('a\nb');
    expect(encodeText('a\n')).toEqual(Buffer.from('a\n'));
  });

  it('survives half a character and nothing', () => {
    expect(decodeText(new Uint8Array()).text).toBe('');
    expect(decodeText(new Uint8Array([0xff, 0xfe, 0x41])).text).toBe('\uFFFD');
  });
});

describe('isBinary', () => {
  it('tells pictures from text', () => {
    expect(isBinary(Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010802000000', 'hex'))).toBe(
      true,
    );
    expect(isBinary(Buffer.from('# é\r\n\ttext \x1b[0m\f'))).toBe(false);
    expect(isBinary(Buffer.from('# A heading\n', 'utf16le'))).toBe(false);
  });
});
