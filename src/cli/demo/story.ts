import type { Context } from '#src/context.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { flagArticle } from '#src/domain/articles/flag.ts';
import { findReadableByKey } from '#src/domain/articles/read.ts';
import { declareIssue } from '#src/domain/issues/declare.ts';
import type { Gap } from './gaps.ts';
import { failingKey } from './topics.ts';
import { categoryOf, keyOf } from './library.ts';

/** An agent who solved a few tickets about the failing article says what is wrong with it. */
export async function flagFailing(ctx: Context): Promise<void> {
  const article = await findReadableByKey(ctx, 'en', failingKey);
  if (!article) return;
  const comment = 'Nobody finds the step where the pictures come along. Please say where they have to lie.';
  await flagArticle(ctx, { articleId: article.id, kind: 'missing_step', comment });
}

/** The article that closed a gap speaks of a problem many have: it becomes a known issue with a way around it. */
export async function declareKnown(ctx: Context, gap: Gap): Promise<void> {
  const article = await findReadableByKey(ctx, 'en', keyOf(gap));
  if (article) await declareIssue(ctx, article.id, 'workaround');
}

/** A colleague began to write about what nothing answers yet: the panel beside its tickets shows the draft. */
export async function beginDraft(ctx: Context, gap: Gap): Promise<number> {
  const { title, summary } = gap.article.en;
  const { id } = await createArticle(ctx, {
    locale: 'en',
    fields: {
      title: `${title}: SAML, LDAP, Google`,
      summary,
      categoryId: await categoryOf(ctx, 'en'),
      source: `${gap.details.en}\n\n## Solution\n\n${gap.solution.en}\n`,
    },
    file: {},
  });
  return id;
}
