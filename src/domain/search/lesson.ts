/** Words of a ticket's first message that are kept after its subject. */
const firstWords = 25;
/** Longest past question, in UTF-16 units. */
const maxLength = 300;

/** What a ticket asks: its subject and the first words of its first message, without what is quoted. */
export function ticketQuestion(subject: string, body: string): string {
  const words = body
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join(' ')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, firstWords);
  const asked = subject.replace(/^\s*(?:(?:re|fwd?|aw|wg|r|i)\s*:\s*)+/i, '').trim();
  return [asked, words.join(' ')].filter(Boolean).join('. ').slice(0, maxLength);
}

export interface VisitSignal {
  id: number;
  kind: string;
  query: string | null;
  searchId: number | null;
  articleId: number | null;
  helpful: boolean | null;
}

/**
 * Which article each search of a visit was answered by: the one voted helpful, or read last before "solved". The last
 * vote on an article decides, and the question is the search it came from, or the last before it.
 */
export function lessonsOfVisit(signals: readonly VisitSignal[]): { articleId: number; text: string }[] {
  const lessons = new Map<number, string>();
  let question = '';
  let lastArticle: number | null = null;
  const asked = new Map<number, string>();
  for (const { id, kind, query, searchId, articleId, helpful } of signals) {
    if (query?.trim()) {
      question = query.trim().slice(0, maxLength);
      asked.set(id, question);
    }
    const opened = kind === 'result_opened' || kind === 'article_read' || kind === 'suggestion_opened';
    if (opened && articleId) lastArticle = articleId;
    const text = (searchId && asked.get(searchId)) || question;
    if (kind === 'vote' && articleId) {
      if (helpful && text) lessons.set(articleId, text);
      else lessons.delete(articleId);
    }
    const answer = articleId ?? lastArticle;
    if (kind === 'solved' && answer && text) lessons.set(answer, text);
  }
  return [...lessons].map(([articleId, text]) => ({ articleId, text }));
}
