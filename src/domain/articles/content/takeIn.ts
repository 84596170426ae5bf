import { setImmediate as pause } from 'node:timers/promises';
import { isUniqueViolation, type Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { isDomainError, type DomainError } from '#src/errors.ts';
import { findArticleByFile } from '../article.store.ts';
import type { Article } from '../article.ts';
import { changeArticle } from '../change.ts';
import { createArticle } from '../create.ts';
import { renderArticle, type Rendered } from '../rendered.ts';
import { adoptSlug } from '../slugs.ts';
import { noteAgreed } from './content.store.ts';
import { fieldsOf } from './draft.ts';
import type { Coming, Progress } from './plan.ts';
import { fileProblem } from './report.ts';
import type { Work } from './work.ts';

/** Articles in one transaction: few enough that nobody waits for it. */
const chunkSize = 25;

/** Every new or changed file into its article. A file that is refused is reported, and the rest still comes in. */
export async function takeIn(ctx: Context, work: Work, onProgress?: Progress): Promise<void> {
  const { coming } = work.plan;
  for (let done = 0; done < coming.length; done += chunkSize) {
    const chunk = coming.slice(done, done + chunkSize);
    const rendered = new Map<Coming, Rendered>();
    for (const one of chunk) {
      rendered.set(one, await renderComing(ctx, work, one));
      await pause();
    }
    await ctx.db.write(async (tx) => {
      for (const one of chunk) await takeOne(ctx, tx, { work, one, rendered: rendered.get(one)! });
    });
    onProgress?.({ phase: 'write', done: Math.min(done + chunkSize, coming.length), total: coming.length });
  }
}

async function renderComing(ctx: Context, work: Work, { draft }: Coming): Promise<Rendered> {
  const { path, file, title, place } = draft;
  const article = { source: file.body, title, locale: place.locale, filePath: path };
  const rendered = await renderArticle(ctx, article, { lookup: work.lookup, firstLine: file.bodyLine });
  work.problems.push(...rendered.problems.map((one) => ({ path, ...one })));
  return rendered;
}

interface Taking {
  work: Work;
  one: Coming;
  rendered: Rendered;
}

async function takeOne(ctx: Context, tx: Query, taking: Taking): Promise<void> {
  const { work, one } = taking;
  const { path, hash, file } = one.draft;
  try {
    const saved = await save(ctx, taking);
    await noteAgreed(tx, saved.id, { path, hash, revision: saved.revision });
    for (const slug of file.data.redirectFrom ?? []) await adoptSlug(tx, saved, slug);
    count(work, one);
  } catch (error) {
    await explain(ctx, work, one, error);
  }
}

async function save(ctx: Context, { work, one, rendered }: Taking): Promise<Article> {
  const { draft, article } = one;
  const { key, state, place, path } = draft;
  const owner = draft.file.data.owner?.toLowerCase();
  const fields = fieldsOf(draft, {
    categoryId: (await work.categoryOf(draft)).id,
    slug: work.slugs.get(one)!,
    ownerId: owner ? work.owners.get(owner) : undefined,
  });
  const { html, headings, sections, renderVersion } = rendered;
  const file = { filePath: path, extra: draft.file.other };
  const values = { fields, rendered: { html, headings, sections, renderVersion }, state, file };
  return article
    ? changeArticle(ctx, article.id, { ...values, reason: 'content' })
    : createArticle(ctx, { ...values, locale: place.locale, key });
}

function count({ counts }: Work, { draft, article }: Coming): void {
  if (!article) counts.created += 1;
  else if (article.fileHash === draft.hash && article.filePath !== draft.path) counts.moved += 1;
  else counts.updated += 1;
}

/** What this one file is refused for is the file's affair; anything else is the database's, and stops the pull. */
async function explain(ctx: Context, work: Work, { draft }: Coming, error: unknown): Promise<void> {
  if (!isDomainError(error) && !isUniqueViolation(error)) throw error;
  // Another process was quicker with the same file.
  if ((await findArticleByFile(ctx.db.read, draft.path))?.fileHash === draft.hash) return;
  const details = (error as DomainError).details ?? {};
  const reason = JSON.stringify(details.fields ?? details);
  work.problems.push(
    fileProblem(draft.path, 'refused', { locale: ctx.config.defaultLocale, values: { reason } }),
  );
}
