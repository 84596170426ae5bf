import type { Context } from '#src/context.ts';
import { recentDrafts, type DraftRow } from '#src/domain/articles/drafts.ts';
import { likeness, type Wording } from '#src/domain/search/vectors.ts';

export interface SimilarDraft extends Pick<DraftRow, 'id' | 'title' | 'authorName' | 'updatedAt'> {
  isMine: boolean;
}

/** Likeness (cosine) of a draft's title, or of its beginning, from which on it is on the same question. */
const leastLikeness = 0.35;
const most = 3;
/** Characters of a draft's text that tell what it is about. */
const beginning = 600;

/**
 * Articles that somebody is writing on the same question, by the search's own vectors: the most alike first, those of
 * others before one's own. @throws sign_in_required
 */
export async function similarDrafts(ctx: Context, question: Wording): Promise<SimilarDraft[]> {
  const drafts = await recentDrafts(ctx);
  if (drafts.length === 0) return [];
  const wordings = drafts.flatMap((draft) => wordingsOf(draft, question.locale));
  const [asked, ...vectors] = await ctx.search.vectors([question, ...wordings]);
  const nearness = (at: number) =>
    Math.max(likeness(asked!, vectors[2 * at]!), likeness(asked!, vectors[2 * at + 1]!));
  const me = ctx.actor.kind === 'agent' ? ctx.actor.id : null;
  return drafts
    .map((draft, at) => ({ draft, likeness: nearness(at), isMine: draft.authorId === me && me !== null }))
    .filter((one) => one.likeness >= leastLikeness)
    .sort((a, b) => Number(a.isMine) - Number(b.isMine) || b.likeness - a.likeness)
    .slice(0, most)
    .map(({ draft: { id, title, authorName, updatedAt }, isMine }) => ({
      ...{ id, title, authorName, updatedAt, isMine },
    }));
}

/** In the language of the question: vectors of different languages have few words in common. */
function wordingsOf({ title, summary, sections }: DraftRow, locale: string): Wording[] {
  const text = [title, summary, ...sections.map((section) => section.text)].join(' ').slice(0, beginning);
  return [
    { locale, text: title },
    { locale, text },
  ];
}
