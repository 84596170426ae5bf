import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import { foldText } from '#db/sql.ts';
import { systemActor, type Context } from '#src/context.ts';
import { listPeople } from '#src/domain/accounts/people.ts';
import { isDomainError } from '#src/errors.ts';
import type { Locale } from '#src/i18n/index.ts';
import { listCategories } from '../category.store.ts';
import { copyState, readCopies, type CopyState } from '../content/copies.ts';
import { listAllSlugs } from '../content/content.store.ts';
import { fullPath, linkable, scanFolder, type Folder, type FolderFile } from '../content/folder.ts';
import { readyOwners } from '../content/owners.ts';
import { planPull, type Coming, type Plan } from '../content/plan.ts';
import { fileProblem, isKeptOut, type FileProblem } from '../content/report.ts';
import { chooseSlugs } from '../content/slugs.ts';
import { isPath, linkTargets, pathIn } from '../linkTargets.ts';
import { categoryTitleOf, placeOf } from '../content/place.ts';
import { targetsOf } from '../content/work.ts';
import { anchorFor } from '../markdown/headings.ts';
import { renderArticle, type Lookup } from '../rendered.ts';
import { inspectAsset } from '../saveAsset.ts';
import { addressesIn } from '../markdown/addresses.ts';
import { manifestName } from './manifest.ts';
import { sourceProblems } from './sourceProblems.ts';
import type { ImportReport, Outcome } from './report.ts';
import type { Staged } from './stage.ts';

/** Say what taking a staged folder in would do, article by article, and change nothing. */
export async function rehearse(ctx: Context, staged: Staged): Promise<ImportReport> {
  const locale = ctx.config.defaultLocale;
  const { states, over } = await compareCopies(ctx, staged);
  const plan = await planPull(ctx, { over });
  const slugs = chooseSlugs(plan.coming, await listAllSlugs(ctx.db.read));
  const shown = new Set<string>();
  const lookup = lookupOver(ctx, { plan, slugs, shown });
  const mine = new Set(staged.texts.map(({ to }) => to));
  const coming = plan.coming.filter(({ draft }) => mine.has(draft.path));
  const owners = await readyOwners(ctx, plan);
  const problems = [...plan.problems, ...owners.problems].filter(({ path }) => mine.has(path));
  const html = new Map<string, string>();
  for (const { draft } of coming) {
    const { path, file, title, place } = draft;
    const article = { source: file.body, title, locale: place.locale, filePath: path };
    const rendered = await renderArticle(ctx, article, { lookup, firstLine: file.bodyLine });
    problems.push(...rendered.problems.map((one) => ({ path, ...one })));
    html.set(path, rendered.html);
    await pause();
  }
  for (const { draft } of coming) problems.push(...brokenAnchors(draft, html, locale));
  for (const [path, state] of states)
    if (state === 'other') problems.push(fileProblem(path, 'alreadyThere', { locale }));
  const titles = new Map(plan.coming.map(({ draft }) => [draft.path, draft.title]));
  const refused = new Set(problems.filter(isKeptOut).map(({ path }) => path));
  const outcomes = outcomesOf(plan, states, refused);
  return {
    articles: staged.texts.map(({ from, to }) => ({
      ...{ path: from, to, outcome: outcomes(to) },
      title: titles.get(to) ?? placeOf(to, locale).key,
    })),
    categories: await newCategories(ctx, coming),
    links: staged.links,
    images: staged.files.filter(({ to }) => shown.has(to)).map(({ from }) => from),
    problems: [
      ...staged.problems,
      ...(await unknownPeople(ctx, staged)),
      ...(await sourceProblems(staged, problems)),
    ],
    done: null,
  };
}

/** Colleagues whom an export names and nobody here knows: what they wrote comes in without a name. */
async function unknownPeople(ctx: Context, { own }: Staged): Promise<FileProblem[]> {
  const people = own ? await listPeople({ ...ctx, actor: systemActor }) : [];
  const known = new Set(people.map(({ email }) => email));
  const locale = ctx.config.defaultLocale;
  return (own?.manifest.people ?? [])
    .filter((address) => !known.has(address))
    .map((person) => fileProblem(manifestName, 'unknownPerson', { locale, values: { person } }));
}

