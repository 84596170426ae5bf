import { foldText } from '#db/sql.ts';
import { systemActor, type Context } from '#src/context.ts';
import { listPeople } from '#src/domain/accounts/people.ts';
import type { Lookup } from '../rendered.ts';
import { listAllSlugs } from './content.store.ts';
import { readyCategories, type CategoryOf } from './folders.ts';
import { stillTrue, type LastPull } from './lastPull.ts';
import { readyAssets, type FolderAssets } from './folderAssets.ts';
import type { Coming, Plan } from './plan.ts';
import type { FileProblem } from './report.ts';
import { chooseSlugs } from './slugs.ts';

/** What one pull works with, and what it has done so far. */
export interface Work {
  plan: Plan;
  slugs: Map<Coming, string>;
  categoryOf: CategoryOf;
  assets: FolderAssets;
  lookup: Lookup;
  counts: { created: number; updated: number; moved: number; written: number };
  problems: FileProblem[];
  /** Ids of the people, by their e-mail addresses. */
  owners: Map<string, number>;
  /** Paths that lead elsewhere than before. */
  changedPaths: Set<string>;
}

/** Everything that the texts need before they come in: addresses, categories, files, owners. */
export async function prepare(ctx: Context, plan: Plan, last: LastPull | null): Promise<Work> {
  const slugs = chooseSlugs(plan.coming, await listAllSlugs(ctx.db.read));
  const assets = await readyAssets(ctx, plan, last?.at ?? Number.MAX_SAFE_INTEGER);
  return {
    ...{ plan, slugs, assets },
    changedPaths: new Set([...assets.renewed, ...movedPaths(plan, slugs)]),
    owners: await ownersOf(ctx, plan),
    categoryOf: await readyCategories(ctx, plan),
    lookup: lookupOf(plan, slugs, assets),
    counts: { created: 0, updated: 0, moved: 0, written: 0 },
    problems: [...plan.problems, ...stillTrue(plan, last)],
  };
}

function movedPaths(plan: Plan, slugs: Map<Coming, string>): string[] {
  const coming = [...slugs].flatMap(([{ draft, article }, slug]) => {
    const isSame =
      article?.filePath === draft.path && article.slug === slug && article.state === draft.state;
    return isSame ? [] : [draft.path, article?.filePath ?? []].flat();
  });
  return [...plan.gone.map(({ filePath }) => filePath!), ...coming];
}

async function ownersOf(ctx: Context, { coming }: Plan): Promise<Map<string, number>> {
  if (!coming.some(({ draft }) => draft.file.data.owner)) return new Map();
  const people = await listPeople({ ...ctx, actor: systemActor });
  return new Map(people.map(({ email, id }) => [email, id]));
}

/** What paths lead to once the pull is through. */
const lookupOf = (plan: Plan, slugs: Map<Coming, string>, assets: FolderAssets): Lookup => ({
  articles: targetsOf(plan, slugs),
  asset: (path) => assets.at(path),
});

/** The articles behind paths once the plan is carried out. */
export function targetsOf(plan: Plan, slugs: Map<Coming, string>): Lookup['articles'] {
  const targets = new Map<string, { filePath: string; locale: string; slug: string }[]>();
  const add = (filePath: string, locale: string, slug: string) => {
    const name = foldText(filePath);
    targets.set(name, [...(targets.get(name) ?? []), { filePath, locale, slug }]);
  };
  for (const { filePath, locale, slug } of [...plan.unchanged, ...plan.leaving]) add(filePath!, locale, slug);
  for (const { draft, article } of plan.clashing) add(draft.path, article.locale, article.slug);
  for (const [{ draft }, slug] of slugs) add(draft.path, draft.place.locale, slug);
  return (filePaths) => Promise.resolve(filePaths.flatMap((path) => targets.get(foldText(path)) ?? []));
}
