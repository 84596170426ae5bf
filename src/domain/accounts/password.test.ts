import { expect, test } from 'vitest';
import { hashPassword, passwordProblem, verifyPassword } from './password.ts';

const person = { email: 'anna.rossi@example.com', name: 'Anna Rossi' };

test.each([
  ['', 'password_too_short'],
  ['elevenchars', 'password_too_short'],
  // Eleven characters, though 22 UTF-16 units.
  ['🦊'.repeat(11), 'password_too_short'],
  ['k'.repeat(257), 'password_too_long'],
  ['Anna.Rossi@Example.com', 'password_is_email'],
  ['passwordpassword', 'password_guessable'],
  ['qwertyuiop123', 'password_guessable'],
  ['123456789012', 'password_guessable'],
  ['aaaaaaaaaaaaaaaa', 'password_guessable'],
  ['            ', 'password_guessable'],
  ['adminadmin12', 'password_guessable'],
  ['P@ssw0rd1234', 'password_guessable'],
  ['iloveyou2024!', 'password_guessable'],
  ['AnnaRossi2026', 'password_guessable'],
  ['anna.rossi@example.com1', 'password_guessable'],
  ['密码密码密码密码密码密码', 'password_guessable'],
])('%j is refused: %s', async (password, problem) => {
  expect(await passwordProblem(password, person)).toBe(problem);
});

test.each([
  'correct horse battery staple',
  'marmotta zaino lampione',
  'un cavallo corre',
  'Größe! über 12 Zeichen',
  '狐狸跳过懒狗的围墙和月亮',
  'x7#Kp2!vQ9zR',
  Array.from({ length: 256 }, (_, i) => String.fromCharCode(33 + ((i * 37) % 90))).join(''),
])('%j will do', async (password) => {
  expect(await passwordProblem(password, person)).toBeNull();
});

test('a hash is argon2id at the cost OWASP asks for, and fits its password only', async () => {
  const hash = await hashPassword('marmotta zaino lampione');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(hash, 'marmotta zaino lampione')).toBe(true);
  expect(await verifyPassword(hash, 'Marmotta zaino lampione')).toBe(false);
  expect(await verifyPassword(hash, '')).toBe(false);
  expect(await verifyPassword(null, 'marmotta zaino lampione')).toBe(false);
});

test('an accent may be typed as one character or as two', async () => {
  const hash = await hashPassword('caffè più città'.normalize('NFD'));
  expect(await verifyPassword(hash, 'caffè più città'.normalize('NFC'))).toBe(true);
});

test('long passwords differ to their last character', async () => {
  const long = 'Kälte '.repeat(42);
  const hash = await hashPassword(`${long}a`);
  expect(await verifyPassword(hash, `${long}a`)).toBe(true);
  expect(await verifyPassword(hash, `${long}b`)).toBe(false);
});
