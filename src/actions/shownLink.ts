import type { AstroCookies } from 'astro';
import { z } from 'zod';
import type { Config } from '#src/config.ts';
import { keepOnce, takeOnce } from './once.ts';

/** A link that is shown once, and for whom. */
const shownLink = z.object({
  url: z.string().max(1_000),
  kind: z.enum(['invite', 'reset']),
  for: z.string().max(300),
  /** It also went out by mail. */
  isSent: z.boolean(),
});
export type ShownLink = z.output<typeof shownLink>;

export function keepLink(cookies: AstroCookies, config: Config, link: ShownLink): void {
  keepOnce(cookies, config, 'link', JSON.stringify(link));
}

/** The link of the form before, null when there is none; a cookie can hold anything, so it is read with care. */
export function takeLink(cookies: AstroCookies, config: Config): ShownLink | null {
  try {
    const kept = shownLink.safeParse(JSON.parse(takeOnce(cookies, config, 'link') ?? 'null'));
    return kept.success && kept.data.url.startsWith(`${config.publicUrl}/`) ? kept.data : null;
  } catch {
    return null;
  }
}
