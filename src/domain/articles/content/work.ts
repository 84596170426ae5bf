import { foldText } from '#db/sql.ts';
import type { Context } from '#src/context.ts';
import type { Lookup } from '../rendered.ts';
import { listAllSlugs } from './content.store.ts';
import { readyCategories, type CategoryOf } from './folders.ts';
import { stillTrue, type LastPull } from './lastPull.ts';
import { readyAssets, type FolderAssets } from './folderAssets.ts';
import { readyOwners, type Owners } from './owners.ts';
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
  owners: Owners['ids'];
  /** Paths that lead elsewhere than before. */
  changedPaths: Set<string>;
}

/** Everything that the texts need before they come in: addresses, categories, files, owners. */
export async function prepare(ctx: Context, plan: Plan, last: LastPull | null): Promise<Work> {
  const slugs = chooseSlugs(plan.coming, await listAllSlugs(ctx.db.read));
  const assets = await readyAssets(ctx, plan, last?.at ?? Number.MAX_SAFE_INTEGER);
  const owners = await readyOwners(ctx, plan);
  return {
    ...{ plan, slugs, assets, owners: owners.ids },
    changedPaths: new Set([...assets.renewed, ...movedPaths(plan, slugs)]),
    categoryOf: await readyCategories(ctx, plan),
    lookup: lookupOf(plan, slugs, assets),
    counts: { created: 0, updated: 0, moved: 0, written: 0 },
    problems: [...plan.problems, ...owners.problems, ...stillTrue(plan, last)],
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
