import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { idInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';

/** A form about one ticket of the desk, which shows the ticket again. */
export function onTicket<F extends z.ZodRawShape>(
  fields: F,
  run: (ctx: Context, number: number, input: z.output<z.ZodObject<F>>) => Promise<void>,
) {
  return formAction({
    input: z.object({ ...fields, number: idInput }),
    run: async (ctx, input) => {
      const { number, ...rest } = input as { number: number };
      await run(ctx, number, rest as z.output<z.ZodObject<F>>);
      return paths.deskTicket(number);
    },
  });
}
