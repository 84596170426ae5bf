import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { getReadableArticle } from '#src/domain/articles/read.ts';
import { openAskForm } from '#src/domain/ask/form.ts';
import { domainError } from '#src/errors.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { addressBlock, takeToken } from '#src/domain/limits/limits.ts';
import { queueMail } from '#src/domain/mail/outbox.ts';
import { isLocale } from '#src/i18n/index.ts';
import { absolute, paths } from '#src/paths.ts';
import { findSameWish, insertWish } from './wish.store.ts';
import { confirmDays, wishInput, wishToken, type Wish } from './wish.ts';

/** Wishes from one network, and mails to one address, in a window: nobody is pestered through this form. */
const perNetwork = { limit: 20, windowMs: 3_600_000 };
const perAddress = { limit: 3, windowMs: 86_400_000 };

export interface WishTyped extends z.input<typeof wishInput> {
  /** A known issue to follow, in the place of a search. */
  articleId?: number | undefined;
  /** The signed form of the page that found nothing: it knows the search. */
  form: string;
  clientAddress: string;
}

/**
 * Keep the words of a search that failed and an address that wants to hear of an answer. The address gets one mail, with a
 * button; until it is pressed nothing else is sent there. Asked again, the mail is sent again.
 * @throws invalid, rate_limited
 */
export async function makeWish(ctx: Context, typed: WishTyped): Promise<Wish> {
  const wish = checkInput(wishInput, typed);
  const form = await openAskForm(ctx, typed.form);
  if (!form) throw domainError('invalid');
  await takeToken(ctx, { key: `wish:${addressBlock(typed.clientAddress)}`, ...perNetwork });
  await takeToken(ctx, { key: `wish:${wish.email}`, ...perAddress });
  const { locale, now } = ctx;
  const articleKey = typed.articleId ? (await getReadableArticle(ctx, typed.articleId)).key : null;
  return ctx.db.write(async (tx) => {
    const same = await findSameWish(tx, { ...wish, locale });
    const nonce = randomBytes(16).toString('base64url');
    const row = {
      ...wish,
      locale,
      nonce,
      searchId: form.askId,
      articleKey,
      createdAt: now,
      confirmedAt: null,
    };
    const made = same ?? (await insertWish(tx, row));
    if (made.confirmedAt === null) await askAddress(ctx, tx, made);
    return made;
  });
}

/** The words stay out of it: they may be a stranger's, who typed somebody else's address. */
async function askAddress(ctx: Context, tx: Query, wish: Wish): Promise<void> {
  const locale = isLocale(wish.locale) ? wish.locale : ctx.config.defaultLocale;
  await queueMail(tx, ctx, {
    kind: 'wish_confirm',
    to: { email: wish.email, name: '', locale },
    cause: `wish:${wish.nonce}:${ctx.now.getTime()}`,
    fields: {
      'link.url': absolute(ctx.config.publicUrl, paths.wish(locale, await wishToken(ctx, wish))),
      days: String(confirmDays),
    },
  });
}
