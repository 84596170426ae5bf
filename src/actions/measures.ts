import { z } from 'zod';
import { chooseReport } from '#src/domain/mail/notices.ts';
import { holdoutInput, setHoldout } from '#src/domain/ask/holdout.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';

export const measures = {
  /** Last month's figures by mail, or no more. */
  chooseReport: formAction({
    input: z.object({ wanted: z.literal('1').optional() }),
    run: async (ctx, { wanted }) => {
      await chooseReport(ctx, wanted === '1');
      return paths.deskMonthlyReport('saved');
    },
  }),

  /** Let a share of asks see no suggestions. */
  setHoldout: formAction({
    input: holdoutInput,
    run: async (ctx, input) => {
      await setHoldout(ctx, input);
      return paths.deskHoldout('saved');
    },
  }),
};
