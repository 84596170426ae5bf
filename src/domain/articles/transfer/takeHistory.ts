import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { isDomainError } from '#src/errors.ts';
import { systemActor, type Context } from '#src/context.ts';
import { listPeople } from '#src/domain/accounts/people.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import { findArticleByFile } from '../article.store.ts';
import type { Article } from '../article.ts';
import { findCategoryByKey } from '../category.store.ts';
import { saveAsset } from '../saveAsset.ts';
import { insertTemplate, listTemplateRows } from '../template/template.store.ts';
import { keepTranslation } from '../translation/translation.store.ts';
import { keepCopy } from '../workingCopy.store.ts';
import { historyPath, historySchema, type History, type IdsOf } from './history.ts';
import { setHistory, writeLists } from './history.store.ts';
import { readJson, type Manifest } from './manifest.ts';
import type { ImportReport } from './report.ts';
import type { Staged } from './stage.ts';

/**
 * A portal's own export also says how its articles came to be: revisions, votes, flags, comments, reviews, dates, what
 * waits to be published. Only what is new here takes it over. Its files and templates come along too.
 */
export async function takeHistory(ctx: Context, staged: Staged, { articles }: ImportReport): Promise<void> {
  if (!staged.own) return;
  const { manifest, historyRoot } = staged.own;
  await takeFiles(ctx, staged);
  const people = await listPeople({ ...ctx, actor: systemActor });
  const idOf: IdsOf = (address) => people.find(({ email }) => email === address)?.id ?? null;
  for (const { to, outcome } of articles) {
    const article = outcome === 'new' ? await findArticleByFile(ctx.db.read, to) : null;
    const read = article && historySchema.safeParse(await readJson(join(historyRoot, historyPath(to))));
    if (read?.success) await takeOne(ctx, article!, { history: read.data, idOf });
  }
  await takeTemplates(ctx, manifest);
  await ctx.db.write((tx) => bumpCounter(tx, 'content'));
}

/** Every file of the export, those too that only an older revision names. */
async function takeFiles(ctx: Context, { source, files }: Staged): Promise<void> {
  for (const { from, to } of files) {
    if (/(^|\/)_category\.md$/i.test(to)) continue;
    const bytes = await readFile(join(source, from));
    const path = /^assets\/[0-9a-f]{64}\//.test(to) ? null : to;
    await saveAsset(ctx, { bytes, name: posix.basename(to), path }).catch((error: unknown) => {
      // Of a kind that is not taken any more: an article that links to it says so.
      if (!isDomainError(error)) throw error;
    });
  }
}

async function takeOne(
  ctx: Context,
  article: Article,
  { history, idOf }: { history: History; idOf: IdsOf },
): Promise<void> {
  const { revision, createdAt, updatedAt, publishedAt, confidence, createdBy } = history;
  const source = history.translates && (await findArticleByFile(ctx.db.read, history.translates.path));
  const copy = history.copy && (await copyOf(ctx, article, { copy: history.copy, idOf }));
  await ctx.db.write(async (tx) => {
    const times = { createdAt, updatedAt, publishedAt, createdById: idIn(idOf, createdBy) };
    await setHistory(tx, article.id, { ...times, revision, confidence, fileRevision: revision });
    await writeLists(tx, article.id, { lists: history, idOf });
    if (copy) await keepCopy(tx, copy);
    if (!source) return;
    const { path: _, by, ...note } = history.translates!;
    await keepTranslation(tx, { ...note, articleId: article.id, sourceId: source.id, byId: idIn(idOf, by) });
  });
}

const idIn = (idOf: IdsOf, address: string | null) => (address === null ? null : idOf(address));

async function copyOf(
  ctx: Context,
  { id: articleId, locale, categoryId }: Article,
  { copy, idOf }: { copy: NonNullable<History['copy']>; idOf: IdsOf },
) {
  const { revision, baseRevision, createdAt, updatedAt, author, category, owner, ...words } = copy;
  const place = await findCategoryByKey(ctx.db.read, locale, category);
  const fields = { ...words, categoryId: place?.id ?? categoryId, ownerId: idIn(idOf, owner) };
  return { articleId, fields, revision, baseRevision, createdAt, updatedAt, authorId: idIn(idOf, author) };
}

async function takeTemplates(ctx: Context, { templates }: Manifest): Promise<void> {
  const nameOf = ({ locale, name }: { locale: string; name: string }) => `${locale}/${name}`;
  const known = new Set((await listTemplateRows(ctx.db.read)).map(nameOf));
  const fresh = templates.filter((one) => !known.has(nameOf(one)));
  await ctx.db.write(async (tx) => {
    for (const one of fresh) await insertTemplate(tx, { ...one, byId: null, updatedAt: ctx.now });
  });
}
