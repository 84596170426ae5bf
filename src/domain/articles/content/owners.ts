import { systemActor, type Context } from '#src/context.ts';
import { listPeople } from '#src/domain/accounts/people.ts';
import type { Plan } from './plan.ts';
import { fileProblem, type FileProblem } from './report.ts';

export interface Owners {
  /** Ids of the people, by their e-mail addresses. */
  ids: Map<string, number>;
  /** Files whose owner is nobody here: the word stays in the file, and the article is without one. */
  problems: FileProblem[];
}

/** The people whom the files of a plan call owners. */
export async function readyOwners(ctx: Context, { coming }: Plan): Promise<Owners> {
  const named = coming.filter(({ draft }) => draft.file.data.owner);
  if (named.length === 0) return { ids: new Map(), problems: [] };
  const people = await listPeople({ ...ctx, actor: systemActor });
  const ids = new Map(people.map(({ email, id }) => [email, id]));
  const locale = ctx.config.defaultLocale;
  const problems = named.flatMap(({ draft: { path, file } }) => {
    const owner = file.data.owner!;
    return ids.has(owner.toLowerCase()) ? [] : [fileProblem(path, 'unknownOwner', { locale, values: { owner } })];
  });
  return { ids, problems };
}
