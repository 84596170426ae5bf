/** A part of an article that a link can point to; `anchor` is null for the text before the first heading. */
export interface Section {
  heading: string;
  anchor: string | null;
  text: string;
  /** Where code stands in the text, as [start, end) in UTF-16 units: it says less about the subject. */
  code?: readonly (readonly [number, number])[];
}

export type Audience = 'public' | 'customers' | 'agents';

/** One published article in one language, as the search sees it: public text only. */
export interface SearchDocument {
  id: string;
  /** The same for all translations of an article. */
  articleKey: string;
  locale: string;
  kind: string;
  category: string;
  title: string;
  tags: string[];
  sections: Section[];
  audience: Audience;
}

/** Words in which somebody asked what the document answers. Private: never leaves the index. */
export interface PastQuestion {
  documentId: string;
  text: string;
}

/** Newest past questions that count for one article; older ones are forgotten. */
export const maxPastQuestions = 200;

/** The sections of a text that has only Markdown headings, or short lines standing alone, to go by. */
export function sectionsOf(text: string): Section[] {
  const sections: Section[] = [{ heading: '', anchor: null, text: '' }];
  const lines = text.split('\n');
  lines.forEach((line, at) => {
    const isAlone = !lines[at - 1]?.trim() && !lines[at + 1]?.trim() && Boolean(lines[at + 2]?.trim());
    const heading = /^#{1,6}\s+(.+?)\s*#*$/.exec(line)?.[1] ?? (isAlone ? plainHeading(line) : null);
    if (heading) sections.push({ heading, anchor: null, text: '' });
    else sections.at(-1)!.text += `${line}\n`;
  });
  return sections.filter((section) => section.heading || section.text.trim());
}

/** A short line that is a question, or ends without a stop. */
const plainHeading = (line: string): string | null =>
  /^\s*\p{Lu}.{2,78}[\p{L}\p{N}?)"'’”]\s*$/u.test(line) ? line.trim() : null;
