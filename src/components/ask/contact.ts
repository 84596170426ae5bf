/** What the last step of the ask flow shows. */
export interface ContactView {
  /** Signed: what the form carries from step to step. */
  form: string;
  /** A description that did not fit in one line. */
  problem: string;
  subject: string;
  details: string;
  name: string;
  email: string;
  /** Files that arrived with a form that came back: they need not be chosen again. */
  kept: { name: string; size: number; token: string }[];
  /** What is wrong with each field, in the reader's words. */
  errors: Record<string, string>;
  summary: { field?: string; text: string }[];
}
