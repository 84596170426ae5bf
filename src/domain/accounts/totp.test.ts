import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { newRecoveryCodes, newTotpSecret, plainRecoveryCode, totpStep, totpUri } from './totp.ts';

/** RFC 6238 appendix B, SHA-1; its codes have 8 digits, ours are their last 6. */
const secret = Secret.fromLatin1('12345678901234567890').base32;
const vectors = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const;

test.each(vectors)('at %i seconds the code is %s (RFC 6238)', (seconds, code) => {
  expect(totpStep(secret, code, new Date(seconds * 1_000))).toBe(Math.floor(seconds / 30));
});

test('a code says which step it belongs to, one to each side', () => {
  const at = (ms: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: ms });
  const now = new Date(1_700_000_010_000);
  const step = Math.floor(now.getTime() / 30_000);
  const steps = [-2, -1, 0, 1, 2].map((delta) => totpStep(secret, at(now.getTime() + delta * 30_000), now));
  expect(steps).toEqual([null, step - 1, step, step + 1, null]);
});

test.each(['', ' ', '12345', '1234567', '１２３４５６', 'abcdef', '-12345', '1e5000', '12345\0'])(
  '%j is no code',
  (typed) => expect(totpStep(secret, typed, new Date(0))).toBeNull(),
);

test('a code may be typed with a gap', () => {
  expect(totpStep(secret, ' 287 082 ', new Date(59_000))).toBe(1);
});

test('the address for the app names the portal and the person', () => {
  const uri = totpUri({ secret: newTotpSecret(), email: 'ada@example.com', issuer: 'Help: & More' });
  expect(uri).toMatch(/^otpauth:\/\/totp\//);
  const params = new URL(uri).searchParams;
  expect([params.get('issuer'), params.get('digits'), params.get('period')]).toEqual([
    'Help: & More',
    '6',
    '30',
  ]);
});

test('recovery codes are told apart, and read back however they are typed', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) {
    expect(code).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
    expect(plainRecoveryCode(` ${code.toUpperCase().replaceAll('-', ' ')}`)).toBe(code.replaceAll('-', ''));
  }
  expect(plainRecoveryCode('123456')).toBeNull();
});
