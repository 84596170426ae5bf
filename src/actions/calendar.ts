import { z } from 'zod';
import { saveWaiting, waitingInput, type WaitingInput } from '#src/domain/calendar/waiting.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';

const text = z.string().default('');
const names = Object.keys(waitingInput.shape) as (keyof WaitingInput)[];

export const calendar = {
  /** As it was typed: the domain reads hours and holidays. */
  save: formAction({
    input: z.object(Object.fromEntries(names.map((name) => [name, text]))),
    run: async (ctx, typed) => {
      await saveWaiting(ctx, { ...(typed as unknown as WaitingInput), isOn: typed.isOn === 'on' });
      return paths.adminHours('saved');
    },
  }),
};
