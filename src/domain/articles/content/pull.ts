import { setImmediate as pause } from 'node:timers/promises';
import { isUniqueViolation, type Query } from '#db/open.ts';
import { foldText } from '#db/sql.ts';
import { systemActor, type Context } from '#src/context.ts';
import { listPeople } from '#src/domain/accounts/people.ts';
import { isDomainError, type DomainError } from '#src/errors.ts';
import { findArticle, findArticleByFile } from '../article.store.ts';
import { requireAuthor } from '../author.ts';
import { changeArticle } from '../change.ts';
import { createArticle } from '../create.ts';
import { renderArticle, type Lookup, type Rendered } from '../rendered.ts';
import { adoptSlug } from '../slugs.ts';
import { listAllSlugs, readNote, setSync, writeNote } from './content.store.ts';
import { fieldsOf } from './draft.ts';
import { readyCategories, type CategoryOf } from './folders.ts';
import { readyPictures, type Pictures } from './pictures.ts';
import { planPull, type Coming, type Plan, type Progress } from './plan.ts';
import { pushArticle } from './push.ts';
import { fileProblem, type FileProblem, type PullReport } from './report.ts';
import { renderDependents } from './dependents.ts';
import { chooseSlugs } from './slugs.ts';
import type { Synced } from './sync.ts';

/** Articles in one transaction: few enough that nobody waits for it. */
const chunkSize = 25;
export const lastPullKey = 'content.lastPull';
/** Problems the desk is shown. */
const maxKept = 2_000;

/** What the last pull saw, for the desk. */
export type LastPull = PullReport & { at: number };

/**
 * Take in what is new or changed below CONTENT_DIR, take off the site what is gone, and write out what the portal has
 * newer. Changed on both sides: nothing is overwritten, and the conflict is remembered. A file that can't be read is
 * reported, and the rest still comes in; what was committed stays when it is interrupted, and the next pull goes on.
 */
export async function pullContent(
  ctx: Context,
  { onProgress }: { onProgress?: Progress } = {},
): Promise<PullReport> {
  requireAuthor(ctx);
  const start = performance.now();
  const last = await readNote<LastPull>(ctx.db.read, lastPullKey);
  const plan = await planPull(ctx, onProgress);
  const work = await prepare(ctx, plan, last);
  await takeIn(ctx, work, onProgress);
  await renderDependents(ctx, work);
  const conflicts = await noteConflicts(ctx, plan);
  await archiveGone(ctx, plan);
  for (const article of plan.leaving) await writeOut(ctx, work, article);
  const report = { ...reportOf(work), conflicts, ms: Math.round(performance.now() - start) };
  await keepReport(ctx, report, last);
  return report;
}

/** The report of the last pull, null before the first. */
export async function lastPull(ctx: Context): Promise<LastPull | null> {
  requireAuthor(ctx);
  return readNote<LastPull>(ctx.db.read, lastPullKey);
}

export interface Work {
  plan: Plan;
  slugs: Map<Coming, string>;
  categoryOf: CategoryOf;
  pictures: Pictures;
  lookup: Lookup;
  counts: { created: number; updated: number; moved: number; written: number };
  problems: FileProblem[];
  /** Ids of the people, by their e-mail addresses. */
  owners: Map<string, number>;
  /** Paths that lead elsewhere than before. */
  changedPaths: Set<string>;
}

async function prepare(ctx: Context, plan: Plan, last: LastPull | null): Promise<Work> {
  const slugs = chooseSlugs(plan.coming, await listAllSlugs(ctx.db.read));
  const pictures = await readyPictures(ctx, plan, last?.at ?? Number.MAX_SAFE_INTEGER);
  const changedPaths = new Set([...pictures.renewed, ...plan.gone.map(({ filePath }) => filePath!)]);
  for (const [{ draft, article }, slug] of slugs)
    if (article?.filePath !== draft.path || article.slug !== slug || article.state !== draft.state) {
      changedPaths.add(draft.path);
      if (article?.filePath) changedPaths.add(article.filePath);
    }
  return {
    ...{ plan, slugs, pictures, changedPaths },
    owners: await ownersOf(ctx, plan),
    categoryOf: await readyCategories(ctx, plan),
    lookup: lookupOf(plan, slugs, pictures),
    counts: { created: 0, updated: 0, moved: 0, written: 0 },
    problems: [...plan.problems, ...stillTrue(plan, last)],
  };
}

async function ownersOf(ctx: Context, { coming }: Plan): Promise<Map<string, number>> {
  if (!coming.some(({ draft }) => draft.file.data.owner)) return new Map();
  const people = await listPeople({ ...ctx, actor: systemActor });
  return new Map(people.map(({ email, id }) => [email, id]));
}

/** What an earlier pull said of files that didn't change since. */
function stillTrue(plan: Plan, last: LastPull | null): FileProblem[] {
  const same = new Set([...plan.unchanged, ...plan.leaving].map(({ filePath }) => filePath));
  return (last?.problems ?? []).filter(({ path }) => same.has(path));
}

