import { z } from 'zod';
import { templateFields } from '#src/domain/articles/template/template.ts';
import { removeTemplate, saveTemplate } from '#src/domain/articles/template/templates.ts';
import { idInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';

export const templates = {
  save: formAction({
    input: templateFields,
    run: async (ctx, fields) => {
      await saveTemplate(ctx, fields);
      return paths.deskTemplates();
    },
  }),

  remove: formAction({
    input: z.object({ id: idInput }),
    run: async (ctx, { id }) => {
      await removeTemplate(ctx, id);
      return paths.deskTemplates();
    },
  }),
};
