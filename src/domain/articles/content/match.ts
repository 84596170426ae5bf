import type { Locale } from '#src/i18n/index.ts';
import { freeName } from '../article.ts';
import type { Draft } from './draft.ts';
import type { Plan } from './plan.ts';
import { fileProblem } from './report.ts';
import { differenceOf, type Synced } from './sync.ts';

/**
 * Finds the articles of files at new paths: by `id`, else by a file of the same bytes that is gone (both were moved).
 * What is left is new, under a key nobody has. @returns the articles whose files stay missing.
 */
export function matchFresh(
  plan: Pick<Plan, 'coming' | 'clashing' | 'problems'>,
  fresh: Draft[],
  { all, missing, locale }: { all: Synced[]; missing: Synced[]; locale: Locale },
): Synced[] {
  const left = new Set(missing);
  const owners = new Map(all.map((article) => [nameOf(article.locale, article.key), article]));
  const taken = new Map(all.map((article) => [nameOf(article.locale, article.key), article.filePath ?? '']));
  const rest: Draft[] = [];
  for (const draft of fresh) {
    const article = findOwner(draft, owners, left);
    if (!article) rest.push(draft);
    else {
      left.delete(article);
      // From now on it has a file: a second one with its id is one too many.
      owners.delete(nameOf(article.locale, article.key));
      taken.set(nameOf(article.locale, article.key), draft.path);
      const isClash = article.fileHash !== draft.hash && differenceOf(article, draft.hash) === 'both';
      (isClash ? plan.clashing : plan.coming).push({ draft, article });
    }
  }
  for (const draft of rest) placeNew(plan, draft, { taken, locale });
  return [...left];
}

function findOwner(draft: Draft, owners: Map<string, Synced>, left: Set<Synced>): Synced | undefined {
  const byId = draft.file.data.id ? owners.get(nameOf(draft.place.locale, draft.key)) : undefined;
  if (byId) return byId.filePath === null || left.has(byId) ? byId : undefined;
  return [...left].find((one) => one.fileHash === draft.hash && one.locale === draft.place.locale);
}

function placeNew(
  plan: Pick<Plan, 'coming' | 'problems'>,
  draft: Draft,
  { taken, locale }: { taken: Map<string, string>; locale: Locale },
): void {
  const name = nameOf(draft.place.locale, draft.key);
  const other = taken.get(name);
  if (other !== undefined && draft.file.data.id) {
    const values = { id: draft.key, other: other || '-' };
    plan.problems.push(fileProblem(draft.path, 'sameId', { locale, values }));
    return;
  }
  const free = freeName(name, new Set(taken.keys()));
  taken.set(free, draft.path);
  plan.coming.push({ draft: { ...draft, key: free.slice(name.length - draft.key.length) }, article: null });
}

const nameOf = (locale: string, key: string) => `${locale}/${key}`;
