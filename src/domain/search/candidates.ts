import lunr from 'lunr';

/** What lunr holds of an article: stems only, already analysed. */
export interface LunrEntry {
  title: string[];
  headings: string[];
  tags: string[];
  body: string[];
}

/** Rarest words of a question that lunr is asked for, so that its cost stays bounded. */
const maxTerms = 6;

/** An index of stems. lunr's own tokeniser and pipeline stay empty: the words were analysed before, with accents folded. */
export function buildCandidates(entries: readonly LunrEntry[]): lunr.Index {
  const builder = new lunr.Builder();
  builder.ref('id');
  builder.field('title', { boost: 4 });
  builder.field('headings', { boost: 2 });
  builder.field('tags', { boost: 2 });
  builder.field('body');
  entries.forEach((entry, id) => builder.add({ id, ...entry }));
  return withOneEmpty(builder.build());
}

type Postings = Record<string, Record<string, Record<string, object>>>;

/**
 * For each word of each field of each article lunr keeps an object with what else it should know of it. Nothing, here: one
 * object serves all, which saves a quarter of an index's memory.
 */
function withOneEmpty(index: lunr.Index): lunr.Index {
  const nothing = Object.freeze(Object.create(null) as object);
  const { invertedIndex } = index as unknown as { invertedIndex: Postings };
  for (const { _index, ...fields } of Object.values(invertedIndex))
    for (const articles of Object.values(fields))
      for (const id of Object.keys(articles)) articles[id] = nothing;
  return index;
}

/** The index as text: other forms of it take many times the memory when they are read. */
export const writeCandidates = (index: lunr.Index): string => JSON.stringify(index);

export const readCandidates = (written: string): lunr.Index =>
  withOneEmpty(lunr.Index.load(JSON.parse(written) as object));

/** Positions of the articles that hold any of the terms, lunr's best first. Nothing typed ever reaches lunr's query parser. */
export function findCandidates(index: lunr.Index, terms: readonly string[], limit: number): number[] {
  if (terms.length === 0) return [];
  const found = index.query((query) => {
    for (const term of terms.slice(0, maxTerms))
      query.term(term, { usePipeline: false, presence: lunr.Query.presence.OPTIONAL });
  });
  return found.slice(0, limit).map((result) => Number(result.ref));
}
