import type { Query } from '#db/open.ts';
import { systemActor, type Context } from '#src/context.ts';
import { staffToTell } from '#src/domain/accounts/people.ts';
import { getHead } from '#src/domain/articles/head.ts';
import { findMatter, type Matter } from '#src/domain/articles/matter.ts';
import type { StaffMatter } from '#src/domain/articles/tellLater.ts';
import { translatorOf } from '#src/i18n/index.ts';
import { absolute, paths } from '#src/paths.ts';
import { isWanted } from './notices.ts';
import { queueMail } from './outbox.ts';

/**
 * Tell colleagues that a review is asked for or came back, that somebody commented on their text, or that a time they had
 * set could not be kept; whoever did it knows already. For its job.
 */
export async function tellAboutArticle(ctx: Context, payload: Record<string, unknown>): Promise<void> {
  const matter = await findMatter(ctx, payload as StaffMatter);
  if (!matter) return;
  const { head } = await getHead({ ...ctx, actor: systemActor }, matter.articleId);
  await ctx.db.write(async (tx) => {
    const everybody = await staffToTell(tx);
    for (const person of everybody.filter(({ id, isDisabled }) => !isDisabled && matter.toIds.includes(id)))
      await tell(tx, ctx, { person, matter, title: head.title, nameOf: nameIn(everybody, ctx) });
  });
}

type Staff = Awaited<ReturnType<typeof staffToTell>>[number];

const nameIn = (staff: Staff[], ctx: Context) => (id: number | null) =>
  staff.find((person) => person.id === id)?.name ?? ctx.config.siteName;

async function tell(
  tx: Query,
  ctx: Context,
  {
    person,
    matter,
    title,
    nameOf,
  }: { person: Staff; matter: Matter; title: string; nameOf: (id: number | null) => string },
): Promise<void> {
  if (!(await isWanted(tx, person.id, 'agent_article'))) return;
  const t = translatorOf(person.locale);
  const { what, byId, error, articleId } = matter;
  await queueMail(tx, ctx, {
    kind: 'agent_article',
    to: { email: person.email, name: person.name, locale: person.locale, agentId: person.id },
    cause: matter.cause,
    fields: {
      'article.title': title,
      'article.url': absolute(ctx.config.publicUrl, paths.deskArticle(articleId)),
      what: t(`mail.articleNews.${what}`, { name: nameOf(byId) }),
      message: error ? t(`errors.${error}`) : matter.text,
    },
  });
}
