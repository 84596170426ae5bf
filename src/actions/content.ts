import { z } from 'zod';
import { dropUpload, takeUpload } from '#src/domain/articles/transfer/uploads.ts';
import { idInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';

const one = z.object({ id: idInput });

export const content = {
  /** Take in an archive that was looked through. */
  take: formAction({
    input: one,
    run: async (ctx, { id }) => {
      await takeUpload(ctx, id);
      return paths.adminImport(id);
    },
  }),

  drop: formAction({
    input: one,
    run: async (ctx, { id }) => {
      await dropUpload(ctx, id);
      return paths.adminContent('dropped');
    },
  }),
};
