import { rateTicket, ratingInput } from '#src/domain/tickets/rate.ts';
import { idInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';

export const rating = {
  send: formAction({
    input: ratingInput.extend({ number: idInput }),
    run: async (ctx, { number, ...input }) => {
      await rateTicket(ctx, number, input);
      return paths.ticketRating(ctx.locale, number, { done: 'rated' });
    },
  }),
};
