import type { AstroCookies } from 'astro';
import type { Config } from '#src/config.ts';

/**
 * Something to show once on the page after a form: a notice, a link, codes. It waits in the browser, not here, so it
 * needs no storage and is gone when it was read; two minutes at most. Keep it below 2 KB.
 */
export type OnceName = 'notice' | 'link' | 'codes' | 'many';

const cookieName = (name: OnceName) => `portico_once_${name}`;
const maxAgeSeconds = 120;

export function keepOnce(cookies: AstroCookies, config: Config, name: OnceName, value: string): void {
  cookies.set(cookieName(name), value, { ...optionsOf(config), maxAge: maxAgeSeconds });
}

/** What was kept, which is thereby used up; null when nothing was. */
export function takeOnce(cookies: AstroCookies, config: Config, name: OnceName): string | null {
  const value = cookies.get(cookieName(name))?.value;
  if (!value) return null;
  cookies.delete(cookieName(name), optionsOf(config));
  return value;
}

const optionsOf = (config: Config) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: config.isHttps }) as const;
