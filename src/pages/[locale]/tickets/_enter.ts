import type { AstroGlobal } from 'astro';
import { openPrivateLink } from '#src/domain/tickets/accessKey.ts';
import { domainError } from '#src/errors.ts';
import { isLocale, type Locale } from '#src/i18n/index.ts';

/** Which ticket a page of a requester is about; neither the page nor its address gets any further. @throws not_found */
export function ticketOf(Astro: Readonly<AstroGlobal>): { locale: Locale; number: number } {
  const { locale } = Astro.params;
  const number = Number(/^[1-9]\d{0,9}$/.exec(Astro.params.number ?? '')?.[0]);
  if (!isLocale(locale) || !number) throw domainError('not_found');
  Astro.response.headers.set('cache-control', 'private, no-store');
  Astro.response.headers.set('referrer-policy', 'no-referrer');
  return { locale, number };
}

/**
 * Exchange the key of a private link for a cookie. The key leaves the address bar at once: it would show over a shoulder,
 * in the history and in every Referer.
 * @returns the way to the address without it, null when there was no key
 */
export async function enter(
  Astro: Readonly<AstroGlobal>,
  { number, clean }: { number: number; clean: string },
): Promise<Response | null> {
  const key = Astro.url.searchParams.get('key');
  if (key === null) return null;
  const cookie = await openPrivateLink(Astro.locals.ctx, number, key);
  Astro.cookies.set(cookie.name, cookie.value, cookie.options);
  return Astro.redirect(clean, 303);
}
