import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { addressBlock, takeToken } from '#src/domain/limits/limits.ts';
import { emailInput } from '#src/domain/text.ts';
import { isDomainError } from '#src/errors.ts';
import { findRequesterByEmail } from './requester.store.ts';
import { insertSignInLink } from './signInLink.store.ts';
import { hashToken, newToken } from './token.ts';

/** How long a link and its code are good, in milliseconds. */
export const signInLinkMs = 10 * 60_000;
const minute = 60_000;
/** What one network may ask for, for anybody; what it may ask for one address; and what all may ask for that one. */
const limits = {
  network: { limit: 30, windowMs: 60 * minute },
  person: { limit: 5, windowMs: 15 * minute },
  address: { limit: 20, windowMs: 60 * minute },
};
/** Without letters and digits that are taken for each other. 31^8 codes, of which a few tries hit none. */
const codeLetters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const codeLength = 8;

const input = z.object({ email: emailInput });

/** A link as it goes out by mail, and never anywhere else. */
export interface SignInLink {
  id: number;
  requesterId: number;
  email: string;
  name: string;
  /** Of the page they asked on. */
  locale: string;
  /** For `paths.signIn(locale, token)`. */
  token: string;
  /** For the browser that asked, when the mail is read elsewhere: `ABCD-EFGH`. */
  code: string;
  expiresAt: Date;
}

/**
 * Ask for a link and a code to sign in with: single use, ten minutes. `send` posts them in the same write. For an
 * address nobody asked from, all goes the same way but for the mail, and nobody can tell.
 * @param browser what the browser's cookie holds from asking before; another is made when it is none of ours
 * @returns the token for the cookie of this browser
 * @throws invalid, rate_limited
 */
export async function makeSignInLink(
  ctx: Context,
  wanted: { email: string; next: string; browser: string | null; clientAddress: string },
  send: (tx: Query, link: SignInLink) => Promise<unknown>,
): Promise<string> {
  const { email } = checkInput(input, wanted);
  const mayMail = await takeTokens(ctx, email, wanted.clientAddress);
  const browser = isBrowserToken(wanted.browser) ? wanted.browser : newToken();
  const [token, code] = [newToken(), newCode()];
  const expiresAt = new Date(ctx.now.getTime() + signInLinkMs);
  await ctx.db.write(async (tx) => {
    const id = await insertSignInLink(tx, {
      email,
      tokenHash: hashToken(token),
      codeHash: hashCode(code, token),
      browserHash: hashToken(browser),
      locale: ctx.locale,
      next: wanted.next,
      createdAt: ctx.now,
      expiresAt,
    });
    const person = await findRequesterByEmail(tx, email);
    if (!person || !mayMail) return;
    const { id: requesterId, name } = person;
    await send(tx, { id, requesterId, email, name, locale: ctx.locale, token, code, expiresAt });
  });
  return browser;
}

/** @returns false when this address had so many mails from all sides that it gets no more, and nobody is told */
async function takeTokens(ctx: Context, email: string, clientAddress: string): Promise<boolean> {
  const network = addressBlock(clientAddress);
  await takeToken(ctx, { key: `sign-in:${network}`, ...limits.network });
  await takeToken(ctx, { key: `sign-in:${network}:${email}`, ...limits.person });
  try {
    await takeToken(ctx, { key: `sign-in-mail:${email}`, ...limits.address });
    return true;
  } catch (error) {
    if (!isDomainError(error, 'rate_limited')) throw error;
    return false;
  }
}

function newCode(): string {
  const letters = Array.from({ length: codeLength }, () => codeLetters[randomInt(codeLetters.length)]!);
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/** The code as people type it: any case, with or without the dash. Bound to its link's own token by its hash. */
export const hashCode = (code: string, token: string): string => hashCodeOf(code, hashToken(token));

/** The same where only the hash of the token is known. */
export const hashCodeOf = (code: string, tokenHash: string): string =>
  hashToken(`${tokenHash}:${code.toUpperCase().replace(/[^A-Z0-9]/g, '')}`);

/** What a browser's cookie holds; anything else is not looked up. */
export const isBrowserToken = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w-]{43}$/.test(value);
