import { randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { toString as toQrCode } from 'qrcode';

/** Time-based codes as every authenticator app makes them (RFC 6238): SHA-1, 6 digits, steps of 30 seconds. */
const shape = { algorithm: 'SHA1', digits: 6, period: 30 };
/** Clocks may differ by one step each way. */
const window = 1;

const recoveryAlphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
export const recoveryCodeCount = 10;

/** Stands before a secret that is encrypted; none in base32 has a dot. */
export const sealedTotp = 'box.';
export const isSealedTotp = (kept: string): boolean => kept.startsWith(sealedTotp);

/** A new secret in base32: 160 random bits (RFC 4226 §4). */
export const newTotpSecret = () => new Secret({ size: 20 }).base32;

/** What the QR code says to the app. */
export function totpUri({
  secret,
  email,
  issuer,
}: {
  secret: string;
  email: string;
  issuer: string;
}): string {
  return new TOTP({ ...shape, secret: Secret.fromBase32(secret), issuer, label: email }).toString();
}

/** A QR code as an address for `<img>`: black on white, as scanners need it in dark mode too. */
export async function qrCode(text: string): Promise<string> {
  const svg = await toQrCode(text, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

/** The time step a code belongs to, null when it is wrong. Steps count half minutes since 1970. */
export function totpStep(secret: string, code: string, now: Date): number | null {
  const digits = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return null;
  const totp = new TOTP({ ...shape, secret: Secret.fromBase32(secret) });
  const timestamp = now.getTime();
  // A right code gives its distance in steps, and 0 is a distance: only null means wrong.
  const delta = totp.validate({ token: digits, timestamp, window });
  return delta === null ? null : totp.counter({ timestamp }) + delta;
}

/** Codes for the day the phone is lost: 79 random bits each, in letters that are not mistaken for others. */
export function newRecoveryCodes(): string[] {
  const letter = () => recoveryAlphabet[randomInt(recoveryAlphabet.length)]!;
  const group = () => Array.from({ length: 4 }, letter).join('');
  return Array.from({ length: recoveryCodeCount }, () => Array.from({ length: 4 }, group).join('-'));
}

/** What is left of a recovery code however it was typed, null when it can't be one. */
export function plainRecoveryCode(typed: string): string | null {
  const plain = typed.toLowerCase().replace(/[\s-]/g, '');
  return /^[a-z2-9]{16}$/.test(plain) ? plain : null;
}
