import { z } from 'zod';
import { assignGap } from '#src/domain/gaps/change.ts';
import { idInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';

export const gaps = {
  /** Give a gap to somebody, or to nobody. */
  assign: formAction({
    input: z.object({ id: idInput, owner: z.union([z.literal(''), idInput]).default('') }),
    run: async (ctx, { id, owner }) => {
      await assignGap(ctx, id, owner || null);
      return paths.deskGap(id);
    },
  }),
};
