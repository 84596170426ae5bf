import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { lock, unlock } from '#src/domain/seal/box.ts';

const purpose = 'mailbox credentials';

const oauth = z.object({
  tokenUrl: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  refreshToken: z.string(),
});
const credentials = z.union([z.object({ password: z.string() }), z.object({ oauth })]);
export type Credentials = z.output<typeof credentials>;

/** Encrypt what was typed; null when nothing was. A refresh token wins over a password. */
export async function lockCredentials(
  ctx: Context,
  typed: { password: string; oauth: z.output<typeof oauth> },
): Promise<string | null> {
  if (typed.oauth.refreshToken) return lock(ctx, purpose, JSON.stringify({ oauth: typed.oauth }));
  return typed.password ? lock(ctx, purpose, JSON.stringify({ password: typed.password })) : null;
}

/** @throws Error when they can't be opened: the database's secret is another one */
export async function openCredentials(ctx: Context, locked: string): Promise<Credentials> {
  const text = await unlock(ctx, purpose, locked);
  if (text === null) throw new Error('The password can’t be opened: type it again.');
  return credentials.parse(JSON.parse(text));
}

/** What an IMAP server wants to see: a password, or a fresh access token (RFC 6749 §6). */
export async function loginOf(given: Credentials): Promise<{ pass: string } | { accessToken: string }> {
  return 'password' in given ? { pass: given.password } : { accessToken: await accessToken(given.oauth) };
}

async function accessToken({
  tokenUrl,
  clientId,
  clientSecret,
  refreshToken,
}: z.output<typeof oauth>): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: clientId,
    ...(clientSecret && { client_secret: clientSecret }),
  });
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(15_000),
  });
  const told = (await answer.json().catch(() => ({}))) as { access_token?: unknown; error?: unknown };
  if (!answer.ok || typeof told.access_token !== 'string')
    throw new Error(
      `The token server answered ${answer.status}${typeof told.error === 'string' ? ` ${told.error}` : ''}.`,
    );
  return told.access_token;
}