/** What paths lead to once the pull is through. */
function lookupOf(plan: Plan, slugs: Map<Coming, string>, pictures: Pictures): Lookup {
  const targets = new Map<string, { filePath: string; locale: string; slug: string }[]>();
  const add = (filePath: string, locale: string, slug: string) => {
    const name = foldText(filePath);
    targets.set(name, [...(targets.get(name) ?? []), { filePath, locale, slug }]);
  };
  for (const { filePath, locale, slug } of [...plan.unchanged, ...plan.leaving]) add(filePath!, locale, slug);
  for (const { draft, article } of plan.clashing) add(draft.path, article.locale, article.slug);
  for (const [{ draft }, slug] of slugs) add(draft.path, draft.place.locale, slug);
  return {
    articles: (filePaths) => Promise.resolve(filePaths.flatMap((path) => targets.get(foldText(path)) ?? [])),
    image: (path) => pictures.at(path),
  };
}

async function takeIn(ctx: Context, work: Work, onProgress?: Progress): Promise<void> {
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

async function takeOne(
  ctx: Context,
  tx: Query,
  { work, one, rendered }: { work: Work; one: Coming; rendered: Rendered },
): Promise<void> {
  const { draft, article } = one;
  try {
    const fields = fieldsOf(draft, {
      categoryId: (await work.categoryOf(draft)).id,
      slug: work.slugs.get(one)!,
      ownerId: draft.file.data.owner ? work.owners.get(draft.file.data.owner.toLowerCase()) : undefined,
    });
    const { html, headings, sections, renderVersion } = rendered;
    const common = { fields, rendered: { html, headings, sections, renderVersion } };
    const file = { filePath: draft.path, extra: draft.file.other };
    const { key, state, place } = draft;
    const saved = article
      ? await changeArticle(ctx, article.id, { ...common, state, reason: 'content', file })
      : await createArticle(ctx, { ...common, locale: place.locale, key, state, file });
    await setSync(tx, saved.id, {
      filePath: draft.path,
      fileHash: draft.hash,
      fileRevision: saved.revision,
      fileConflict: null,
    });
    for (const slug of draft.file.data.redirectFrom ?? []) await adoptSlug(tx, saved, slug);
    count(work, one);
  } catch (error) {
    await explain(ctx, work, one, error);
  }
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

/** Nothing is overwritten. Both sides with the same words are no conflict, whoever wrote them. */
async function noteConflicts(ctx: Context, plan: Plan): Promise<string[]> {
  const conflicts: string[] = [];
  for (const { draft, article } of plan.clashing)
    await ctx.db.write(async (tx) => {
      const now = await findArticle(tx, article.id);
      if (!now) return;
      const isSame = now.source === draft.file.body && now.title === draft.title;
      if (isSame)
        return setSync(tx, now.id, {
          filePath: draft.path,
          fileHash: draft.hash,
          fileRevision: now.revision,
          fileConflict: null,
        });
      conflicts.push(draft.path);
      if (now.fileConflict !== draft.hash || now.filePath !== draft.path)
        await setSync(tx, now.id, { filePath: draft.path, fileConflict: draft.hash });
    });
  return conflicts;
}

async function archiveGone(ctx: Context, { gone }: Plan): Promise<void> {
  for (const article of gone)
    await ctx.db.write(async (tx) => {
      const { revision } = await changeArticle(ctx, article.id, {
        state: 'archived',
        reason: 'content',
        file: { fileHash: null },
      });
      await setSync(tx, article.id, { fileRevision: revision, fileConflict: null });
    });
}

async function writeOut(ctx: Context, work: Work, article: Synced): Promise<void> {
  const result = await pushArticle(ctx, article.id);
  if (result.outcome === 'written') work.counts.written += 1;
  if (result.outcome === 'failed') work.problems.push(result.problem);
}

function reportOf({ plan, counts, pictures, problems }: Work): Omit<PullReport, 'conflicts' | 'ms'> {
  return {
    folder: plan.folder.root,
    files: plan.folder.texts.length,
    ...counts,
    unchanged: plan.unchanged.length,
    archived: plan.gone.length,
    images: pictures.count(),
    problems,
  };
}

/** Kept when something is different, so that a quiet start writes nothing. */
async function keepReport(ctx: Context, report: PullReport, last: LastPull | null): Promise<void> {
  const isSame = (name: 'created' | 'updated' | 'moved' | 'archived' | 'written') => report[name] === 0;
  const problems = report.problems.slice(0, maxKept);
  const isQuiet = (['created', 'updated', 'moved', 'archived', 'written'] as const).every(isSame);
  if (last && isQuiet && JSON.stringify(problems) === JSON.stringify(last.problems)) return;
  await ctx.db.write((tx) => writeNote(tx, lastPullKey, { ...report, problems, at: ctx.now.getTime() }));
}
