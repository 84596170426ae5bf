import { describe, expect, it } from 'vitest';
import { analyse } from './analyse.ts';

const texts = (text: string, locale: string) => analyse(text, locale).map((word) => word.text);
const subjects = (text: string, locale: string) =>
  analyse(text, locale)
    .filter((word) => !word.isFunction)
    .map((word) => word.stem);

describe('analyse', () => {
  it('splits at the apostrophe and drops the article', () => {
    expect(texts("Come chiudo l'account?", 'it')).toEqual(['come', 'chiudo', 'l', 'account']);
    expect(subjects('L’account dell’ordine', 'it')).toEqual(subjects('account ordine', 'it'));
  });
  it('folds accents of Latin letters, typed or not', () => {
    expect(subjects('perché la città è più lontana', 'it')).toEqual(
      subjects('perche la citta e piu lontana', 'it'),
    );
    expect(texts('Café NAÏVE', 'en')).toEqual(['cafe', 'naive']);
  });
  it('keeps the marks that are half of a letter in other scripts', () => {
    expect(texts('мой йогурт', 'ru')).toEqual(['мой', 'йогурт']);
    expect(texts('हिन्दी', 'hi')).toEqual(['हिन्दी']);
  });
  it('reads a contracted "not" as "not"', () => {
    expect(texts("I can't, it won’t and doesn't", 'en')).toEqual([
      'i',
      'can',
      'not',
      'it',
      'will',
      'not',
      'and',
      'does',
      'not',
    ]);
  });
  it('stems by language', () => {
    expect(subjects('refunded refunds', 'en')).toEqual(['refund', 'refund']);
    expect(new Set(subjects('rimborso rimborsi', 'it')).size).toBe(1);
  });
  it('finds words where no space separates them', () => {
    expect(texts('パスワードを忘れました', 'ja')).toContain('パスワード');
    expect(texts('如何重置密码', 'zh')).toContain('密码');
    expect(texts('ลืมรหัสผ่าน', 'th').length).toBeGreaterThan(1);
    expect(texts('my パスワード please', 'en')).toContain('パスワード');
  });
  it('says where each word stands', () => {
    const text = 'Reset l’account 東京';
    for (const word of analyse(text, 'it'))
      expect(text.slice(word.start, word.end).toLowerCase()).toBe(word.text);
  });
});
