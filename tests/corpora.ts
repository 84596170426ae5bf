import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Real and hostile input beside the repository (its README says what must hold). It is not part of it, and may be absent. */
const root = new URL('../../shared/corpora/', import.meta.url).pathname;

/** The folder of a corpus, or null, said aloud, when this machine has none. */
export function corpus(name: string): string | null {
  const folder = `${root}${name}`;
  if (existsSync(folder)) return folder;
  console.warn(`The corpus "${name}" is not on this machine: its tests are skipped.`);
  return null;
}

export interface MailCase {
  id: string;
  /** Path of the raw message. */
  file: string;
  class: string;
  must: {
    from_email?: string;
    subject?: string;
    text_norm?: string;
    attachment_count?: number;
    attachment_sha256_must_include?: string[];
  };
  disputed?: string[];
  upstream_expected?: { final_recipient?: string; status?: string };
}

/** The messages of a folder with what a right reading gives. */
export function mailCases(folder: string): MailCase[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => {
      const about = readFileSync(`${folder}/${name.slice(0, -4)}.json`, 'utf8');
      return { ...(JSON.parse(about) as MailCase), file: `${folder}/${name}` };
    });
}

export interface ReplyCase {
  id: string;
  input?: string;
  input_html?: string;
  expected_reply?: string;
  expected_reply_first_fragment?: string;
  expected_reply_nospace?: string;
}

export function replyCases(folder: string): ReplyCase[] {
  const lines = readFileSync(`${folder}/cases.jsonl`, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as ReplyCase);
}

/** Text without its white space's particulars, as the corpora compare it. */
export const normal = (text: string): string => text.replace(/\s+/g, ' ').trim();
