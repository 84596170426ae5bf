import { timingSafeEqual } from 'node:crypto';
import type { Query } from '#db/open.ts';
import type { App, Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { findRequesterByEmail, keepProof } from './requester.store.ts';
import { createRequesterSession, type NewRequesterSession } from './requesterSession.ts';
import { hashCodeOf, isBrowserToken, signInLinkMs } from './signInLink.ts';
import { countAttempt, listOpenLinks, useLink, type SignInLinkRow } from './signInLink.store.ts';
import { hashToken } from './token.ts';

/** Tries of a code. */
const mostAttempts = 5;
/** Links of one browser that are looked at: who asked twice may type the code of either mail. */
const mostLinks = 5;

/** What a browser brings: the token of the link it followed, and that of its own cookie. */
export interface Proof {
  token: string | null;
  browser: string | null;
}

export interface OpenSignIn {
  email: string;
  /** The link was followed in the browser that asked: a button is enough. Otherwise the code must be typed. */
  isConfirmed: boolean;
}

/** The cookie of a browser that asks to sign in. */
export function signInCookie(config: App['config']) {
  return {
    name: config.isHttps ? '__Host-portico_signin' : 'portico_signin',
    options: {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: config.isHttps,
      maxAge: signInLinkMs / 1_000,
    },
  } as const;
}

/** What the page of a sign-in under way shows, null when there is none. Looking uses nothing up: mail scanners look. */
export async function findSignIn(ctx: Context, proof: Proof): Promise<OpenSignIn | null> {
  const [link] = await openLinks(ctx, proof);
  return link ? { email: link.email, isConfirmed: isConfirmed(link, proof) } : null;
}

/**
 * Sign in by the link in the browser that asked, or by the code beside it. It proves the address.
 * @returns the session, and the path they wanted to go to
 * @throws expired when there is no such link any more; invalid for a wrong code, which works five times
 */
export async function signIn(
  ctx: Context,
  given: Proof & { code: string; userAgent: string },
): Promise<NewRequesterSession & { next: string }> {
  const open = await openLinks(ctx, given);
  if (open.length === 0) throw domainError('expired');
  const link = open.find((one) => isConfirmed(one, given)) ?? (await checkCode(ctx, open, given.code));
  if (!link) throw domainError('invalid', { fields: { code: 'wrong_mail_code' } });
  return ctx.db.write(async (tx) => {
    const person = await findRequesterByEmail(tx, link.email);
    // Nobody was sent the code of a link for an unknown address; an erased one is unknown.
    if (!person || !(await useLink(tx, link.id, ctx.now))) throw domainError('expired');
    await keepProof(tx, person.id, ctx.now);
    const session = await createRequesterSession(tx, ctx, {
      requesterId: person.id,
      userAgent: given.userAgent,
    });
    return { ...session, next: link.next };
  });
}

function openLinks(ctx: Context, { token, browser }: Proof): Promise<SignInLinkRow[]> {
  const find = (by: Parameters<typeof listOpenLinks>[1]) =>
    listOpenLinks(ctx.db.read, by, { now: ctx.now, mostAttempts, limit: mostLinks });
  if (token !== null) return isBrowserToken(token) ? find({ tokenHash: hashToken(token) }) : none();
  return isBrowserToken(browser) ? find({ browserHash: hashToken(browser) }) : none();
}

const none = async (): Promise<SignInLinkRow[]> => [];

const isConfirmed = (link: SignInLinkRow, { token, browser }: Proof): boolean =>
  token !== null && isBrowserToken(browser) && isSame(link.browserHash, hashToken(browser));

/** In a write of its own: a wrong try stays counted. */
async function checkCode(ctx: Context, open: SignInLinkRow[], code: string): Promise<SignInLinkRow | null> {
  const left = await ctx.db.write((tx: Query) =>
    countAttempt(
      tx,
      open.map(({ id }) => id),
      mostAttempts,
    ),
  );
  return (
    open.find(
      ({ id, codeHash, tokenHash }) => left.includes(id) && isSame(codeHash, hashCodeOf(code, tokenHash)),
    ) ?? null
  );
}

const isSame = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(a), Buffer.from(b));
