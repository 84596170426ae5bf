import { postgresKit } from './columns.postgres.ts';
import { sqliteKit, type ColumnKit } from './columns.sqlite.ts';

/** The only schema: every table of Portico, for whichever dialect the kit speaks. Migrations: `npm run db:generate`. */
function defineSchema(k: ColumnKit) {
  // ── the house ──────────────────────────────────────────────────────────────────────────────────────────────────
  const settings = k.table('settings', { key: k.text().primaryKey(), value: k.json<unknown>().notNull() });

  /** Versions that grow with each change ('content', 'questions'): caches and indexes compare them. */
  const counters = k.table('counters', { name: k.text().primaryKey(), value: k.int().notNull() });

  const rateLimits = k.table(
    'rate_limits',
    { key: k.text().primaryKey(), count: k.int().notNull(), resetAt: k.time().notNull() },
    (t) => [k.index('rate_limits_reset').on(t.resetAt)],
  );

  const jobs = k.table(
    'jobs',
    {
      id: k.id(),
      kind: k.text().notNull(),
      payload: k.json<Record<string, unknown>>().notNull(),
      runAt: k.time().notNull(),
      attempts: k.int().notNull().default(0),
      leasedUntil: k.time(),
      finishedAt: k.time(),
      failedAt: k.time(),
      error: k.text(),
      /** At most one waiting job of a key: enqueueing it again does nothing. Cleared when the job starts. */
      uniqueKey: k.text(),
    },
    (t) => [k.index('jobs_due').on(t.finishedAt, t.runAt), k.uniqueIndex('jobs_unique_key').on(t.uniqueKey)],
  );

  // ── accounts ───────────────────────────────────────────────────────────────────────────────────────────────────
  const agents = k.table(
    'agents',
    {
      id: k.id(),
      /** Lower case. */
      email: k.text().notNull(),
      name: k.text().notNull(),
      role: k.text().$type<'agent' | 'admin'>().notNull(),
      tier: k.int().notNull().default(1),
      passwordHash: k.text().notNull(),
      locale: k.text().notNull().default('en'),
      totpSecret: k.text(),
      /** Null while the secret was shown but no code has proved it yet. */
      totpConfirmedAt: k.time(),
      /** The last time step a code was accepted for: no code counts twice. */
      totpLastStep: k.int(),
      disabledAt: k.time(),
      lastSeenAt: k.time(),
      createdAt: k.time().notNull(),
    },
    (t) => [k.uniqueIndex('agents_email').on(t.email)],
  );
  const agentId = () => k.int().references(() => agents.id, { onDelete: 'set null' });

  const recoveryCodes = k.table(
    'recovery_codes',
    {
      id: k.id(),
      agentId: k
        .int()
        .notNull()
        .references(() => agents.id, { onDelete: 'cascade' }),
      codeHash: k.text().notNull(),
      usedAt: k.time(),
    },
    (t) => [k.index('recovery_codes_agent').on(t.agentId)],
  );

  const sessions = k.table(
    'sessions',
    {
      /** sha256 of the token in the cookie, hex. */
      id: k.text().primaryKey(),
      agentId: k
        .int()
        .notNull()
        .references(() => agents.id, { onDelete: 'cascade' }),
      createdAt: k.time().notNull(),
      lastSeenAt: k.time().notNull(),
      expiresAt: k.time().notNull(),
      /** False between the password and the second factor: such a session opens nothing else. */
      isComplete: k.bool().notNull(),
      userAgent: k.text().notNull().default(''),
    },
    (t) => [k.index('sessions_agent').on(t.agentId), k.index('sessions_expires').on(t.expiresAt)],
  );

  /** One-time links: the first admin's set-up, invitations, password resets. */
  const invitations = k.table(
    'invitations',
    {
      id: k.id(),
      purpose: k.text().$type<'setup' | 'invite' | 'reset'>().notNull(),
      /** sha256 of the token in the link, hex. */
      tokenHash: k.text().notNull(),
      email: k.text(),
      role: k.text().$type<'agent' | 'admin'>().notNull().default('agent'),
      tier: k.int().notNull().default(1),
      agentId: k.int().references(() => agents.id, { onDelete: 'cascade' }),
      invitedById: agentId(),
      createdAt: k.time().notNull(),
      expiresAt: k.time().notNull(),
      usedAt: k.time(),
    },
    (t) => [k.uniqueIndex('invitations_token').on(t.tokenHash)],
  );

  const requesters = k.table(
    'requesters',
    {
      id: k.id(),
      /** Lower case. */
      email: k.text().notNull(),
      name: k.text().notNull().default(''),
      locale: k.text().notNull().default('en'),
      createdAt: k.time().notNull(),
      /** When they first showed that they read this address: by a link or a code that only went there. */
      provedAt: k.time(),
      /** Since when nothing is sent to them, and why: they complained, or the address refuses everything. */
      mailStoppedAt: k.time(),
      mailStoppedFor: k.text().$type<'complaint' | 'bounces'>(),
      /** Everything about them was erased; name and address are gone, the row keeps counts right. */
      erasedAt: k.time(),
    },
    (t) => [k.uniqueIndex('requesters_email').on(t.email)],
  );
  const requesterId = () => k.int().references(() => requesters.id, { onDelete: 'cascade' });

  /** Links and codes by which a requester signs in: single use, ten minutes. */
  const signInLinks = k.table(
    'sign_in_links',
    {
      id: k.id(),
      /** Lower case. */
      email: k.text().notNull(),
      /** sha256 of the token in the link and of the code beside it, hex. */
      tokenHash: k.text().notNull(),
      codeHash: k.text().notNull(),
      /** sha256 of a cookie of the browser that asked: only there the link works without the code. */
      browserHash: k.text().notNull(),
      locale: k.text().notNull(),
      next: k.text().notNull().default(''),
      /** Wrong codes so far. */
      attempts: k.int().notNull().default(0),
      createdAt: k.time().notNull(),
      expiresAt: k.time().notNull(),
      usedAt: k.time(),
    },
    (t) => [
      k.uniqueIndex('sign_in_links_token').on(t.tokenHash),
      k.index('sign_in_links_expires').on(t.expiresAt),
    ],
  );

  const requesterSessions = k.table(
    'requester_sessions',
    {
      /** sha256 of the token in the cookie, hex. */
      id: k.text().primaryKey(),
      requesterId: requesterId().notNull(),
      createdAt: k.time().notNull(),
      lastSeenAt: k.time().notNull(),
      expiresAt: k.time().notNull(),
      userAgent: k.text().notNull().default(''),
    },
    (t) => [
      k.index('requester_sessions_requester').on(t.requesterId),
      k.index('requester_sessions_expires').on(t.expiresAt),
    ],
  );

  // ── articles ───────────────────────────────────────────────────────────────────────────────────────────────────
  /** A row is one category in one language; `key` joins the translations. */
  const categories = k.table(
    'categories',
    {
      id: k.id(),
      key: k.text().notNull(),
      locale: k.text().notNull(),
      slug: k.text().notNull(),
      title: k.text().notNull(),
      summary: k.text().notNull().default(''),
      position: k.int().notNull().default(0),
    },
    (t) => [
      k.uniqueIndex('categories_slug').on(t.locale, t.slug),
      k.uniqueIndex('categories_key').on(t.locale, t.key),
    ],
  );

  /** A row is one article in one language, the twin of one Markdown file; `key` joins the translations. */
  const articles = k.table(
    'articles',
    {
      id: k.id(),
      key: k.text().notNull(),
      locale: k.text().notNull(),
      slug: k.text().notNull(),
      categoryId: k
        .int()
        .notNull()
        .references(() => categories.id),
      kind: k.text().$type<'article' | 'faq'>().notNull().default('article'),
      state: k.text().$type<'draft' | 'published' | 'archived'>().notNull().default('draft'),
      confidence: k.text().$type<'unconfirmed' | 'confirmed'>().notNull().default('unconfirmed'),
      audience: k.text().$type<'public' | 'customers' | 'agents'>().notNull().default('public'),
      title: k.text().notNull(),
      summary: k.text().notNull().default(''),
      tags: k.json<string[]>().notNull(),
      /** Keys of related articles. */
      related: k.json<string[]>().notNull(),
      ownerId: agentId(),
      reviewBy: k.time(),
      /** Markdown without front matter. */
      source: k.text().notNull(),
      /** What saving made of `source`: safe HTML, contents list, plain-text sections for search. */
      html: k.text().notNull().default(''),
      headings: k.json<{ depth: number; text: string; id: string }[]>().notNull(),
      sections: k.json<{ heading: string; anchor: string | null; text: string }[]>().notNull(),
      /** The version of the renderer that made `html`; an older one is rendered again at start. */
      renderVersion: k.int().notNull().default(0),
      revision: k.int().notNull().default(1),
      createdById: agentId(),
      createdAt: k.time().notNull(),
      updatedAt: k.time().notNull(),
      publishedAt: k.time(),
      /** Path below CONTENT_DIR, the file's hash when both sides last agreed, and what clashed since, if anything. */
      filePath: k.text(),
      fileHash: k.text(),
      /** The revision both sides agreed on; a greater one is the portal's own and waits to be written to the file. */
      fileRevision: k.int(),
      fileConflict: k.text(),
      /** Written from a ticket: whose data must not be published with it, and which findings an author let stand. */
      personalData: k.json<{ ticket: number; names: string[]; emails: string[]; kept: string[] }>(),
      /** Front matter that Portico does not know, kept for the way back. */
      extra: k.json<Record<string, unknown>>().notNull(),
    },
    (t) => [
      k.uniqueIndex('articles_slug').on(t.locale, t.slug),
      k.uniqueIndex('articles_key').on(t.locale, t.key),
      k.uniqueIndex('articles_file').on(t.filePath),
      k.index('articles_category').on(t.categoryId, t.state),
      k.index('articles_state').on(t.state, t.updatedAt),
    ],
  );

  const articleRevisions = k.table(
    'article_revisions',
    {
      id: k.id(),
      articleId: k
        .int()
        .notNull()
        .references(() => articles.id, { onDelete: 'cascade' }),
      number: k.int().notNull(),
      title: k.text().notNull(),
      summary: k.text().notNull(),
      source: k.text().notNull(),
      authorId: agentId(),
      /** 'created', 'edited', 'published', 'content' (a changed file came in) or 'reverted'. */
      reason: k.text().notNull(),
      createdAt: k.time().notNull(),
    },
    (t) => [k.uniqueIndex('article_revisions_number').on(t.articleId, t.number)],
  );

  /** Old slugs redirect for ever. */
  const articleRedirects = k.table(
    'article_redirects',
    {
      id: k.id(),
      locale: k.text().notNull(),
      slug: k.text().notNull(),
      articleId: k
        .int()
        .notNull()
        .references(() => articles.id, { onDelete: 'cascade' }),
    },
    (t) => [k.uniqueIndex('article_redirects_slug').on(t.locale, t.slug)],
  );

  const articleVotes = k.table(
    'article_votes',
    {
      id: k.id(),
      articleId: k
        .int()
        .notNull()
        .references(() => articles.id, { onDelete: 'cascade' }),
      /** Null for a visitor who asked not to be counted. A visit has one vote an article: the last. */
      visitId: k.text(),
      helpful: k.bool().notNull(),
      comment: k.text().notNull().default(''),
      createdAt: k.time().notNull(),
    },
    (t) => [
      k.uniqueIndex('article_votes_visit').on(t.articleId, t.visitId),
      k.index('article_votes_time').on(t.createdAt, t.articleId, t.helpful),
    ],
  );

  /** Images of articles: content-addressed files, with the path below CONTENT_DIR they came from or go to. */
  const assets = k.table(
    'assets',
    {
      id: k.id(),
      hash: k.text().notNull(),
      name: k.text().notNull(),
      mediaType: k.text().notNull(),
      size: k.int().notNull(),
      width: k.int(),
      height: k.int(),
      path: k.text(),
      createdAt: k.time().notNull(),
    },
    (t) => [k.uniqueIndex('assets_path').on(t.path), k.index('assets_hash').on(t.hash)],
  );

  /** Which images an article shows: an image may be seen by those who may read an article with it. */
  const articleAssets = k.table(
    'article_assets',
    {
      articleId: k
        .int()
        .notNull()
        .references(() => articles.id, { onDelete: 'cascade' }),
      hash: k.text().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.articleId, t.hash] }), k.index('article_assets_hash').on(t.hash)],
  );

  // ── search ─────────────────────────────────────────────────────────────────────────────────────────────────────
  /** The customers' own words for an article. Private: they never leave the server's index. */
  const pastQuestions = k.table(
    'past_questions',
    {
      id: k.id(),
      articleId: k
        .int()
        .notNull()
        .references(() => articles.id, { onDelete: 'cascade' }),
      text: k.text().notNull(),
      /** 'ticket:12' or 'visit:…': what taught it, so that it can be taken back. */
      origin: k.text().notNull(),
      createdAt: k.time().notNull(),
    },
    (t) => [
      k.uniqueIndex('past_questions_origin').on(t.articleId, t.origin),
      k.index('past_questions_source').on(t.origin),
    ],
  );

  const synonyms = k.table(
    'synonyms',
    { id: k.id(), locale: k.text().notNull(), term: k.text().notNull(), words: k.json<string[]>().notNull() },
    (t) => [k.uniqueIndex('synonyms_term').on(t.locale, t.term)],
  );

  const pinnedAnswers = k.table(
    'pinned_answers',
    {
      id: k.id(),
      locale: k.text().notNull(),
      query: k.text().notNull(),
      articleId: k
        .int()
        .notNull()
        .references(() => articles.id, { onDelete: 'cascade' }),
    },
    (t) => [k.uniqueIndex('pinned_answers_query').on(t.locale, t.query)],
  );

  // ── visits ─────────────────────────────────────────────────────────────────────────────────────────────────────
  const visits = k.table(
    'visits',
    {
      /** Random; also the value of the visit cookie. */
      id: k.text().primaryKey(),
      locale: k.text().notNull(),
      startedAt: k.time().notNull(),
      lastAt: k.time().notNull(),
      /** It searched, read, voted or asked: only such visits have an outcome. */
      isHelpSeeking: k.bool().notNull().default(false),
      outcome: k.text().$type<'escalated' | 'confirmed' | 'potential' | 'abandoned'>(),
      settledAt: k.time(),
    },
    (t) => [k.index('visits_unsettled').on(t.settledAt, t.lastAt), k.index('visits_started').on(t.startedAt)],
  );

  const visitEvents = k.table(
    'visit_events',
    {
      id: k.id(),
      visitId: k
        .text()
        .notNull()
        .references(() => visits.id, { onDelete: 'cascade' }),
      kind: k
        .text()
        .$type<
          | 'search'
          | 'result_opened'
          | 'article_read'
          | 'vote'
          | 'ask_opened'
          | 'suggestions_shown'
          | 'suggestion_opened'
          | 'solved'
          | 'ticket_filed'
        >()
        .notNull(),
      at: k.time().notNull(),
      locale: k.text().notNull(),
      /** Search, ask and suggestions: the words. */
      query: k.text(),
      resultCount: k.int(),
      verdict: k.text().$type<'answered' | 'uncertain' | 'nothing'>(),
      /** Result opened: the search event it came from, and the rank, from 1. */
      searchId: k.int(),
      rank: k.int(),
      articleId: k.int(),
      helpful: k.bool(),
      ticketId: k.int(),
    },
    (t) => [
      k.index('visit_events_visit').on(t.visitId, t.at),
      k.index('visit_events_kind').on(t.kind, t.at),
      k.index('visit_events_article').on(t.articleId, t.kind, t.at),
      k.index('visit_events_search').on(t.searchId),
    ],
  );

  // ── tickets ────────────────────────────────────────────────────────────────────────────────────────────────────
  const tickets = k.table(
    'tickets',
    {
      /** Also the number people see. */
      id: k.id(),
      subject: k.text().notNull(),
      requesterId: k
        .int()
        .notNull()
        .references(() => requesters.id),
      /** As typed in this ticket: one address may write under many names, and none may rename the others'. */
      requesterName: k.text().notNull().default(''),
      state: k.text().$type<'new' | 'open' | 'waiting' | 'resolved' | 'closed'>().notNull().default('new'),
      /** 1 one person … 3 everybody; 1 can wait … 3 work stands still. */
      impact: k.int().notNull().default(1),
      urgency: k.int().notNull().default(1),
      /** impact + urgency − 1, from 1 (low) to 5 (critical). */
      priority: k.int().notNull().default(1),
      tier: k.int().notNull().default(1),
      assigneeId: agentId(),
      locale: k.text().notNull(),
      channel: k.text().$type<'web' | 'mail' | 'phone' | 'chat' | 'counter'>().notNull().default('web'),
      visitId: k.text(),
      /** What they tried before asking, as it stood when the ticket was filed. */
      story: k
        .json<{ at: string; kind: string; query?: string; title?: string; articleId?: number }[]>()
        .notNull(),
      /** sha256 of the key in the private link, hex. */
      accessKeyHash: k.text().notNull(),
      /** sha256 of the form that filed it, hex: the same form sent twice is one ticket. */
      submissionKey: k.text(),
      createdAt: k.time().notNull(),
      updatedAt: k.time().notNull(),
      lastMessageAt: k.time().notNull(),
      firstReplyAt: k.time(),
      resolvedAt: k.time(),
      resolvedById: agentId(),
      closedAt: k.time(),
      snoozedUntil: k.time(),
      /** Public messages by agents, times reopened, times handed to a higher tier. */
      publicReplies: k.int().notNull().default(0),
      reopenings: k.int().notNull().default(0),
      escalations: k.int().notNull().default(0),
      solvedByMessageId: k.int(),
      solvedByArticleId: k.int().references(() => articles.id, { onDelete: 'set null' }),
      /** Whether the answer was published before the ticket was filed; null until resolved. */
      wasKnown: k.bool(),
      /** The mailbox it came to: its answers go out from there. */
      mailboxId: k.int().references(() => mailboxes.id, { onDelete: 'set null' }),
      /** The ticket this one was merged into; it answers for this one until they are parted again. */
      mergedIntoId: k.int(),
      /** The closed ticket this one goes on from, or the one a message of which became this one. */
      followsId: k.int(),
      /** When it fell overdue, once said. */
      overdueAt: k.time(),
      spamAt: k.time(),
    },
    (t) => [
      k.index('tickets_merged').on(t.mergedIntoId),
      k.uniqueIndex('tickets_submission').on(t.submissionKey),
      k.uniqueIndex('tickets_access_key').on(t.accessKeyHash),
      k.index('tickets_requester').on(t.requesterId),
      k.index('tickets_created').on(t.createdAt, t.requesterId),
      k.index('tickets_resolved').on(t.resolvedAt),
      // The queue: one index a sort, a range a state. What can be filtered stands behind, so that pages and counts are
      // found in the index alone (tickets/queue.store.ts).
      k
        .index('tickets_queue_updated')
        .on(t.state, t.updatedAt, t.id, t.assigneeId, t.priority, t.tier, t.snoozedUntil),
      k
        .index('tickets_queue_created')
        .on(t.state, t.createdAt, t.id, t.assigneeId, t.priority, t.tier, t.snoozedUntil),
      k
        .index('tickets_queue_priority')
        .on(t.state, t.priority, t.updatedAt, t.id, t.assigneeId, t.tier, t.snoozedUntil),
      k
        .index('tickets_queue_assignee')
        .on(t.assigneeId, t.state, t.updatedAt, t.id, t.priority, t.tier, t.snoozedUntil),
      k.index('tickets_snoozed').on(t.snoozedUntil),
    ],
  );
  const ticketId = () => k.int().references(() => tickets.id, { onDelete: 'cascade' });

  /** People beside the requester who follow a ticket: put there by the requester or an agent, never by a mail header. */
  const ticketPeople = k.table(
    'ticket_people',
    {
      ticketId: ticketId().notNull(),
      requesterId: requesterId().notNull(),
      addedByKind: k.text().$type<'requester' | 'agent' | 'system'>().notNull(),
      addedById: agentId(),
      /** sha256 of the key in their own private link, hex. */
      accessKeyHash: k.text().notNull(),
      createdAt: k.time().notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.ticketId, t.requesterId] }),
      k.index('ticket_people_requester').on(t.requesterId),
      k.uniqueIndex('ticket_people_key').on(t.accessKeyHash),
    ],
  );

  /** What an agent asks an expert outside, without the requester: its messages are notes of the ticket. */
  const sideThreads = k.table(
    'side_threads',
    {
      id: k.id(),
      ticketId: ticketId().notNull(),
      /** Of the expert, lower case. */
      email: k.text().notNull(),
      name: k.text().notNull().default(''),
      subject: k.text().notNull(),
      startedById: agentId(),
      createdAt: k.time().notNull(),
    },
    (t) => [k.index('side_threads_ticket').on(t.ticketId)],
  );

  const messages = k.table(
    'messages',
    {
      id: k.id(),
      ticketId: ticketId().notNull(),
      kind: k.text().$type<'public' | 'note'>().notNull(),
      authorKind: k.text().$type<'requester' | 'agent' | 'system'>().notNull(),
      agentId: agentId(),
      /** As typed: plain text by requesters, Markdown by agents. */
      body: k.text().notNull(),
      /** Safe HTML of an agent's Markdown; empty for plain text. */
      html: k.text().notNull().default(''),
      submissionKey: k.text(),
      createdAt: k.time().notNull(),
      channel: k.text().$type<'web' | 'mail' | 'phone' | 'chat' | 'counter'>().notNull().default('web'),
      /** Who wrote it, when a participant did: the requester or a person in copy. */
      requesterId: k.int().references(() => requesters.id, { onDelete: 'set null' }),
      /** The received mail it came in: the original is one click away. */
      mailId: k.int(),
      /** A note that belongs to the correspondence with an outside expert. */
      sideThreadId: k.int().references(() => sideThreads.id, { onDelete: 'set null' }),
    },
    (t) => [
      k.index('messages_side_thread').on(t.sideThreadId),
      k.index('messages_ticket').on(t.ticketId, t.createdAt),
      k.uniqueIndex('messages_submission').on(t.submissionKey),
    ],
  );

  const attachments = k.table(
    'attachments',
    {
      id: k.id(),
      ticketId: ticketId().notNull(),
      messageId: k.int().references(() => messages.id, { onDelete: 'cascade' }),
      hash: k.text().notNull(),
      name: k.text().notNull(),
      mediaType: k.text().notNull(),
      size: k.int().notNull(),
      createdAt: k.time().notNull(),
    },
    (t) => [k.index('attachments_ticket').on(t.ticketId), k.index('attachments_hash').on(t.hash)],
  );

  /** Who did what, append-only. */
  const ticketEvents = k.table(
    'ticket_events',
    {
      id: k.id(),
      ticketId: ticketId().notNull(),
      actorKind: k.text().$type<'requester' | 'agent' | 'system'>().notNull(),
      agentId: agentId(),
      kind: k.text().notNull(),
      data: k.json<Record<string, unknown>>().notNull(),
      at: k.time().notNull(),
    },
    (t) => [
      k.index('ticket_events_ticket').on(t.ticketId, t.at),
      k.index('ticket_events_kind').on(t.kind, t.at),
    ],
  );

  const ticketTags = k.table(
    'ticket_tags',
    { ticketId: ticketId().notNull(), tag: k.text().notNull() },
    (t) => [k.primaryKey({ columns: [t.ticketId, t.tag] }), k.index('ticket_tags_tag').on(t.tag, t.ticketId)],
  );

  const ticketArticles = k.table(
    'ticket_articles',
    {
      ticketId: ticketId().notNull(),
      articleId: k
        .int()
        .notNull()
        .references(() => articles.id, { onDelete: 'cascade' }),
      /** 'answers': it solves it; 'related': worth knowing; 'created': was written from this ticket (and answers it). */
      relation: k.text().$type<'answers' | 'related' | 'created'>().notNull(),
      agentId: agentId(),
      createdAt: k.time().notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.ticketId, t.articleId] }),
      k.index('ticket_articles_article').on(t.articleId),
    ],
  );

  /** Who has a ticket open right now, and whether they are answering. Rows older than a minute mean nothing. */
  const presence = k.table(
    'presence',
    {
      ticketId: ticketId().notNull(),
      agentId: k
        .int()
        .notNull()
        .references(() => agents.id, { onDelete: 'cascade' }),
      isAnswering: k.bool().notNull(),
      at: k.time().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.ticketId, t.agentId] })],
  );

  /** How content the requester was, one answer a ticket: the last. */
  const ratings = k.table(
    'ratings',
    {
      ticketId: k
        .int()
        .primaryKey()
        .references(() => tickets.id, { onDelete: 'cascade' }),
      isGood: k.bool().notNull(),
      comment: k.text().notNull().default(''),
      /** Who resolved it, and at which tier, when it was rated. */
      agentId: agentId(),
      tier: k.int().notNull(),
      at: k.time().notNull(),
    },
    (t) => [k.index('ratings_at').on(t.at, t.isGood, t.tier)],
  );

  const cannedReplies = k.table(
    'canned_replies',
    {
      id: k.id(),
      title: k.text().notNull(),
      /** What an agent types to have it, without the slash; lower case. */
      shortcut: k.text().notNull(),
      locale: k.text().notNull(),
      /** Markdown with fields such as {{requester.name}}. */
      body: k.text().notNull(),
      updatedById: agentId(),
      updatedAt: k.time().notNull(),
    },
    (t) => [k.uniqueIndex('canned_replies_shortcut').on(t.locale, t.shortcut)],
  );

  const savedFilters = k.table(
    'saved_filters',
    {
      id: k.id(),
      agentId: k
        .int()
        .notNull()
        .references(() => agents.id, { onDelete: 'cascade' }),
      name: k.text().notNull(),
      /** The queue's query string. */
      query: k.text().notNull(),
    },
    (t) => [k.index('saved_filters_agent').on(t.agentId)],
  );

  // ── mail ───────────────────────────────────────────────────────────────────────────────────────────────────────
  const mailboxes = k.table(
    'mailboxes',
    {
      id: k.id(),
      /** The sender's name, and the address answers come to; lower case. */
      name: k.text().notNull(),
      address: k.text().notNull(),
      /** Of tickets whose language can't be told. */
      locale: k.text().notNull().default('en'),
      /** Of agents' replies from here, Markdown. */
      signature: k.text().notNull().default(''),
      isEnabled: k.bool().notNull().default(true),
      /** Empty when mail for it comes by the SMTP listener or a pipe only. */
      imapHost: k.text().notNull().default(''),
      imapPort: k.int().notNull().default(993),
      imapSecurity: k.text().$type<'tls' | 'starttls' | 'none'>().notNull().default('tls'),
      imapUser: k.text().notNull().default(''),
      imapFolder: k.text().notNull().default('INBOX'),
      /** Password, or OAuth2 client and refresh token; sealed, never shown again. */
      credentials: k.text().notNull().default(''),
      uidValidity: k.text(),
      lastUid: k.int().notNull().default(0),
      lastSuccessAt: k.time(),
      lastMailAt: k.time(),
      lastErrorAt: k.time(),
      lastError: k.text(),
      /** Hours without any mail after which the silence is told; 0 for never. */
      silenceHours: k.int().notNull().default(0),
      createdAt: k.time().notNull(),
    },
    (t) => [k.uniqueIndex('mailboxes_address').on(t.address)],
  );

  /** Every message that came in, kept before anything else is tried; the raw one is a file of the store. */
  const receivedMails = k.table(
    'received_mails',
    {
      id: k.id(),
      /** sha256 of the raw message, its name in the file store. */
      hash: k.text().notNull(),
      size: k.int().notNull(),
      mailboxId: k.int().references(() => mailboxes.id, { onDelete: 'set null' }),
      source: k.text().$type<'imap' | 'smtp' | 'pipe'>().notNull(),
      /** Addresses of the envelope, when the source tells them. */
      envelopeTo: k.json<string[]>().notNull(),
      receivedAt: k.time().notNull(),
      state: k
        .text()
        .$type<
          'new' | 'ticket' | 'reply' | 'note' | 'held' | 'report' | 'automatic' | 'duplicate' | 'discarded'
        >()
        .notNull()
        .default('new'),
      /** Why it is held or was left without an answer. */
      reason: k.text().notNull().default(''),
      attempts: k.int().notNull().default(0),
      error: k.text(),
      /** The same for every copy of a message, whichever way it came; null until parsed. */
      identity: k.text(),
      mailMessageId: k.text(),
      fromEmail: k.text().notNull().default(''),
      fromName: k.text().notNull().default(''),
      subject: k.text().notNull().default(''),
      ticketId: k.int().references(() => tickets.id, { onDelete: 'set null' }),
      messageId: k.int().references(() => messages.id, { onDelete: 'set null' }),
      /** Of a report: the sent mail it speaks of. */
      sentMailId: k.int(),
      /** An agent settled it: a held one made a ticket, attached or discarded. */
      settledById: agentId(),
      settledAt: k.time(),
    },
    (t) => [
      k.uniqueIndex('received_mails_identity').on(t.identity),
      k.index('received_mails_state').on(t.state, t.receivedAt),
      k.index('received_mails_hash').on(t.hash),
      k.index('received_mails_message_id').on(t.mailMessageId),
      k.index('received_mails_ticket').on(t.ticketId),
      k.index('received_mails_from').on(t.fromEmail, t.receivedAt),
    ],
  );

  /** The outbox: a row commits with the change that caused it and is sent by a job. */
  const sentMails = k.table(
    'sent_mails',
    {
      id: k.id(),
      /** Which template wrote it, such as 'receipt', 'reply', 'agent_assigned', 'sign_in'. */
      kind: k.text().notNull(),
      toEmail: k.text().notNull(),
      toName: k.text().notNull().default(''),
      locale: k.text().notNull(),
      subject: k.text().notNull(),
      text: k.text().notNull(),
      html: k.text().notNull().default(''),
      /** Stable over retries, with the angle brackets. */
      mailMessageId: k.text().notNull(),
      inReplyTo: k.text(),
      references: k.json<string[]>().notNull(),
      replyTo: k.text(),
      mailboxId: k.int().references(() => mailboxes.id, { onDelete: 'set null' }),
      ticketId: k.int().references(() => tickets.id, { onDelete: 'cascade' }),
      /** The ticket's message it carries, with its files. */
      messageId: k.int().references(() => messages.id, { onDelete: 'cascade' }),
      requesterId: requesterId(),
      agentId: k.int().references(() => agents.id, { onDelete: 'cascade' }),
      sideThreadId: k.int().references(() => sideThreads.id, { onDelete: 'cascade' }),
      /** What caused it; one cause writes to one person once. */
      cause: k.text().notNull(),
      state: k.text().$type<'queued' | 'sent' | 'parked' | 'unsent' | 'capped'>().notNull().default('queued'),
      attempts: k.int().notNull().default(0),
      error: k.text(),
      createdAt: k.time().notNull(),
      sentAt: k.time(),
      /** When a report said that it did not arrive, with its status such as 5.1.1. */
      bouncedAt: k.time(),
      bounceStatus: k.text(),
      bounceText: k.text(),
    },
    (t) => [
      k.uniqueIndex('sent_mails_message_id').on(t.mailMessageId),
      k.uniqueIndex('sent_mails_cause').on(t.cause, t.toEmail),
      k.index('sent_mails_state').on(t.state, t.createdAt),
      k.index('sent_mails_ticket').on(t.ticketId),
      k.index('sent_mails_to').on(t.toEmail, t.createdAt),
    ],
  );

  /** Templates an admin changed; without a row the one that ships is used. */
  const mailTemplates = k.table(
    'mail_templates',
    {
      kind: k.text().notNull(),
      locale: k.text().notNull(),
      subject: k.text().notNull(),
      /** Markdown with fields such as {{ticket.number}}. */
      body: k.text().notNull(),
      updatedById: agentId(),
      updatedAt: k.time().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.kind, t.locale] })],
  );

  /** What an agent chose to be told by mail; without a row the default of the kind holds. */
  const agentNotices = k.table(
    'agent_notices',
    {
      agentId: k
        .int()
        .notNull()
        .references(() => agents.id, { onDelete: 'cascade' }),
      kind: k.text().notNull(),
      isWanted: k.bool().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.agentId, t.kind] })],
  );

  // ── measures ───────────────────────────────────────────────────────────────────────────────────────────────────
  /** What each day of TIME_ZONE adds up to: made from the rows above, and made again whenever they change. */
  const measureDays = k.table(
    'measure_days',
    {
      /** YYYY-MM-DD. */
      day: k.text().notNull(),
      metric: k.text().notNull(),
      /** What the metric is split by: a tier, an outcome; empty when by nothing. */
      part: k.text().notNull().default(''),
      n: k.int().notNull(),
      /** Of durations: every one, in minutes, so that medians of any period are exact. */
      minutes: k.json<number[]>().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.day, t.metric, t.part] })],
  );

  /** The most frequent searches of each day, with how they ended. */
  const measureSearches = k.table(
    'measure_searches',
    {
      day: k.text().notNull(),
      locale: k.text().notNull(),
      query: k.text().notNull(),
      searches: k.int().notNull(),
      /** Without an answer; answered, but with no result opened. */
      nothing: k.int().notNull(),
      noClick: k.int().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.day, t.locale, t.query] })],
  );

  return {
    settings,
    counters,
    rateLimits,
    jobs,
    agents,
    recoveryCodes,
    sessions,
    invitations,
    requesters,
    signInLinks,
    requesterSessions,
    categories,
    articles,
    articleRevisions,
    articleRedirects,
    articleVotes,
    assets,
    articleAssets,
    pastQuestions,
    synonyms,
    pinnedAnswers,
    visits,
    visitEvents,
    tickets,
    messages,
    attachments,
    ticketEvents,
    ticketTags,
    ticketArticles,
    ticketPeople,
    sideThreads,
    presence,
    ratings,
    cannedReplies,
    savedFilters,
    mailboxes,
    receivedMails,
    sentMails,
    mailTemplates,
    agentNotices,
    measureDays,
    measureSearches,
  };
}

export type Tables = ReturnType<typeof defineSchema>;
export const sqliteTables = defineSchema(sqliteKit);
export const postgresTables = defineSchema(postgresKit);
