import type { Context } from '#src/context.ts';
import { makeSignInLink, signInLinkMs } from '#src/domain/accounts/signInLink.ts';
import { isLocale } from '#src/i18n/index.ts';
import { absolute, paths } from '#src/paths.ts';
import { queueMail } from './outbox.ts';

/**
 * Mail somebody the link and the code with which they see their tickets. For an address that nobody asked from, all
 * goes the same way but for the mail.
 * @returns the token for the cookie of the browser that asked
 * @throws invalid, rate_limited
 */
export function sendSignInLink(ctx: Context, wanted: Parameters<typeof makeSignInLink>[1]): Promise<string> {
  return makeSignInLink(ctx, wanted, (tx, link) => {
    const locale = isLocale(link.locale) ? link.locale : ctx.config.defaultLocale;
    const { email, name, requesterId } = link;
    return queueMail(tx, ctx, {
      kind: 'sign_in',
      to: { email, name, locale, requesterId },
      fields: {
        'link.url': absolute(ctx.config.publicUrl, paths.signIn(locale, link.token)),
        code: link.code,
        minutes: String(signInLinkMs / 60_000),
      },
      cause: `sign_in:${link.id}`,
    });
  });
}
