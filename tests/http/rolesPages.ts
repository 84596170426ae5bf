import { createSetupLink } from '#src/domain/accounts/setup.ts';
import { inviteAgent } from '#src/domain/accounts/invitation.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { paths } from '#src/paths.ts';
import { as, png, signIn, type Role, type World } from './rolesWorld.ts';
import type { Client, Fields } from './client.ts';

/**
 * What each role gets, in the order of `roles`: anonymous, requester A, requester B, agent, admin. A number is a
 * status; `login` the way to sign in (303 to /login); `/…` a 303 to that path.
 */
export type Expected = string;

export interface PageRow {
  /** The file in src/pages. */
  route: string;
  /** What is special, when a route has several rows. */
  about?: string;
  method?: 'GET' | 'POST';
  path: string | ((world: World) => string | Promise<string>);
  json?: unknown;
  /** Sent as a multipart form. */
  fields?: Fields;
  /** Done to the browser before. */
  before?: (client: Client, world: World, role: Role) => Promise<void>;
  expect: Expected;
}

const everybody = '200 200 200 200 200';
const nobody = '404 404 404 404 404';
const agentsOnly = 'login login login 200 200';
const toSignIn = Array(5).fill(paths.tickets('en')).join(' ');
const adminsOnly = 'login login login 403 200';

const unsaved = { locale: 'en', title: 'Not saved', source: 'Yet.', kind: 'article', audience: 'public' };

