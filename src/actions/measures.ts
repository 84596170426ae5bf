import { holdoutInput, setHoldout } from '#src/domain/ask/holdout.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';

export const measures = {
  /** Let a share of asks see no suggestions. */
  setHoldout: formAction({
    input: holdoutInput,
    run: async (ctx, input) => {
      await setHoldout(ctx, input);
      return paths.deskHoldout('saved');
    },
  }),
};
