import { createResetLink, inviteAgent, listInvitations } from '#src/domain/accounts/invitation.ts';
import { disableAgent } from '#src/domain/accounts/people.ts';
import { startSecondFactor } from '#src/domain/accounts/secondFactor.ts';
import { categoryList, createCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { editorView } from '#src/domain/articles/editorView.ts';
import { flagArticle, openFlags } from '#src/domain/articles/flag.ts';
import { ownTemplates, saveTemplate } from '#src/domain/articles/template/templates.ts';
import { previewLinks } from '#src/domain/articles/previewLink.ts';
import { newAskForm, sealAskForm } from '#src/domain/ask/form.ts';
import { declareIssue } from '#src/domain/issues/declare.ts';
import { linkTickets } from '#src/domain/issues/linkTickets.ts';
import { pinAnswer, saveSynonyms, searchTuning } from '#src/domain/search/tuning.ts';
import { mergeTicket } from '#src/domain/tickets/merge.ts';
import { markSpam } from '#src/domain/tickets/spam.ts';
import { reopenTicket } from '#src/domain/tickets/reopen.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { linkArticle } from '#src/domain/tickets/linkArticle.ts';
import { tagTicket } from '#src/domain/tickets/tag.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { makeWish } from '#src/domain/wishes/makeWish.ts';
import { wishToken } from '#src/domain/wishes/wish.ts';
import { askReview } from '#src/domain/articles/review/ask.ts';
import { addComment } from '#src/domain/articles/review/comment.ts';
import { reviewView } from '#src/domain/articles/review/view.ts';
import { scheduleArticle, schedulesOf } from '#src/domain/articles/schedule/plan.ts';
import { paths } from '#src/paths.ts';
import type { Fields } from './client.ts';
import type { Expected } from './rolesPages.ts';
import { oneOff } from '../helpers.ts';
import { as, password, type Role, type World } from './rolesWorld.ts';

export interface ActionRow {
  /** `module.action`, as in src/actions/index.ts. */
  action: string;
  about?: string;
  /** The page it is sent from; made anew for each role, so that one's success does not spoil another's. */
  prepare: (
    world: World,
    role: Role,
  ) => Promise<{ on: string; fields: Fields }> | { on: string; fields: Fields };
  expect: Expected;
}

/** 422 where a role gets through to its input and the table sends none that is right. */
const agentsOnly = '401 401 401 303 303';
const adminsOnly = '401 401 401 403 303';
const everybody = '303 303 303 303 303';
/** Not yours is as absent, for agents too: they have forms of their own. */
const onlyA = '404 303 404 404 404';
const wrongForAll = '422 422 422 422 422';

const onAccount = (fields: Fields = {}) => ({ on: paths.deskAccount(), fields });
const onPeople = (fields: Fields = {}) => ({ on: paths.adminPeople(), fields });
const onSearch = (fields: Fields = {}) => ({ on: paths.adminSearch(), fields: { locale: 'en', ...fields } });
const onMail = (fields: Fields = {}) => ({
  on: paths.adminMailTemplate('receipt'),
  fields: { kind: 'receipt', locale: 'en', ...fields },
});
/** A form about a held mail of its own. */
const onHeld =
  (fields: (world: World) => Fields = () => ({})) =>
  async (world: World) => {
    const id = await world.newHeld();
    return { on: paths.deskReceivedMail(id), fields: { id: String(id), ...fields(world) } };
  };
async function onMailbox(world: World) {
  const id = await world.newMailbox();
  return { on: paths.adminMailbox(id), fields: { id: String(id) } };
}
async function onUpload(world: World) {
  const id = await world.newUpload();
  return { on: paths.adminImport(id), fields: { id: String(id) } };
}
const admin = (world: World) => as(world.app, world.adminId);

let made = 0;
const email = () => `guest${++made}@example.com`;
const submissionKey = () => `role-test-${String(++made).padStart(14, '0')}`;

/** A form about a fresh ticket, on its desk page. */
function onTicket(
  fields: Fields | ((world: World) => Fields) = {},
  ready?: (world: World, number: number) => Promise<unknown>,
) {
  return async (world: World) => {
    const { number } = await world.newTicket();
    await ready?.(world, number);
    const values = typeof fields === 'function' ? fields(world) : fields;
    return { on: paths.deskTicket(number), fields: { number: String(number), ...values } };
  };
}

/** A form about A's ticket, on its own page. */
function onA(fields: (world: World) => Fields = () => ({}), ready?: (world: World) => Promise<unknown>) {
  return async (world: World) => {
    const { number } = world.ticketA;
    await ready?.(world);
    return { on: paths.ticket('en', number), fields: { number: String(number), ...fields(world) } };
  };
}

/** A form about a fresh agent, on their page. */
function onPerson(fields: Fields = {}, ready?: (world: World, id: number) => Promise<unknown>) {
  return async (world: World) => {
    const id = await world.newAgent();
    await ready?.(world, id);
    return { on: paths.adminPerson(id), fields: { id: String(id), ...fields } };
  };
}

/** A form about a fresh article, in its editor. */
function onArticle(fields: Fields = {}) {
  return async (world: World) => {
    const { id } = await world.newArticle();
    return { on: paths.deskArticle(id), fields: { id: String(id), ...fields } };
  };
}

/** A colleague was asked by the agent to look at a fresh article. */
function onReview(fields: Fields = {}) {
  return async (world: World) => {
    const { id: articleId } = await world.newArticle();
    const review = await askReview(world.agent, { articleId, reviewerId: await world.newAgent() });
    return { on: paths.deskArticle(articleId), fields: { review: String(review), ...fields } };
  };
}

/** A day from now, as a form sends it. */
const soon = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);