export const pageRows: PageRow[] = [
  { route: 'index.astro', path: '/', expect: '302 302 302 302 302' },
  { route: '404.astro', path: '/en/nothing/here', expect: nobody },
  { route: '[...path].astro', path: '/nothing-here', expect: nobody },
  { route: 'error.astro', path: '/error', expect: nobody },

  { route: '[locale]/index.astro', path: paths.home('en'), expect: everybody },
  { route: '[locale]/index.astro', about: 'no such language', path: '/xx', expect: nobody },
  { route: '[locale]/faq.astro', path: paths.faq('it'), expect: everybody },
  { route: '[locale]/search.astro', path: paths.search('en', 'blank pages'), expect: everybody },
  {
    route: '[locale]/categories/[slug].astro',
    path: (w) => paths.category('en', w.category),
    expect: everybody,
  },
  {
    route: '[locale]/articles/[slug].astro',
    path: (w) => paths.article('en', w.article.slug),
    expect: everybody,
  },
  {
    route: '[locale]/articles/[slug].astro',
    about: 'for customers',
    path: (w) => paths.article('en', w.customers.slug),
    expect: '404 200 200 200 200',
  },
  {
    route: '[locale]/articles/[slug].astro',
    about: 'for agents',
    path: (w) => paths.article('en', w.agents.slug),
    expect: '404 404 404 200 200',
  },
  {
    route: '[locale]/articles/[slug].astro',
    about: 'a draft',
    path: (w) => paths.article('en', w.draft.slug),
    expect: nobody,
  },
  { route: '[locale]/tickets/index.astro', path: paths.tickets('en'), expect: everybody },
  { route: '[locale]/tickets/sign-in.astro', path: paths.signIn('en'), expect: everybody },
  {
    route: '[locale]/tickets/sign-in.astro',
    about: 'a wrong link',
    path: paths.signIn('en', 'x'.repeat(43)),
    expect: everybody,
  },
  {
    route: '[locale]/tickets/me/index.astro',
    about: 'a private link is no sign-in',
    path: paths.aboutMe('en'),
    expect: toSignIn,
  },
  { route: '[locale]/tickets/me/export.ts', path: paths.exportMe('en'), expect: toSignIn },
  { route: '[locale]/ask/index.astro', path: paths.ask('en', 'blank pages'), expect: everybody },
  { route: '[locale]/ask/solved.astro', path: paths.askSolved('en'), expect: everybody },
  {
    route: '[locale]/ask/sent.astro',
    about: 'A’s',
    path: (w) => paths.askSent('en', w.ticketA.number),
    expect: '404 200 404 200 200',
  },
  {
    route: '[locale]/tickets/[number].astro',
    about: 'A’s',
    path: (w) => paths.ticket('en', w.ticketA.number),
    expect: '404 200 404 200 200',
  },
  {
    route: '[locale]/tickets/[number].astro',
    about: 'B’s',
    path: (w) => paths.ticket('en', w.ticketB.number),
    expect: '404 404 200 200 200',
  },
  {
    route: '[locale]/tickets/[number].astro',
    about: 'absent',
    path: paths.ticket('en', 999_999),
    expect: nobody,
  },
  {
    route: '[locale]/tickets/[number].astro',
    about: 'with a wrong key',
    path: (w) => paths.ticket('en', w.ticketA.number, w.ticketB.key),
    expect: nobody,
  },

  {
    route: 'attachments/[id]/[...name].ts',
    about: 'of A',
    path: (w) => paths.attachment(w.publicFile, 'log.txt'),
    expect: '404 200 404 200 200',
  },
  {
    route: 'attachments/[id]/[...name].ts',
    about: 'of a note',
    path: (w) => paths.attachment(w.noteFile, 'note.txt'),
    expect: '404 404 404 200 200',
  },
  {
    route: 'assets/[hash]/[name].ts',
    about: 'in no article yet',
    path: (w) => paths.asset(w.asset.hash, w.asset.name),
    expect: '404 404 404 200 200',
  },

  { route: 'login.astro', path: paths.login(), expect: '200 200 200 /desk /desk' },
  {
    route: 'login/code.astro',
    about: 'nobody waits for it',
    path: paths.secondFactor(),
    expect: 'login login login /desk /desk',
  },
  {
    route: 'login/code.astro',
    about: 'after the password',
    path: paths.secondFactor(),
    before: async (client, w) => void (await signIn(client, w.system, w.agentId, false)),
    expect: everybody,
  },
  { route: 'setup.astro', path: paths.setup('wrong'), expect: nobody },
  {
    route: 'setup.astro',
    about: 'there is an admin',
    path: async (w) => String(await createSetupLink(w.system)).replace('null', paths.setup('x')),
    expect: nobody,
  },
  { route: 'invitation.astro', path: paths.invitation('wrong'), expect: nobody },
  {
    route: 'invitation.astro',
    about: 'a good link',
    path: async (w) => pathOf(await inviteAgent(await as(w.app, w.adminId), newcomer())),
    expect: everybody,
  },

  { route: 'desk/index.astro', path: paths.desk(), expect: agentsOnly },
  { route: 'desk/account.astro', path: paths.deskAccount(), expect: agentsOnly },
  {
    route: 'desk/account.astro',
    about: 'without the second factor',
    path: paths.deskAccount(),
    before: async (client, w) => void (await signIn(client, w.system, w.agentId, false)),
    expect: 'login login login login login',
  },
  {
    route: 'desk/tickets/[number]/index.astro',
    path: (w) => paths.deskTicket(w.ticketA.number),
    expect: agentsOnly,
  },
  {
    route: 'desk/tickets/[number]/index.astro',
    about: 'absent',
    path: paths.deskTicket(999_999),
    expect: 'login login login 404 404',
  },
  { route: '[locale]/wish.astro', path: paths.wishSent('en'), expect: everybody },
  { route: 'desk/issues/index.astro', path: paths.deskIssues(), expect: agentsOnly },
  { route: 'desk/issues/[id].astro', path: (w) => paths.deskIssue(w.article.id), expect: agentsOnly },
  {
    route: '[locale]/wish.astro',
    about: 'a link that is none',
    path: paths.wish('en', 'x'),
    expect: '404 404 404 404 404',
  },
  {
    route: 'desk/tickets/[number]/answers.astro',
    path: (w) => paths.deskTicketAnswers(w.ticketA.number),
    expect: agentsOnly,
  },
  { route: 'admin/index.astro', path: '/admin', expect: 'login login login 403 302' },
  { route: 'admin/articles.astro', path: paths.adminArticles(), expect: adminsOnly },
  { route: 'admin/hours.astro', path: paths.adminHours(), expect: adminsOnly },
  { route: 'admin/people/index.astro', path: paths.adminPeople(), expect: adminsOnly },
  { route: 'admin/people/[id].astro', path: (w) => paths.adminPerson(w.agentId), expect: adminsOnly },
  {
    route: 'admin/people/[id].astro',
    about: 'absent',
    path: paths.adminPerson(999_999),
    expect: 'login login login 403 404',
  },
  { route: 'admin/requesters/index.astro', path: paths.adminRequesters('a@'), expect: adminsOnly },
  {
    route: 'admin/requesters/[id]/index.astro',
    path: async (w) => paths.adminRequester(await requesterOfA(w)),
    expect: adminsOnly,
  },
  {
    route: 'admin/requesters/[id]/index.astro',
    about: 'absent',
    path: paths.adminRequester(999_999),
    expect: 'login login login 403 404',
  },
  {
    route: 'admin/requesters/[id]/export.ts',
    path: async (w) => paths.exportRequester(await requesterOfA(w)),
    expect: adminsOnly,
  },
  {
    route: 'admin/search.astro',
    path: paths.adminSearch({ locale: 'en', q: 'paper jam' }),
    expect: adminsOnly,
  },

  { route: 'desk/tickets/new.astro', path: paths.deskNewTicket(), expect: agentsOnly },
  { route: 'desk/replies.astro', path: paths.deskReplies(), expect: agentsOnly },
  { route: 'desk/search.astro', path: paths.deskSearch('printer'), expect: agentsOnly },
  { route: 'desk/changes.ts', path: '/desk/changes?since=0', expect: agentsOnly },
  {
    route: 'desk/tickets/[number]/presence.ts',
    method: 'POST',
    path: (w) => `${paths.deskTicket(w.ticketA.number)}/presence`,
    json: { isAnswering: false, lastMessage: 0 },
    expect: '401 401 401 200 200',
  },
  {
    route: 'desk/articles/files.ts',
    method: 'POST',
    path: '/desk/articles/files',
    fields: { file: new File([png], 'pixel.png', { type: 'image/png' }) },
    expect: '401 401 401 201 201',
  },
  {
    route: 'api/v1/visits/events.ts',
    method: 'POST',
    path: paths.apiVisitEvents(),
    json: { kind: 'article_read', articleId: 1, locale: 'en' },
    expect: '204 204 204 204 204',
  },
  { route: 'api/v1/search.ts', path: '/api/v1/search?q=blank&locale=en', expect: everybody },

  {
    route: '[locale]/tickets/[number]/rating.astro',
    path: (w) => paths.ticketRating('en', w.ticketA.number),
    expect: '404 200 404 404 404',
  },
  { route: '[locale]/feed.xml.ts', path: paths.feed('en'), expect: everybody },
  { route: 'sitemap.xml.ts', path: paths.sitemap(), expect: everybody },
  { route: 'robots.txt.ts', path: paths.robots(), expect: everybody },

  { route: 'desk/articles/index.astro', path: paths.deskArticles(), expect: agentsOnly },
  { route: 'desk/articles/new.astro', path: paths.deskNewArticle(), expect: agentsOnly },
  { route: 'desk/articles/templates.astro', path: paths.deskTemplates(), expect: agentsOnly },
  { route: 'desk/articles/preview.astro', path: paths.deskArticlePreview(), expect: nobody },
  {
    route: 'desk/articles/preview.astro',
    method: 'POST',
    path: paths.deskArticlePreview(),
    fields: unsaved,
    expect: '401 401 401 200 200',
  },
  { route: 'desk/articles/rendering.astro', path: paths.deskArticleRendering(), expect: nobody },
  {
    route: 'desk/articles/rendering.astro',
    method: 'POST',
    path: paths.deskArticleRendering(),
    fields: unsaved,
    expect: '401 401 401 200 200',
  },
  { route: 'desk/articles/[id]/index.astro', path: (w) => paths.deskArticle(w.draft.id), expect: agentsOnly },
  {
    route: 'desk/articles/[id]/index.astro',
    about: 'absent',
    path: paths.deskArticle(999_999),
    expect: 'login login login 404 404',
  },
  {
    route: 'desk/articles/[id]/previews.astro',
    path: (w) => paths.deskArticlePreviews(w.draft.id),
    expect: agentsOnly,
  },
  {
    route: 'preview/[token]/index.astro',
    path: async (w) => paths.preview(await w.newPreview()),
    expect: everybody,
  },
  {
    route: 'preview/[token]/index.astro',
    about: 'no such link',
    path: paths.preview('x'),
    expect: nobody,
  },
  {
    route: 'preview/[token]/assets/[hash]/[name].ts',
    about: 'an image the text does not show',
    path: async (w) => paths.preview(await w.newPreview()) + paths.asset(w.asset.hash, 'a.png'),
    expect: nobody,
  },
  {
    route: 'desk/articles/[id]/conflict.astro',
    about: 'no conflict',
    path: (w) => paths.deskArticleConflict(w.article.id),
    expect: 'login login login 404 404',
  },
  {
    route: 'desk/articles/[id]/revisions.astro',
    path: (w) => paths.deskArticleRevisions(w.draft.id),
    expect: agentsOnly,
  },

  { route: 'desk/mail/index.astro', path: paths.deskReceived(), expect: agentsOnly },
  {
    route: 'desk/mail/[id]/index.astro',
    path: (w) => paths.deskReceivedMail(w.receivedId),
    expect: agentsOnly,
  },
  {
    route: 'desk/mail/[id]/index.astro',
    about: 'that never came',
    path: paths.deskReceivedMail(999_999),
    expect: 'login login login 404 404',
  },
  { route: 'desk/mail/[id]/html.ts', path: (w) => paths.deskReceivedHtml(w.receivedId), expect: agentsOnly },
  { route: 'desk/mail/[id]/raw.ts', path: (w) => paths.deskReceivedRaw(w.receivedId), expect: agentsOnly },
  { route: 'admin/content/index.astro', path: paths.adminContent(), expect: adminsOnly },
  {
    route: 'admin/content/[id].astro',
    path: async (w) => paths.adminImport(await w.newUpload()),
    expect: adminsOnly,
  },
  { route: 'admin/content/export.ts', path: paths.exportContent(), expect: adminsOnly },
  {
    route: 'admin/content/upload.ts',
    method: 'POST',
    path: paths.adminUpload(),
    fields: { file: new File(['no zip'], 'a.zip') },
    expect: '401 401 401 403 303',
  },
  { route: 'admin/mailboxes/index.astro', path: paths.adminMailboxes(), expect: adminsOnly },
  {
    route: 'admin/mailboxes/[id].astro',
    path: (w) => paths.adminMailbox(w.mailboxId),
    expect: adminsOnly,
  },
  {
    route: 'admin/mailboxes/[id].astro',
    about: 'a new one',
    path: paths.adminMailbox('new'),
    expect: adminsOnly,
  },
  { route: 'desk/outbox/index.astro', path: paths.deskOutbox(), expect: agentsOnly },
  { route: 'desk/outbox/[id]/index.astro', path: (w) => paths.deskMail(w.mailId), expect: agentsOnly },
  {
    route: 'desk/outbox/[id]/index.astro',
    about: 'absent',
    path: paths.deskMail(999_999),
    expect: 'login login login 404 404',
  },
  { route: 'desk/outbox/[id]/html.ts', path: (w) => paths.deskMailHtml(w.mailId), expect: agentsOnly },
  { route: 'admin/mail/index.astro', path: paths.adminMail(), expect: adminsOnly },
  { route: 'admin/mail/[kind]/index.astro', path: paths.adminMailTemplate('receipt'), expect: adminsOnly },
  {
    route: 'admin/mail/[kind]/index.astro',
    about: 'no such mail',
    path: paths.adminMailTemplate('nothing'),
    expect: 'login login login 403 404',
  },
  { route: 'admin/mail/[kind]/preview.ts', path: paths.adminMailPreview('receipt'), expect: adminsOnly },
  {
    route: 'admin/mail/[kind]/preview.ts',
    about: 'of what is typed',
    method: 'POST',
    path: paths.adminMailPreview('receipt'),
    fields: { locale: 'en', subject: 'Hello', body: '{{ticket.url}}' },
    expect: '401 401 401 403 200',
  },

  { route: 'desk/gaps/index.astro', path: paths.deskGaps(), expect: agentsOnly },
  { route: 'desk/gaps/[id].astro', path: (w) => paths.deskGap(w.gapId), expect: agentsOnly },
  { route: 'desk/measures/index.astro', path: paths.deskMeasures(), expect: agentsOnly },
  { route: 'desk/measures/export.csv.ts', path: paths.deskMeasuresCsv(), expect: agentsOnly },
  { route: 'desk/measures/content.astro', path: paths.deskContentHealth(), expect: agentsOnly },
  { route: 'desk/measures/monthly.astro', path: paths.deskMonthlyReport(), expect: adminsOnly },
  { route: 'desk/measures/monthly/html.ts', path: paths.deskMonthlyReportHtml(), expect: adminsOnly },
  { route: 'desk/measures/holdout.astro', path: paths.deskHoldout(), expect: adminsOnly },
  { route: 'api/v1/measures/index.ts', path: paths.apiMeasures(), expect: '401 401 401 200 200' },
  {
    route: 'api/v1/measures/[name].ts',
    path: paths.apiMeasure('helpfulness'),
    expect: '401 401 401 200 200',
  },
  { route: 'desk/measures/[name].astro', path: paths.deskMeasure('helpfulness'), expect: agentsOnly },
  {
    route: 'desk/measures/[name]/rows.csv.ts',
    path: paths.deskMeasureCsv('helpfulness'),
    expect: agentsOnly,
  },
];

const requesterOfA = async (w: World) => (await ticketView(w.system, w.ticketA.number)).ticket.requesterId;

const pathOf = (url: string) => new URL(url).pathname + new URL(url).search;

let invited = 0;
const newcomer = () => ({ email: `new${++invited}@example.com`, role: 'agent' as const, tier: 1 });
