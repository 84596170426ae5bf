import type { AstroCookies } from 'astro';
import type { Config } from '#src/config.ts';
import { endSession, sessionCookie, type NewSession } from '#src/domain/accounts/session.ts';
import { paths } from '#src/paths.ts';
import type { FormRequest } from './form.ts';

/** What the browser holds of the session, null when nothing. */
export function readSessionToken(cookies: AstroCookies, config: Config): string | null {
  return cookies.get(sessionCookie(config).name)?.value || null;
}

/** Give the browser a session; the cookie goes when the session does. */
function keepSession(cookies: AstroCookies, config: Config, session: NewSession): void {
  const { name, options } = sessionCookie(config);
  cookies.set(name, session.token, { ...options, expires: session.expiresAt });
}

export function dropSession(cookies: AstroCookies, config: Config): void {
  const { name, options } = sessionCookie(config);
  cookies.delete(name, options);
}

/** Each step of signing in gives a new session and ends the one before. */
export async function replaceSession(
  { cookies, locals: { ctx } }: FormRequest,
  session: NewSession,
): Promise<void> {
  const old = readSessionToken(cookies, ctx.config);
  if (old) await endSession(ctx, old);
  keepSession(cookies, ctx.config, session);
}

export const userAgentOf = ({ request }: FormRequest) => request.headers.get('user-agent') ?? '';

/** Where to go after signing in: a path of this portal, never another site (`//evil`, `/\evil`, `https:…`). */
export function localPath(next: string | undefined | null, fallback: string = paths.desk()): string {
  if (!next || next.length > 2_000 || !/^\/(?![/\\])/.test(next) || /[\x00-\x1f\x7f]/.test(next))
    return fallback;
  const base = 'http://portico.invalid';
  return URL.canParse(next, base) && new URL(next, base).origin === base ? next : fallback;
}
