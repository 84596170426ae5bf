import { z } from 'zod';
import { domainError } from '#src/errors.ts';
import { addNote } from '#src/domain/tickets/addNote.ts';
import { assignTicket } from '#src/domain/tickets/assign.ts';
import { changeState } from '#src/domain/tickets/changeState.ts';
import { handOver, handOverInput, type HandOver } from '#src/domain/tickets/handOver.ts';
import { flagArticle, flagKinds } from '#src/domain/articles/flag.ts';
import { linkArticle, unlinkArticle } from '#src/domain/tickets/linkArticle.ts';
import { renameTicket } from '#src/domain/tickets/rename.ts';
import { reopenTicket } from '#src/domain/tickets/reopen.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { forgetFilter, saveFilter } from '#src/domain/tickets/savedFilter.ts';
import { setPriority } from '#src/domain/tickets/setPriority.ts';
import { snoozeTicket } from '#src/domain/tickets/snooze.ts';
import { tagTicket, untagTicket } from '#src/domain/tickets/tag.ts';
import {
  limits,
  noAnswerReasons,
  selfServiceFailures,
  prioritiseInput,
  relations,
  subjectInput,
  tagInput,
  ticketStates,
} from '#src/domain/tickets/ticket.ts';
import { idInput, textInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { deskTickets } from './deskTickets.ts';
import { formAction } from './form.ts';
import { onTicket } from './onTicket.ts';
import { ownTickets } from './ownTickets.ts';
import { messageFields, withFilesOf } from './uploads.ts';

const number = idInput;
const choice = (pattern: RegExp) => z.string().regex(pattern, { error: 'bad_choice' });

export const tickets = {
  /** The composer: one text, and the button that was pressed says what becomes of it. */
  write: formAction({
    input: z.object({
      ...messageFields,
      number,
      as: z.enum(['reply', 'note'], { error: 'bad_choice' }),
      keepOpen: z.literal('on').optional(),
    }),
    run: async (ctx, { number, as, keepOpen, body, submissionKey, ...sent }) => {
      const id = await withFilesOf(ctx, sent, (files) => {
        const message = { body, submissionKey, files };
        return as === 'note'
          ? addNote(ctx, number, message)
          : replyAsAgent(ctx, number, { ...message, keepOpen: keepOpen === 'on' });
      });
      return `${paths.deskTicket(number)}#message-${id}`;
    },
  }),

  /** One question: the article that answers it, one to be written now, or why there is none; and why self-service failed. */
  resolve: formAction({
    input: z.object({
      number,
      answer: z.union([z.enum(['new', ...noAnswerReasons]), choice(/^article:\d{1,10}$/)], {
        error: 'bad_choice',
      }),
      failure: z.enum(selfServiceFailures, { error: 'bad_choice' }),
      message: choice(/^(\d{1,10})?$/).default(''),
    }),
    run: async (ctx, { number, answer, failure, message }) => {
      const [kind, id] = answer.split(':');
      await resolveTicket(ctx, number, {
        solvedByMessageId: message ? Number(message) : null,
        solvedByArticleId: kind === 'article' ? Number(id) : null,
        noAnswerReason: noAnswerReasons.find((reason) => reason === answer) ?? 'will_follow',
        selfServiceFailure: failure,
      });
      return answer === 'new' ? paths.deskNewArticle({ ticket: number }) : paths.deskTicket(number);
    },
  }),

  rename: onTicket({ subject: subjectInput }, (ctx, number, { subject }) =>
    renameTicket(ctx, number, subject),
  ),

  setState: onTicket(
    { state: z.enum(ticketStates, { error: 'bad_choice' }) },
    async (ctx, number, { state }) => {
      if (state === 'resolved') throw domainError('invalid', { fields: { state: 'bad_choice' } });
      await changeState(ctx, number, state);
    },
  ),

  reopen: onTicket({}, (ctx, number) => reopenTicket(ctx, number)),

  assign: onTicket({ assignee: choice(/^(\d{1,10})?$/).default('') }, (ctx, number, { assignee }) =>
    assignTicket(ctx, number, assignee === '' ? null : Number(assignee)),
  ),

  prioritise: onTicket(prioritiseInput.shape, (ctx, number, input) => setPriority(ctx, number, input)),

  handOver: onTicket(
    { to: textInput({ max: 20 }), why: textInput({ max: 20 }), reason: handOverInput.shape.reason },
    (ctx, number, { to, why, reason }) => handOver(ctx, number, { to, why: why as HandOver['why'], reason }),
  ),

  tag: onTicket({ tag: tagInput }, (ctx, number, { tag }) => tagTicket(ctx, number, tag)),

  untag: onTicket({ tag: textInput({ max: limits.tag }) }, (ctx, number, { tag }) =>
    untagTicket(ctx, number, tag),
  ),

  /** Hours from now, or 0 to wake it. */
  snooze: onTicket(
    { hours: z.coerce.number({ error: 'bad_number' }).int().min(0).max(8_760, { error: 'bad_number' }) },
    (ctx, number, { hours }) =>
      snoozeTicket(ctx, number, hours === 0 ? null : new Date(ctx.now.getTime() + hours * 3_600_000)),
  ),

  linkArticle: onTicket(
    { article: idInput, relation: z.enum(relations, { error: 'bad_choice' }) },
    (ctx, number, { article, relation }) => linkArticle(ctx, number, article, relation),
  ),

  flagArticle: onTicket(
    {
      article: idInput,
      kind: z.enum(flagKinds, { error: 'bad_choice' }),
      comment: textInput({ max: 2_000 }).default(''),
    },
    (ctx, number, { article, kind, comment }) =>
      flagArticle(ctx, { articleId: article, kind, comment, ticketId: number }),
  ),

  unlinkArticle: onTicket({ article: idInput }, (ctx, number, { article }) =>
    unlinkArticle(ctx, number, article),
  ),

  saveFilter: formAction({
    input: z.object({ name: z.string().max(200), query: z.string().max(2_000) }),
    run: async (ctx, input) => paths.deskQueue(await saveFilter(ctx, input)),
  }),

  forgetFilter: formAction({
    input: z.object({ filter: idInput }),
    run: async (ctx, { filter }) => {
      await forgetFilter(ctx, filter);
      return paths.deskQueue();
    },
  }),

  ...ownTickets,
  ...deskTickets,
};
