import { hash, verify } from '@node-rs/argon2';
import { domainError } from '#src/errors.ts';

export const passwordMin = 12;
export const passwordMax = 256;

/** argon2id with the smallest cost OWASP accepts (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Of no password: checking a stranger's guess against it takes as long as against an agent's own. */
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

export type PasswordProblem =
  'password_too_short' | 'password_too_long' | 'password_is_email' | 'password_guessable';

/** What is wrong with a new password, null when it will do. Length counts characters, not bytes. */
export async function passwordProblem(
  password: string,
  person: { email: string; name?: string },
): Promise<PasswordProblem | null> {
  const plain = normal(password);
  const length = [...plain].length;
  if (length < passwordMin) return 'password_too_short';
  if (length > passwordMax) return 'password_too_long';
  if (plain.trim().toLowerCase() === normal(person.email).toLowerCase()) return 'password_is_email';
  return (await isGuessable(plain, person)) ? 'password_guessable' : null;
}

/** @throws invalid, with the problem at `field`, when a new password won't do. */
export async function checkNewPassword(
  password: string,
  person: { email: string; name?: string },
  field = 'password',
): Promise<void> {
  const problem = await passwordProblem(password, person);
  if (problem) throw domainError('invalid', { fields: { [field]: problem } });
}

export const hashPassword = (password: string) => hash(normal(password), cost);

/** Whether a password fits a hash. The work is the same when there is no such person, so time tells nothing. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const fits = await verify(passwordHash ?? nobodysHash, normal(password).slice(0, passwordMax * 2));
  return fits && passwordHash !== null;
}

/** The same characters typed on different keyboards are one password (NIST SP 800-63B §3.1.1.2). */
const normal = (text: string) => text.normalize('NFKC');

/**
 * Hardly more than one's own name, or below 10^8 guesses by zxcvbn's estimate. Its word lists weigh some 25 MB, so
 * they are loaded only when somebody chooses a password.
 */
async function isGuessable(password: string, person: { email: string; name?: string }): Promise<boolean> {
  const own = ownWords(person);
  const rest = own.reduce((text, word) => text.replaceAll(word, ''), password.toLowerCase());
  if (rest.length < 6) return true;
  const [{ ZxcvbnFactory }, common] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  const zxcvbn = new ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
  // Its time grows with the square of the length: a hundred characters say enough.
  return zxcvbn.check(password.slice(0, 100), own).score < 3;
}

function ownWords({ email, name = '' }: { email: string; name?: string }): string[] {
  const words = normal(`${email} ${name} portico`)
    .toLowerCase()
    .split(/[\s@._+-]+/);
  return words.filter((word) => word.length > 2);
}
