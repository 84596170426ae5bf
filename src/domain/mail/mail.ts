import type { Locale } from '#src/i18n/index.ts';

/**
 * How often one address may get mails of a kind, in a window that begins with the first:
 * `answer`: sent by the machine to whoever wrote; at most one an hour, so that no robot is ever kept talking.
 * `notice`: sent by the machine because an agent did something.
 * `reply`: written by an agent. `staff`: to our own agents. `key`: lets somebody in.
 */
export const caps = {
  answer: { limit: 1, windowMs: 3_600_000 },
  notice: { limit: 20, windowMs: 3_600_000 },
  reply: { limit: 60, windowMs: 3_600_000 },
  staff: { limit: 120, windowMs: 3_600_000 },
  key: { limit: 6, windowMs: 3_600_000 },
} as const;

export interface Kind {
  to: 'requester' | 'agent' | 'anyone';
  cap: keyof typeof caps;
  /** The value of Auto-Submitted (RFC 3834 §5); null for what a person wrote. */
  automatic: 'auto-generated' | 'auto-replied' | null;
  /** Fields its template may have beside `commonFields`. */
  fields: readonly string[];
  /** Fields that always have a value, and without which the mail would be of no use. */
  required: readonly string[];
  /** It holds a key to an account: only admins read it in the outbox, and nobody once it was sent. */
  isSecret?: boolean;
  /** An admin may switch it off. */
  isOptional?: boolean;
}

const ticket = ['ticket.number', 'ticket.subject', 'ticket.url'];
const article = ['article.title', 'article.url'];
const requester = { to: 'requester', cap: 'notice', automatic: 'auto-generated' } as const;
const staff = { to: 'agent', cap: 'staff', automatic: 'auto-generated' } as const;
const key = { to: 'anyone', cap: 'key', automatic: 'auto-generated', isSecret: true } as const;

export const commonFields = ['site.name', 'site.url', 'recipient.name'] as const;

/** Every mail that Portico writes. The texts that ship are `mail.templates.<kind>` in src/i18n. */
export const mailKinds = {
  receipt: {
    ...requester,
    cap: 'answer',
    automatic: 'auto-replied',
    fields: [...ticket, 'message'],
    required: ['ticket.url'],
    isOptional: true,
  },
  reply: {
    ...requester,
    cap: 'reply',
    automatic: null,
    fields: [...ticket, 'agent.name', 'message', 'signature'],
    required: ['message'],
  },
  assigned: {
    ...requester,
    fields: [...ticket, 'agent.name'],
    required: ['agent.name'],
    isOptional: true,
  },
  handed_over: {
    ...requester,
    fields: [...ticket, 'agent.name', 'previous.name', 'reason', 'reason.text'],
    required: ['reason', 'agent.name'],
    isOptional: true,
  },
  waiting: { ...requester, fields: [...ticket, 'agent.name'], required: ['ticket.url'], isOptional: true },
  resolved: {
    ...requester,
    fields: [...ticket, ...article, 'agent.name', 'rating.good.url', 'rating.bad.url'],
    required: ['ticket.url'],
    isOptional: true,
  },
  article_published: {
    ...requester,
    fields: [...ticket, ...article],
    required: ['article.title', 'article.url'],
    isOptional: true,
  },
  person_added: { ...requester, fields: [...ticket, 'added_by.name'], required: ['ticket.url'] },
  side: {
    to: 'anyone',
    cap: 'reply',
    automatic: null,
    fields: ['subject', 'agent.name', 'message', 'signature'],
    required: ['message'],
  },
  sign_in: { ...key, fields: ['link.url', 'code', 'minutes'], required: ['link.url'] },
  invitation: { ...key, fields: ['link.url', 'invited_by.name'], required: ['link.url'] },
  password_reset: { ...key, fields: ['link.url'], required: ['link.url'] },
  wish_confirm: { ...key, fields: ['link.url', 'days'], required: ['link.url'] },
  wish_answered: {
    ...{ to: 'anyone', cap: 'notice', automatic: 'auto-generated', isSecret: true },
    fields: [...article, 'question', 'link.url'],
    required: ['article.url', 'link.url'],
  },
  issue_news: {
    ...{ to: 'anyone', cap: 'notice', automatic: 'auto-generated', isSecret: true },
    fields: [...article, 'question', 'link.url'],
    required: ['article.url', 'link.url'],
  },
  agent_new: { ...staff, fields: [...ticket, 'requester.name', 'message'], required: ['ticket.url'] },
  agent_assigned: {
    ...staff,
    fields: [...ticket, 'requester.name', 'assigned_by.name', 'reason', 'reason.text'],
    required: ['ticket.url'],
  },
  agent_replied: { ...staff, fields: [...ticket, 'requester.name', 'message'], required: ['ticket.url'] },
  agent_mentioned: {
    ...staff,
    fields: [...ticket, 'mentioned_by.name', 'message'],
    required: ['ticket.url'],
  },
  monthly_report: {
    ...staff,
    to: 'anyone',
    fields: ['report.month', 'report.headline', 'report.figures', 'report.url'],
    required: ['report.url'],
    isOptional: true,
  },
  agent_overdue: {
    ...staff,
    fields: [...ticket, 'requester.name', 'waiting.hours'],
    required: ['ticket.url'],
  },
  agent_article: { ...staff, fields: [...article, 'what', 'message'], required: ['article.url', 'what'] },
} as const satisfies Record<string, Kind>;

export type MailKind = keyof typeof mailKinds;
export const mailKindNames = Object.keys(mailKinds) as MailKind[];
export const isMailKind = (text: unknown): text is MailKind => Object.hasOwn(mailKinds, String(text));
/** The same with the optional properties in sight. */
export const kindOf = (kind: MailKind): Kind => mailKinds[kind];
export const fieldsOf = (kind: MailKind): string[] => [...commonFields, ...kindOf(kind).fields];

/** What the sender of a question typed: no mail of the machine repeats it to an address that proved nothing. */
export const sendersFields: readonly string[] = ['recipient.name', 'ticket.subject', 'message'];

export interface Recipient {
  /** One plain address. */
  email: string;
  name: string;
  locale: Locale;
  requesterId?: number | null;
  agentId?: number | null;
}

export interface OutgoingMail {
  kind: MailKind;
  to: Recipient;
  /** The ticket it belongs to; its number, subject and the recipient's own link to it become fields. */
  ticketId?: number | null;
  /** The message of the ticket that it carries, with its files. */
  messageId?: number | null;
  sideThreadId?: number | null;
  mailboxId?: number | null;
  /** Values of the template's fields, as plain text. */
  fields?: Record<string, string>;
  /** The same as safe HTML, for those that have it. */
  html?: Record<string, string>;
  /** What caused it, such as `event:12`; one cause writes to one address once. */
  cause: string;
  inReplyTo?: string | null;
  references?: string[];
}