/** How each staged file stands to what the content folder has, and those that would go there. */
async function compareCopies(
  ctx: Context,
  staged: Staged,
): Promise<{ states: Map<string, CopyState>; over: Folder }> {
  const copies = await readCopies(ctx);
  const folder = await scanFolder(staged.root, { locale: ctx.config.defaultLocale });
  const states = new Map<string, CopyState>();
  for (const { path } of [...folder.texts, ...folder.categories, ...linkable(folder)]) {
    const bytes = await readFile(join(staged.root, path));
    states.set(path, await copyState(ctx, { to: path, bytes, copies }));
  }
  const comes = ({ path }: { path: string }) => !['kept', 'other'].includes(states.get(path)!);
  const { texts, categories, images, others } = folder;
  const over = {
    texts: texts.filter(comes),
    categories: categories.filter(comes),
    images: images.filter(comes),
    others: others.filter(comes),
  };
  return { states, over: { ...folder, ...over } };
}

function outcomesOf(
  plan: Plan,
  states: Map<string, CopyState>,
  refused: ReadonlySet<string>,
): (path: string) => Outcome {
  const coming = new Map(
    plan.coming.map(({ draft, article }) => [draft.path, article ? 'changed' : 'new'] as const),
  );
  const unchanged = new Set(plan.unchanged.map(({ filePath }) => filePath));
  return (path) => {
    if (refused.has(path)) return 'refused';
    if (states.get(path) === 'kept') return 'kept';
    return coming.get(path) ?? (unchanged.has(path) ? 'same' : 'kept');
  };
}

/** What paths lead to once it is done; `shown` collects the files that are asked for. */
function lookupOver(
  ctx: Context,
  { plan, slugs, shown }: { plan: Plan; slugs: Map<Coming, string>; shown: Set<string> },
): Lookup {
  const files = new Map(linkable(plan.folder).map((file) => [foldText(file.path), file]));
  const looked = new Map<string, Promise<Awaited<ReturnType<typeof factsOf>>>>();
  return {
    articles: targetsOf(plan, slugs),
    async asset(path) {
      const file = files.get(foldText(path));
      if (!file) return null;
      const facts = looked.get(file.path) ?? factsOf(ctx, plan.folder, file);
      looked.set(file.path, facts);
      if ((await facts) !== 'refused') shown.add(file.path);
      return facts;
    },
  };
}

async function factsOf(ctx: Context, folder: Folder, file: FolderFile) {
  if (file.size > ctx.config.uploadMaxBytes) return 'refused' as const;
  const bytes = await readFile(fullPath(folder, file));
  const name = posix.basename(file.path);
  const facts = await inspectAsset(ctx, { bytes, name, isFromFolder: true }).catch((error: unknown) => {
    if (isDomainError(error)) return null;
    throw error;
  });
  if (!facts) return 'refused' as const;
  return { ...facts, hash: '0'.repeat(64), size: bytes.length, width: null, height: null };
}

/** Links to a part of another article of the import that has no such part. */
function brokenAnchors(
  { path, file }: Coming['draft'],
  html: ReadonlyMap<string, string>,
  locale: Locale,
): FileProblem[] {
  return addressesIn(file.body).flatMap(({ kind, url, line }) => {
    const wanted = kind === 'link' && isPath(url) && url.includes('#') ? linkTargets(path, url) : null;
    const target = wanted?.paths.map((one) => html.get(one)).find(Boolean);
    if (!wanted?.fragment || !target || pathIn(path, url) === path) return [];
    const isThere = target.includes(`id="${anchorFor(wanted.fragment)}"`);
    const values = { address: url };
    return isThere
      ? []
      : [fileProblem(path, 'brokenAnchor', { line: line + file.bodyLine - 1, locale, values })];
  });
}

async function newCategories(ctx: Context, coming: Coming[]): Promise<string[]> {
  const known = new Set((await listCategories(ctx.db.read)).map(({ locale, key }) => `${locale}/${key}`));
  const wanted = coming.map(({ draft: { place, categoryKey } }) => ({
    name: `${place.locale}/${categoryKey}`,
    title: `${place.locale}/${categoryTitleOf(place.folder ?? categoryKey)}`,
  }));
  return [
    ...new Map(
      wanted.filter(({ name }) => !known.has(name)).map(({ name, title }) => [name, title]),
    ).values(),
  ].sort();
}
