import type { IssueState } from '#src/domain/issues/issue.ts';
import type { Locale } from '#src/i18n/index.ts';

/** What the reading pages show, each page one object. Addresses are complete; every text but `html` is plain. */
export interface LinkView {
  href: string;
  title: string;
  /** The language of the title, when it is not the page's. */
  lang?: Locale | undefined;
}

export interface AnswerLinkView extends LinkView {
  summary?: string | undefined;
  kind: 'article' | 'faq';
  /** The title of its category, where answers of several stand together. */
  category?: string | undefined;
}

export interface CategoryLinkView extends LinkView {
  summary: string;
  /** Published answers in it. */
  count: number;
}

export interface HomeView {
  categories: CategoryLinkView[];
  mostRead: AnswerLinkView[];
  askHref: string;
  searchHref: string;
}

/** The categories beside the text; the current one unfolds its articles. */
export interface SidebarView {
  title: string;
  href: string;
  current: boolean;
  articles?: (LinkView & { current: boolean })[];
}

export interface CategoryView {
  title: string;
  summary: string;
  articles: AnswerLinkView[];
  faqs: AnswerLinkView[];
  sidebar: SidebarView[];
  homeHref: string;
  askHref: string;
}

/** Where the reader stands with the question below an article. */
export interface FeedbackView {
  /** The action both forms post to, with `articleId`, and `vote` (yes|no) or `missing` (text). */
  action: string;
  commentAction: string;
  state: 'open' | 'yes' | 'no' | 'sent';
  hidden: Record<string, string | number>;
}

export interface ArticleView {
  /** For the script that notices reading. */
  id?: number | undefined;
  title: string;
  summary: string;
  /** Safe: it went through the one sanitiser when the article was saved. */
  html: string;
  headings: { depth: number; text: string; id: string }[];
  updatedAt: Date;
  /** The language of the text, when it differs from that of the page. */
  shownIn?: Locale | undefined;
  audience: 'public' | 'customers' | 'agents';
  state: 'draft' | 'published' | 'archived';
  category: LinkView;
  homeHref: string;
  askHref: string;
  /** For agents only. */
  editHref?: string | undefined;
  sidebar: SidebarView[];
  /** Files to take along. */
  attachments: { name: string; href: string; bytes: number }[];
  related: AnswerLinkView[];
  feedback?: FeedbackView | undefined;
}

export interface FaqView {
  groups: {
    title: string;
    /** `text` is the plain answer, for the structured data. */
    questions: {
      id?: number | undefined;
      slug: string;
      title: string;
      html: string;
      text: string;
      href: string;
      lang?: Locale | undefined;
    }[];
  }[];
  askHref: string;
}

/** A piece of a passage; the hits are what the reader's words matched. */
export interface SegmentView {
  text: string;
  hit: boolean;
}

export interface ResultView {
  href: string;
  title: string;
  kind: 'article' | 'faq';
  category: string;
  /** The section that answers; empty when it is the beginning. */
  heading?: string | undefined;
  passage: SegmentView[];
  lang?: Locale | undefined;
  /** Of a known issue: where it stands. */
  issue?: IssueState | undefined;
}

export interface ResultsView {
  query: string;
  verdict: 'answered' | 'uncertain' | 'nothing';
  results: ResultView[];
  /** What was searched for instead, with typing errors mended. */
  didYouMean?: string | null | undefined;
  /** The language of the results, when nothing in the page's language answers. */
  answeredIn?: Locale | undefined;
  searchHref: string;
  askHref: string;
}

export interface NotFoundView {
  /** The words of the address, to search with. */
  query: string;
  results: ResultView[];
  searchHref: string;
  homeHref: string;
  askHref: string;
}
