import type { Context } from '#src/context.ts';
import { pushArticle } from '#src/domain/articles/content/push.ts';
import { checkUpload, importUpload } from '#src/domain/articles/transfer/uploads.ts';
import { dropUnused } from '#src/domain/files/dropUnused.ts';
import { addUpAgain } from '#src/domain/measures/refresh.ts';
import { giveAnswers } from '#src/domain/issues/answerAll.ts';
import { tellAskers } from '#src/domain/mail/articlePublished.ts';
import { deliverMail } from '#src/domain/mail/deliver.ts';
import { tellAboutArticle } from '#src/domain/mail/tellAboutArticle.ts';
import { tellAgents } from '#src/domain/mail/tellAgents.ts';
import { learnFromTicket, learnFromVisit } from '#src/domain/search/learn.ts';
import { tellFollowers } from '#src/domain/wishes/follow.ts';
import { tellLate, tellWishers } from '#src/domain/wishes/tellWishers.ts';

export type Handler = (ctx: Context, payload: Record<string, unknown>) => Promise<unknown>;

/** What each kind of job does: one line that calls one verb, which must be idempotent, since a job runs at least once. */
export const handlers: Record<string, Handler> = {
  'articles.push': (ctx, { article }) => pushArticle(ctx, Number(article)),
  'db.scrub': (ctx) => ctx.db.scrub(),
  'content.checkUpload': (ctx, { id }) => checkUpload(ctx, Number(id)),
  'content.importUpload': (ctx, { id }) => importUpload(ctx, Number(id)),
  'files.dropUnused': (ctx, { hashes }) => dropUnused(ctx, hashes as string[]),
  'measures.addUpAgain': (ctx, { instants }) => addUpAgain(ctx, instants as number[]),
  'mail.articlePublished': (ctx, { article }) => tellAskers(ctx, Number(article)),
  'mail.deliver': (ctx, { mail }) => deliverMail(ctx, Number(mail)),
  'mail.tellAboutArticle': tellAboutArticle,
  'mail.tellAgents': tellAgents,
  'issues.answer': (ctx, { answer }) => giveAnswers(ctx, Number(answer)),
  'wishes.tellFollowers': (ctx, { article }) => tellFollowers(ctx, Number(article)),
  'wishes.tellLate': (ctx, { wish }) => tellLate(ctx, Number(wish)),
  'wishes.tell': (ctx, { article }) => tellWishers(ctx, Number(article)),
  'search.learn': (ctx, { ticket }) => learnFromTicket(ctx, Number(ticket)),
  'search.learnFromVisit': (ctx, { visit }) => learnFromVisit(ctx, String(visit)),
};
