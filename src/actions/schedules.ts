import { z } from 'zod';
import { cancelSchedule, scheduleArticle } from '#src/domain/articles/schedule/plan.ts';
import { scheduleActions } from '#src/domain/articles/schedule/schedule.ts';
import { idInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';

export const schedules = {
  plan: formAction({
    input: z.object({
      id: idInput,
      what: z.enum(scheduleActions, { error: 'bad_choice' }),
      at: z.string().max(40),
      zone: z.string().max(60),
    }),
    run: async (ctx, { id, what, at, zone }) => {
      // Some browsers send seconds with a time.
      await scheduleArticle(ctx, { articleId: id, action: what, at: at.slice(0, 16), zone });
      return paths.deskArticle(id, { done: 'planned' });
    },
  }),

  cancel: formAction({
    input: z.object({ schedule: idInput }),
    run: async (ctx, { schedule }) =>
      paths.deskArticle(await cancelSchedule(ctx, schedule), { done: 'cancelled' }),
  }),
};