async function synonyms(world: World) {
  const ctx = await admin(world);
  const term = `word${++made}`;
  await saveSynonyms(ctx, { locale: 'en', term, words: ['other'] });
  const group = (await searchTuning(ctx)).synonyms.find((one) => one.term === term)!;
  return { id: String(group.id) };
}

async function pin(world: World) {
  const ctx = await admin(world);
  const query = `question${++made}`;
  await pinAnswer(ctx, { locale: 'en', query, articleId: world.article.id });
  return { id: String((await searchTuning(ctx)).pins.find((one) => one.query === query)!.id) };
}

async function invitation(world: World) {
  const ctx = await admin(world);
  const link = await inviteAgent(ctx, { email: email(), role: 'agent', tier: 1 });
  const { id } = (await listInvitations(ctx))[0]!;
  return { id: String(id), token: new URL(link).searchParams.get('token')! };
}

/** An ask form that was open for a while, as a person's is. */
const askForm = ({ system }: World) =>
  sealAskForm(system, { ...newAskForm(system), at: system.now.getTime() - 60_000 });

/** Behind the link of a mail to somebody who wants to hear of an answer. */
async function onWish({ system }: World) {
  const address = email();
  const form = await sealAskForm(system, newAskForm(system));
  await makeWish(system, { form, words: 'blank pages', email: address, clientAddress: `192.0.2.${++made}` });
  const { answerWishes } = system.db.read.tables;
  const all = await system.db.read.select().from(answerWishes);
  const token = await wishToken(
    system,
    all.find((one) => one.email === address)!,
  );
  return { on: paths.wish('en', token), fields: { token } };
}

/** A form about a known issue that one ticket has. */
async function onIssue(world: World) {
  const [{ id }, { number }] = [await world.newArticle(), await world.newTicket()];
  await declareIssue(world.agent, id, 'investigating');
  await linkTickets(world.agent, id, String(number));
  const fields = { article: String(id), tickets: String(number), numbers: String(number), answer: '999999' };
  return {
    on: paths.deskIssue(id),
    fields: { ...fields, 'text-en': 'Soon.', submissionKey: submissionKey() },
  };
}

