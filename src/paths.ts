import type { Locale } from './i18n/index.ts';

/** Every URL of the portal, built here and nowhere else. All are paths; `absolute` puts PUBLIC_URL before one. */
/** Half of a character, left by a cut somewhere, would throw. */
const q = (text: string) => encodeURIComponent(text.toWellFormed());
const withQuery = (path: string, values: Record<string, string | number | null | undefined>) => {
  const pairs = Object.entries(values).filter(([, v]) => v !== null && v !== undefined && v !== '');
  return pairs.length === 0 ? path : `${path}?${pairs.map(([k, v]) => `${k}=${q(String(v))}`).join('&')}`;
};

export const paths = {
  home: (locale: Locale) => `/${locale}`,
  category: (locale: Locale, slug: string) => `/${locale}/categories/${q(slug)}`,
  article: (locale: Locale, slug: string, anchor?: string | null) =>
    `/${locale}/articles/${q(slug)}${anchor ? `#${q(anchor)}` : ''}`,
  /** Back below an article whose reader just said whether it helped. */
  articleFeedback: (locale: Locale, slug: string, feedback: 'yes' | 'no' | 'sent') =>
    `/${locale}/articles/${q(slug)}?feedback=${feedback}#was-it-helpful`,
  faq: (locale: Locale, slug?: string) => `/${locale}/faq${slug ? `#${q(slug)}` : ''}`,
  search: (locale: Locale, query?: string) => withQuery(`/${locale}/search`, { q: query }),
  ask: (locale: Locale, query?: string) => withQuery(`/${locale}/ask`, { q: query }),
  /** Straight to the form for a person: for those who have seen what the search found. */
  askContact: (locale: Locale, query?: string) => withQuery(`/${locale}/ask`, { q: query, step: 'contact' }),
  askSolved: (locale: Locale) => `/${locale}/ask/solved`,
  askSent: (locale: Locale, number: number) => withQuery(`/${locale}/ask/sent`, { ticket: number }),
  /** Behind the links in the mails of somebody who wants to hear of an answer. */
  wish: (locale: Locale, token: string) => withQuery(`/${locale}/wish`, { token }),
  /** To hear of news about a known issue. */
  follow: (locale: Locale, article: number) => withQuery(`/${locale}/wish`, { follow: article }),
  wishSent: (locale: Locale) => `/${locale}/wish?sent=1`,
  tickets: (locale: Locale, page = 1) => withQuery(`/${locale}/tickets`, { page: page > 1 ? page : null }),
  ticket: (locale: Locale, number: number, key?: string) =>
    withQuery(`/${locale}/tickets/${number}`, { key }),
  /** Where a requester says how content they are; `rating` is what they pressed in a mail. */
  ticketRating: (
    locale: Locale,
    number: number,
    values: { key?: string | undefined; rating?: string | undefined; done?: string } = {},
  ) => withQuery(`/${locale}/tickets/${number}/rating`, values),
  /** Where a requester types the code, or follows the link of the mail. */
  signIn: (locale: Locale, token?: string) => withQuery(`/${locale}/tickets/sign-in`, { token }),
  /** Everything about whoever is signed in: to take away, or to erase. */
  aboutMe: (locale: Locale) => `/${locale}/tickets/me`,
  exportMe: (locale: Locale) => `/${locale}/tickets/me/export`,
  feed: (locale: Locale) => `/${locale}/feed.xml`,
  sitemap: () => '/sitemap.xml',
  robots: () => '/robots.txt',

  /** Without signs that mean something in Markdown. */
  asset: (hash: string, name: string) =>
    `/assets/${hash}/${q(name).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`,
  attachment: (id: number, name: string) => `/attachments/${id}/${q(name)}`,

  login: (next?: string) => withQuery('/login', { next }),
  secondFactor: (next?: string) => withQuery('/login/code', { next }),
  setup: (token?: string) => withQuery('/setup', { token }),
  invitation: (token: string) => withQuery('/invitation', { token }),

  desk: () => '/desk',
  deskQueue: (query?: string) => `/desk${query ? `?${query}` : ''}`,
  /** `open` is an article to read beside it, `insert` one to begin the reply with, as a link or as text. */
  deskTicket: (
    number: number,
    { open, insert, as }: { open?: number; insert?: number; as?: string } = {},
  ) => {
    const anchor = open ? '#articles' : insert ? '#composer' : '';
    return withQuery(`/desk/tickets/${number}`, { open, insert, as }) + anchor;
  },
  /** The articles beside it alone, for the page's script. */
  deskTicketAnswers: (number: number) => `/desk/tickets/${number}/answers`,
  deskNewTicket: () => '/desk/tickets/new',
  /** Canned replies; `edit` is the one to change. */
  deskReplies: (edit?: number) => withQuery('/desk/replies', { edit }),
  deskTicketPresence: (number: number) => `/desk/tickets/${number}/presence`,
  deskChanges: (query: string, since: Date) =>
    `/desk/changes?${query ? `${query}&` : ''}since=${since.getTime()}`,
  deskSearch: (query?: string) => withQuery('/desk/search', { q: query }),
  deskArticles: () => '/desk/articles',
  /** With a ticket: mended for it, and the way leads back to it. */
  deskArticle: (
    id: number,
    values: { ticket?: number | undefined; done?: string; beside?: 'original' } = {},
  ) => withQuery(`/desk/articles/${id}`, { ...values }),
  /** With the changes from one revision to another, beside each other or in line. */
  deskArticleRevisions: (
    id: number,
    values: {
      from?: number | undefined;
      to?: number | undefined;
      view?: string | undefined;
      whole?: string | undefined;
      before?: number;
    } = {},
  ) => withQuery(`/desk/articles/${id}/revisions`, { ...values }),
  /** What new articles can begin as; `edit` is the one to change. */
  deskTemplates: (edit?: number) => withQuery('/desk/articles/templates', { edit }),
  deskNewArticle: (
    values: {
      ticket?: number;
      query?: string;
      translate?: number;
      locale?: Locale;
      gap?: number;
      template?: string | undefined;
    } = {},
  ) =>
    withQuery('/desk/articles/new', {
      ticket: values.ticket,
      q: values.query,
      translate: values.translate,
      locale: values.locale,
      gap: values.gap,
      template: values.template,
    }),
  deskIssues: () => '/desk/issues',
  /** An article as a known issue: who has it, and what they are told. */
  deskIssue: (article: number, done?: string) => withQuery(`/desk/issues/${article}`, { done }),
  deskGaps: (values: { state?: string; mine?: string | undefined; page?: number } = {}) =>
    withQuery('/desk/gaps', { ...values }),
  deskGap: (id: number) => `/desk/gaps/${id}`,
  /** Links that show an article to people without an account, and what such a link is. */
  deskArticlePreviews: (id: number) => `/desk/articles/${id}/previews`,
  preview: (token: string) => `/preview/${q(token)}`,
  /** Where both sides of a conflict with `content/` stand beside each other. */
  deskArticleConflict: (id: number) => `/desk/articles/${id}/conflict`,
  /** Answers the editor's script and its preview button. */
  deskArticleRendering: () => '/desk/articles/rendering',
  deskArticlePreview: () => '/desk/articles/preview',
  deskArticleFiles: () => '/desk/articles/files',
  deskMeasures: (query?: string) => `/desk/measures${query ? `?${query}` : ''}`,
  deskContentHealth: (query?: string) => `/desk/measures/content${query ? `?${query}` : ''}`,
  deskHoldout: (done?: string) => withQuery('/desk/measures/holdout', { done }),
  /** The HTML of the mail, for the frame on that page. */
  deskMonthlyReportHtml: () => '/desk/measures/monthly/html',
  deskMonthlyReport: (done?: string) => withQuery('/desk/measures/monthly', { done }),
  apiMeasures: (query?: string) => `/api/v1/measures${query ? `?${query}` : ''}`,
  apiMeasure: (name: string, query?: string) => `/api/v1/measures/${q(name)}${query ? `?${query}` : ''}`,
  deskMeasuresCsv: (query?: string) => `/desk/measures/export.csv${query ? `?${query}` : ''}`,
  deskMeasureCsv: (name: string, query?: string) =>
    `/desk/measures/${q(name)}/rows.csv${query ? `?${query}` : ''}`,
  deskMeasure: (name: string, query?: string) => `/desk/measures/${q(name)}${query ? `?${query}` : ''}`,
  deskAccount: () => '/desk/account',
  deskOutbox: (values: Record<string, string | number | undefined> = {}) => withQuery('/desk/outbox', values),
  deskMail: (id: number, done?: string) => withQuery(`/desk/outbox/${id}`, { done }),
  /** The HTML of a mail, for a frame. */
  deskMailHtml: (id: number) => `/desk/outbox/${id}/html`,

  adminPeople: () => '/admin/people',
  adminPerson: (id: number) => `/admin/people/${id}`,
  /** `q` is asked of the search, `edit` a group of synonyms, `done` what was just done. */
  adminSearch: (values: { locale?: Locale; q?: string; edit?: number; done?: string } = {}) =>
    withQuery('/admin/search', { ...values }),
  deskReceived: (values: Record<string, string | number | undefined> = {}) => withQuery('/desk/mail', values),
  deskReceivedMail: (id: number, values: { images?: number | undefined } = {}) =>
    withQuery(`/desk/mail/${id}`, values),
  /** The original in a frame; `images` loads the remote ones. */
  deskReceivedHtml: (id: number, values: { images?: number | undefined } = {}) =>
    withQuery(`/desk/mail/${id}/html`, values),
  deskReceivedRaw: (id: number) => `/desk/mail/${id}/raw`,
  adminMailboxes: (done?: string) => withQuery('/admin/mailboxes', { done }),
  adminMailbox: (id: number | 'new', done?: string) => withQuery(`/admin/mailboxes/${id}`, { done }),
  adminArticles: (values: { done?: string } = {}) => withQuery('/admin/articles', { ...values }),
  adminMail: () => '/admin/mail',
  adminMailTemplate: (kind: string, values: { locale?: Locale; done?: string } = {}) =>
    withQuery(`/admin/mail/${q(kind)}`, { ...values }),
  /** Answers the preview button with what the typed template makes. */
  adminMailPreview: (kind: string) => `/admin/mail/${q(kind)}/preview`,

  adminHours: (done?: string) => withQuery('/admin/hours', { done }),
  adminContent: (done?: string) => withQuery('/admin/content', { done }),
  adminImport: (id: number) => `/admin/content/${id}`,
  /** Takes an archive as it comes; see `isStreamed` in src/server/body.ts. */
  adminUpload: () => '/admin/content/upload',
  exportContent: () => '/admin/content/export',

  adminRequesters: (query?: string) => withQuery('/admin/requesters', { q: query }),
  adminRequester: (id: number) => `/admin/requesters/${id}`,
  exportRequester: (id: number) => `/admin/requesters/${id}/export`,

  apiSearch: () => '/api/v1/search',
  apiVisitEvents: () => '/api/v1/visits/events',
} as const;

/** A link that works outside the portal (mail, feed, sitemap): from PUBLIC_URL, never from the Host header. */
export const absolute = (publicUrl: string, path: string) => `${publicUrl}${path}`;
