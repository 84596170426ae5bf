import { z } from 'zod';
import { confirmWish, dropWish } from '#src/domain/wishes/changeWish.ts';
import { makeWish } from '#src/domain/wishes/makeWish.ts';
import { wishInput } from '#src/domain/wishes/wish.ts';
import { idInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';

const behindLink = z.object({ token: z.string().max(1_000).default('') });

/** To hear when there is an answer, without filing a ticket. */
export const wishes = {
  make: formAction({
    input: wishInput.extend({ form: z.string().default(''), article: idInput.optional() }),
    run: async (ctx, { article, ...input }, { locals: { clientAddress } }) => {
      await makeWish(ctx, { ...input, articleId: article, clientAddress });
      return paths.wishSent(ctx.locale);
    },
  }),

  confirm: formAction({
    input: behindLink,
    run: async (ctx, { token }) => {
      await confirmWish(ctx, token);
      return paths.wish(ctx.locale, token);
    },
  }),

  drop: formAction({
    input: behindLink,
    run: async (ctx, { token }) => {
      await dropWish(ctx, token);
      return paths.wish(ctx.locale, token);
    },
  }),
};