export const actionRows: ActionRow[] = [
  {
    action: 'accounts.login',
    prepare: (w) => ({ on: paths.login(), fields: { email: w.agentEmail, password } }),
    expect: everybody,
  },
  {
    action: 'accounts.login',
    about: 'wrong password',
    prepare: () => ({ on: paths.login(), fields: { email: email(), password: 'no' } }),
    expect: wrongForAll,
  },
  {
    action: 'accounts.loginWithCode',
    about: 'without the password before',
    prepare: () => ({ on: paths.secondFactor(), fields: { code: '123456' } }),
    expect: '401 401 401 401 401',
  },
  { action: 'accounts.logout', prepare: () => ({ on: paths.login(), fields: {} }), expect: everybody },
  {
    action: 'accounts.setup',
    about: 'there is an admin',
    prepare: () => ({ on: paths.setup(), fields: { token: 'x', name: 'Eve', email: email(), password } }),
    expect: '404 404 404 404 404',
  },
  {
    action: 'accounts.acceptInvitation',
    prepare: async (w) => ({
      on: paths.invitation(''),
      fields: { token: (await invitation(w)).token, name: 'Eve', password },
    }),
    expect: everybody,
  },
  {
    action: 'accounts.acceptInvitation',
    about: 'a wrong link',
    prepare: () => ({ on: paths.invitation(''), fields: { token: 'x', name: 'Eve', password } }),
    expect: '404 404 404 404 404',
  },
  {
    action: 'accounts.resetPassword',
    prepare: async (w) => {
      const link = await createResetLink(await admin(w), await w.newAgent());
      return {
        on: paths.invitation(''),
        fields: { token: new URL(link).searchParams.get('token')!, password },
      };
    },
    expect: everybody,
  },
  {
    action: 'accounts.updateProfile',
    prepare: () => onAccount({ name: 'Somebody', locale: 'en' }),
    expect: agentsOnly,
  },
  {
    action: 'accounts.changePassword',
    about: 'to the same',
    prepare: () => onAccount({ currentPassword: password, newPassword: password }),
    expect: agentsOnly,
  },
  { action: 'accounts.startSecondFactor', prepare: () => onAccount({ password }), expect: agentsOnly },
  {
    action: 'accounts.confirmSecondFactor',
    about: 'with a wrong code',
    prepare: async (w, role) => {
      const id = { agent: w.agentId, admin: w.adminId }[role as string];
      if (id) await startSecondFactor(await as(w.app, id), { password });
      return onAccount({ code: 'wrong' });
    },
    expect: '401 401 401 422 422',
  },
  { action: 'accounts.cancelSecondFactor', prepare: () => onAccount(), expect: agentsOnly },
  {
    action: 'accounts.renewRecoveryCodes',
    about: 'without a second factor',
    prepare: () => onAccount({ password, code: '123456' }),
    expect: '401 401 401 409 409',
  },
  {
    action: 'accounts.disableSecondFactor',
    about: 'without a second factor',
    prepare: () => onAccount({ password, code: '123456' }),
    expect: '401 401 401 409 409',
  },
  { action: 'accounts.revokeSession', prepare: () => onAccount({ session: 'x' }), expect: agentsOnly },
  { action: 'accounts.revokeOtherSessions', prepare: () => onAccount(), expect: agentsOnly },
  {
    action: 'accounts.invite',
    prepare: () => onPeople({ email: email(), role: 'agent', tier: '1' }),
    expect: adminsOnly,
  },
  {
    action: 'accounts.renewInvitation',
    prepare: async (w) => onPeople({ id: (await invitation(w)).id }),
    expect: adminsOnly,
  },
  {
    action: 'accounts.revokeInvitation',
    prepare: async (w) => onPeople({ id: (await invitation(w)).id }),
    expect: adminsOnly,
  },
  { action: 'accounts.createResetLink', prepare: onPerson(), expect: adminsOnly },
  { action: 'accounts.changeRole', prepare: onPerson({ role: 'admin', tier: '2' }), expect: adminsOnly },
  { action: 'accounts.resetSecondFactor', prepare: onPerson(), expect: adminsOnly },
  { action: 'accounts.disableAgent', prepare: onPerson(), expect: adminsOnly },
  {
    action: 'accounts.enableAgent',
    prepare: onPerson({}, async (w, id) => disableAgent(await admin(w), id)),
    expect: adminsOnly,
  },

  {
    action: 'tickets.write',
    about: 'a reply',
    prepare: onTicket(() => ({ body: 'Try this.', as: 'reply', submissionKey: submissionKey() })),
    expect: agentsOnly,
  },
  {
    action: 'tickets.write',
    about: 'a note',
    prepare: onTicket(() => ({ body: 'Hm.', as: 'note', submissionKey: submissionKey() })),
    expect: agentsOnly,
  },
  {
    action: 'tickets.resolve',
    prepare: onTicket({ answer: 'will_follow', failure: 'missing' }),
    expect: agentsOnly,
  },
  {
    action: 'tickets.setState',
    about: 'closed before it is resolved',
    prepare: onTicket({ state: 'closed' }),
    expect: '401 401 401 422 422',
  },
  { action: 'tickets.rename', prepare: onTicket({ subject: 'No ink' }), expect: agentsOnly },
  { action: 'tickets.setState', prepare: onTicket({ state: 'open' }), expect: agentsOnly },
  {
    action: 'tickets.reopen',
    prepare: onTicket({}, (w, number) => resolveTicket(w.agent, number, oneOff)),
    expect: agentsOnly,
  },
  {
    action: 'tickets.assign',
    prepare: onTicket((w) => ({ assignee: String(w.agentId) })),
    expect: agentsOnly,
  },
  { action: 'tickets.prioritise', prepare: onTicket({ impact: '2', urgency: '3' }), expect: agentsOnly },
  { action: 'tickets.handOver', prepare: onTicket({ to: 'tier:2', why: 'escalation' }), expect: agentsOnly },
  { action: 'tickets.tag', prepare: onTicket({ tag: 'printer' }), expect: agentsOnly },
  {
    action: 'tickets.untag',
    prepare: onTicket({ tag: 'printer' }, (w, number) => tagTicket(w.agent, number, 'printer')),
    expect: agentsOnly,
  },
  { action: 'tickets.snooze', prepare: onTicket({ hours: '4' }), expect: agentsOnly },
  {
    action: 'tickets.linkArticle',
    prepare: onTicket((w) => ({ article: String(w.article.id), relation: 'related' })),
    expect: agentsOnly,
  },
  {
    action: 'tickets.flagArticle',
    prepare: onTicket((w) => ({ article: String(w.article.id), kind: 'unclear' })),
    expect: agentsOnly,
  },
  {
    action: 'articles.settleFlag',
    prepare: async (w) => {
      const { id: articleId } = await w.newArticle();
      await flagArticle(w.agent, { articleId, kind: 'wrong' });
      const [flag] = await openFlags(w.agent, articleId);
      return { on: paths.deskArticle(articleId), fields: { flag: String(flag!.id) } };
    },
    expect: agentsOnly,
  },
  {
    action: 'tickets.unlinkArticle',
    prepare: onTicket(
      (w) => ({ article: String(w.article.id) }),
      (w, number) => linkArticle(w.agent, number, w.article.id, 'related'),
    ),
    expect: agentsOnly,
  },
  {
    action: 'tickets.fileFor',
    prepare: () => ({
      on: paths.deskNewTicket(),
      fields: {
        email: email(),
        subject: 'No ink',
        body: 'She called.',
        channel: 'phone',
        locale: 'en',
        submissionKey: submissionKey(),
      },
    }),
    expect: agentsOnly,
  },
  { action: 'tickets.addPerson', prepare: onTicket(() => ({ email: email() })), expect: agentsOnly },
  { action: 'tickets.removePerson', prepare: onTicket({ person: '999999' }), expect: agentsOnly },
  {
    action: 'tickets.merge',
    prepare: async (w) => onTicket({ into: `#${(await w.newTicket()).number}` })(w),
    expect: agentsOnly,
  },
  {
    action: 'tickets.part',
    prepare: onTicket({}, async (w, number) => mergeTicket(w.agent, number, (await w.newTicket()).number)),
    expect: agentsOnly,
  },
  {
    action: 'tickets.split',
    prepare: async (w) => {
      const { number } = await w.newTicket();
      const { messages } = await ticketView(w.system, number);
      const fields = { number: String(number), message: String(messages[0]!.id), subject: 'Another' };
      return { on: paths.deskTicket(number), fields };
    },
    expect: agentsOnly,
  },
  { action: 'tickets.markSpam', prepare: onTicket(), expect: agentsOnly },
  {
    action: 'tickets.unmarkSpam',
    prepare: onTicket({}, (w, number) => markSpam(w.agent, number)),
    expect: agentsOnly,
  },
  {
    action: 'tickets.askExpert',
    prepare: onTicket(() => ({
      email: email(),
      subject: 'A question',
      body: 'Is it the drum?',
      submissionKey: submissionKey(),
    })),
    expect: agentsOnly,
  },
  {
    action: 'tickets.writeToExpert',
    about: 'in a correspondence of no ticket',
    prepare: onTicket(() => ({ thread: '999999', body: 'Thanks.', submissionKey: submissionKey() })),
    expect: '401 401 401 404 404',
  },
  {
    action: 'tickets.saveCanned',
    prepare: () => ({
      on: paths.deskReplies(),
      fields: { title: 'Thanks', shortcut: `thanks${++made}`, locale: 'en', body: 'Thank you.' },
    }),
    expect: agentsOnly,
  },
  {
    action: 'tickets.removeCanned',
    prepare: () => ({ on: paths.deskReplies(), fields: { id: '999999' } }),
    expect: agentsOnly,
  },
  {
    action: 'tickets.saveFilter',
    prepare: () => ({ on: paths.desk(), fields: { name: 'Mine', query: 'state=open' } }),
    expect: agentsOnly,
  },
  {
    action: 'tickets.forgetFilter',
    about: 'one that is nobody’s',
    prepare: () => ({ on: paths.desk(), fields: { filter: '999999' } }),
    expect: agentsOnly,
  },
  {
    action: 'tickets.replyAsRequester',
    prepare: onA(() => ({ body: 'Still blank.', submissionKey: submissionKey() })),
    expect: onlyA,
  },
  {
    action: 'tickets.followUp',
    about: 'while it still takes replies',
    prepare: onA(() => ({ body: 'Again.', submissionKey: submissionKey() })),
    expect: '404 409 404 404 404',
  },
  { action: 'tickets.closeAsRequester', prepare: onA(), expect: onlyA },
  {
    action: 'tickets.reopenAsRequester',
    prepare: onA(
      () => ({}),
      (w) => resolveTicket(w.agent, w.ticketA.number, oneOff).catch(() => undefined),
    ),
    expect: onlyA,
  },
  { action: 'tickets.addColleague', prepare: onA(() => ({ email: email() })), expect: onlyA },
  { action: 'tickets.removeColleague', prepare: onA(() => ({ person: '999999' })), expect: onlyA },

  {
    action: 'requesters.askForLink',
    prepare: () => ({ on: paths.tickets('en'), fields: { email: email() } }),
    expect: everybody,
  },
  {
    action: 'requesters.signIn',
    about: 'nobody asked for it',
    prepare: () => ({ on: paths.signIn('en'), fields: { code: 'ABCD-2345' } }),
    expect: '410 410 410 410 410',
  },
  {
    action: 'requesters.signOut',
    prepare: () => ({ on: paths.tickets('en'), fields: {} }),
    expect: everybody,
  },
  {
    action: 'requesters.signOutEverywhere',
    about: 'nobody is signed in as a requester',
    prepare: () => ({ on: paths.tickets('en'), fields: {} }),
    expect: '401 401 401 401 401',
  },

  {
    action: 'requesters.eraseMe',
    about: 'nobody is signed in as a requester',
    prepare: () => ({ on: paths.aboutMe('en'), fields: { confirm: 'a@example.org' } }),
    expect: '401 401 401 401 401',
  },
  {
    action: 'requesters.erase',
    prepare: async (w) => {
      const { number } = await w.newTicket();
      const { requester } = await ticketView(w.system, number);
      const fields = { id: String(requester.id), confirm: requester.email };
      return { on: paths.adminRequester(requester.id), fields };
    },
    expect: adminsOnly,
  },

  {
    action: 'ask.send',
    prepare: async (w) => ({
      on: paths.ask('en'),
      fields: {
        form: await askForm(w),
        problem: 'It prints blank pages.',
        subject: 'Blank pages',
        name: 'Kim',
        email: email(),
      },
    }),
    expect: everybody,
  },
  {
    action: 'ask.solved',
    prepare: async (w) => ({ on: paths.ask('en'), fields: { form: await askForm(w) } }),
    expect: everybody,
  },

  {
    action: 'issues.declare',
    prepare: async (w) => {
      const { on, fields } = await onIssue(w);
      return { on, fields: { ...fields, state: 'solved' } };
    },
    expect: agentsOnly,
  },
  { action: 'issues.end', prepare: onIssue, expect: agentsOnly },
  { action: 'issues.link', prepare: onIssue, expect: agentsOnly },
  { action: 'issues.answer', prepare: onIssue, expect: agentsOnly },
  { action: 'issues.stop', prepare: onIssue, expect: agentsOnly },
  {
    action: 'wishes.make',
    prepare: async (w) => ({
      on: paths.wishSent('en'),
      fields: { form: await askForm(w), words: 'blank pages', email: email() },
    }),
    expect: everybody,
  },
  { action: 'wishes.confirm', prepare: onWish, expect: everybody },
  { action: 'wishes.drop', prepare: onWish, expect: everybody },
  {
    action: 'visits.vote',
    prepare: (w) => ({
      on: paths.article('en', w.article.slug),
      fields: { articleId: String(w.article.id), vote: 'yes' },
    }),
    expect: everybody,
  },
  {
    action: 'visits.vote',
    about: 'on an article for agents',
    prepare: (w) => ({
      on: paths.article('en', w.article.slug),
      fields: { articleId: String(w.agents.id), vote: 'yes' },
    }),
    expect: '404 404 404 303 303',
  },
  {
    action: 'visits.missing',
    prepare: (w) => ({
      on: paths.article('en', w.article.slug),
      fields: { articleId: String(w.article.id), missing: 'The model number.' },
    }),
    expect: everybody,
  },

  {
    action: 'articles.write',
    prepare: (w) => ({
      on: paths.deskNewArticle(),
      fields: {
        locale: 'en',
        intent: 'publish',
        title: `Written ${++made}`,
        source: 'Turn it off and on again.',
        category: String(w.categoryId),
        kind: 'article',
        audience: 'public',
      },
    }),
    expect: agentsOnly,
  },
  {
    action: 'reviews.ask',
    prepare: async (w) => onArticle({ reviewer: String(await w.newAgent()) })(w),
    expect: agentsOnly,
  },
  { action: 'reviews.withdraw', prepare: onReview(), expect: '401 401 401 303 404' },
  {
    action: 'reviews.decide',
    about: 'a question to somebody else',
    prepare: onReview({ revision: '1', decision: 'approved' }),
    expect: '401 401 401 404 404',
  },
  { action: 'reviews.comment', prepare: onArticle({ body: 'Which door?' }), expect: agentsOnly },
  {
    action: 'reviews.settleComment',
    prepare: async (w) => {
      const { id } = await w.newArticle();
      await addComment(w.agent, { articleId: id, body: 'Which door?' });
      const comment = (await reviewView(w.agent, id)).comments[0]!.id;
      return { on: paths.deskArticle(id), fields: { comment: String(comment) } };
    },
    expect: agentsOnly,
  },
  {
    action: 'reviews.setRules',
    prepare: () => ({ on: paths.adminArticles(), fields: {} }),
    expect: adminsOnly,
  },
  {
    action: 'articles.limitCategory',
    prepare: async (w) => {
      const { categoryId } = await w.newArticle();
      const key = (await categoryList(w.agent)).find(({ id }) => id === categoryId)!.key;
      return { on: paths.adminArticles(), fields: { key, audience: 'public' } };
    },
    expect: adminsOnly,
  },
  {
    action: 'schedules.plan',
    prepare: onArticle({ what: 'unpublish', at: soon(), zone: 'UTC' }),
    expect: agentsOnly,
  },
  {
    action: 'schedules.cancel',
    prepare: async (w) => {
      const { id } = await w.newArticle();
      await scheduleArticle(w.agent, { articleId: id, action: 'unpublish', at: soon(), zone: 'UTC' });
      const schedule = (await schedulesOf(w.agent, id))[0]!.id;
      return { on: paths.deskArticle(id), fields: { schedule: String(schedule) } };
    },
    expect: agentsOnly,
  },
  {
    action: 'templates.save',
    prepare: () => ({
      on: paths.deskTemplates(),
      fields: { name: `Template ${++made}`, locale: 'en', kind: 'article', source: '## Steps' },
    }),
    expect: agentsOnly,
  },
  {
    action: 'templates.remove',
    prepare: async (w) => {
      await saveTemplate(w.agent, { name: `Template ${++made}`, locale: 'en', source: '## Steps' });
      return { on: paths.deskTemplates(), fields: { id: String((await ownTemplates(w.agent)).at(-1)!.id) } };
    },
    expect: agentsOnly,
  },
  { action: 'articles.reviewed', prepare: onArticle(), expect: agentsOnly },
  {
    action: 'articles.translated',
    prepare: async (w) => {
      const { key } = await w.newArticle();
      const { id: categoryId } = await createCategory(w.system, {
        locale: 'it',
        title: `Stampanti ${++made}`,
      });
      const fields = { title: 'Pagine bianche', source: 'Spegni.', categoryId };
      const { id } = await createArticle(w.system, { locale: 'it', key, fields, state: 'published' });
      const original = (await editorView(w.agent, id)).original!;
      return {
        on: paths.deskArticle(id),
        fields: { id: String(id), original: String(original.id), revision: '1' },
      };
    },
    expect: agentsOnly,
  },
  { action: 'articles.discard', prepare: onArticle({ revision: '1' }), expect: agentsOnly },
  { action: 'articles.unpublish', prepare: onArticle(), expect: agentsOnly },
  { action: 'articles.archive', prepare: onArticle(), expect: agentsOnly },
  {
    action: 'articles.changeMany',
    prepare: async (w) => ({
      on: paths.deskArticles(),
      fields: { articles: `${(await w.newArticle()).id}-1`, what: 'addTag', tag: 'printer' },
    }),
    expect: agentsOnly,
  },
  { action: 'articles.revert', prepare: onArticle({ to: '1', revision: '1' }), expect: agentsOnly },

  {
    action: 'rating.send',
    about: 'before it is solved',
    prepare: async (w) => {
      await reopenTicket(w.agent, w.ticketA.number);
      return {
        on: paths.ticketRating('en', w.ticketA.number),
        fields: { number: String(w.ticketA.number), rating: 'good' },
      };
    },
    expect: '404 409 404 404 404',
  },
  {
    action: 'articles.createPreview',
    prepare: (w) => ({
      on: paths.deskArticlePreviews(w.draft.id),
      fields: { id: String(w.draft.id), note: 'For Ada', days: '7' },
    }),
    expect: agentsOnly,
  },
  {
    action: 'articles.revokePreview',
    prepare: async (w) => {
      await w.newPreview();
      const { links } = await previewLinks(w.agent, w.draft.id);
      const fields = { id: String(links.at(-1)!.id), article: String(w.draft.id) };
      return { on: paths.deskArticlePreviews(w.draft.id), fields };
    },
    expect: agentsOnly,
  },
  {
    action: 'articles.decideConflict',
    about: 'no conflict',
    prepare: (w) => ({
      on: paths.deskArticle(w.article.id),
      fields: { id: String(w.article.id), keep: 'file', revision: '1', hash: '0'.repeat(64) },
    }),
    expect: '401 401 401 404 404',
  },
  { action: 'content.take', prepare: onUpload, expect: '401 401 401 403 409' },
  { action: 'content.drop', prepare: onUpload, expect: adminsOnly },
  { action: 'mailIn.makeTicket', prepare: onHeld(), expect: agentsOnly },
  {
    action: 'mailIn.attach',
    prepare: onHeld((w) => ({ ticket: String(w.ticketA.number) })),
    expect: agentsOnly,
  },
  { action: 'mailIn.discard', prepare: onHeld(), expect: agentsOnly },
  {
    action: 'mailIn.saveMailbox',
    prepare: () => ({
      on: paths.adminMailbox('new'),
      fields: { name: 'Help', address: email(), locale: 'en' },
    }),
    expect: adminsOnly,
  },
  { action: 'mailIn.testMailbox', prepare: onMailbox, expect: adminsOnly },
  { action: 'mailIn.removeMailbox', prepare: onMailbox, expect: adminsOnly },
  {
    action: 'mail.sendAgain',
    about: 'without a mail server',
    prepare: (w) => ({ on: paths.deskMail(w.mailId), fields: { id: String(w.mailId) } }),
    expect: '401 401 401 409 409',
  },
  {
    action: 'mail.saveTemplate',
    prepare: () => onMail({ subject: 'Hello', body: '{{ticket.url}}' }),
    expect: adminsOnly,
  },
  { action: 'mail.resetTemplate', prepare: () => onMail(), expect: adminsOnly },
  { action: 'mail.switchMail', prepare: () => onMail({ isOn: 'true' }), expect: adminsOnly },
  {
    action: 'mail.chooseNotices',
    prepare: () => onAccount({ wanted: 'agent_new' }),
    expect: agentsOnly,
  },
  {
    action: 'gaps.assign',
    prepare: (w) => ({ on: paths.deskGap(w.gapId), fields: { id: String(w.gapId), owner: '' } }),
    expect: agentsOnly,
  },
  {
    action: 'search.saveSynonyms',
    prepare: () => onSearch({ term: `term${++made}`, words: 'one, two' }),
    expect: adminsOnly,
  },
  {
    action: 'search.removeSynonyms',
    prepare: async (w) => onSearch(await synonyms(w)),
    expect: adminsOnly,
  },
  {
    action: 'search.pinResult',
    prepare: (w) => onSearch({ query: `printer${++made}`, articleId: String(w.article.id) }),
    expect: adminsOnly,
  },
  {
    action: 'search.pin',
    prepare: (w) => onSearch({ query: `paper${++made}`, article: w.article.slug }),
    expect: adminsOnly,
  },
  {
    action: 'calendar.save',
    prepare: () => ({
      on: paths.adminHours(),
      fields: { timeZone: 'UTC', hours1: '48', hours2: '24', hours3: '8', hours4: '4', hours5: '2' },
    }),
    expect: adminsOnly,
  },
  {
    action: 'measures.chooseReport',
    prepare: () => ({ on: paths.deskMonthlyReport(), fields: {} }),
    expect: adminsOnly,
  },
  {
    action: 'measures.setHoldout',
    prepare: () => ({ on: paths.deskHoldout(), fields: { percent: '0' } }),
    expect: adminsOnly,
  },
  { action: 'search.unpin', prepare: async (w) => onSearch(await pin(w)), expect: adminsOnly },
];
