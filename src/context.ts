import type { Db, Query } from '#db/open.ts';
import type { Config } from './config.ts';
import type { FileStore } from './domain/files/fileStore.ts';
import type { MailReader } from './domain/mail/incoming/reader.ts';
import type { Mailer } from './domain/mail/mailer.ts';
import type { SearchService } from './domain/search/service.ts';
import type { Locale } from './i18n/index.ts';
import type { Pace } from './pace.ts';

/** What one process holds: made once at start (src/app.ts), handed to everything, global to nothing. */
export interface App {
  readonly config: Config;
  readonly db: Db;
  readonly files: FileStore;
  readonly search: SearchService;
  /** Delivers through SMTP_URL; null without it. */
  readonly mailer: Mailer | null;
  /** Reads messages from outside, in a thread of its own. */
  readonly mailReader: MailReader;
  /** Pages come before work that nobody waits for. */
  readonly pace: Pace;
  /** Told of everything that happens to a ticket, within the write that does it: what follows commits with it. */
  readonly announce: (tx: Query, ctx: Context, happened: Happening) => Promise<void>;
}

/** A line of a ticket's history, as `App.announce` is told of it. */
export interface Happening {
  /** Of the history's row. */
  readonly id: number;
  readonly ticketId: number;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly by: {
    readonly kind: 'requester' | 'agent' | 'system';
    readonly agentId: number | null;
    readonly requesterId?: number | null;
  };
}

export interface AgentActor {
  readonly kind: 'agent';
  readonly id: number;
  readonly name: string;
  readonly role: 'agent' | 'admin';
  /** 1 to 4. */
  readonly tier: number;
}

export interface VisitorActor {
  readonly kind: 'visitor';
  /** The visit this browser says it is in, unproved; null when it has none yet or does not want to be counted. */
  readonly visitId: string | null;
  /** False with `Sec-GPC: 1` or `DNT: 1`: nothing of the visit may be recorded. */
  readonly isCounted: boolean;
  /** The keys of the tickets whose private link this browser opened, by ticket number; unproved until looked up. */
  readonly ticketKeys: Readonly<Record<number, string>>;
  /** The requester who signed in with their address; proved. */
  readonly requesterId?: number | null;
}

/** Who asks. */
export type Actor = { readonly kind: 'system' } | VisitorActor | AgentActor;

/** The explicit first argument of every verb. `now` is fixed for a request, and movable in tests and the demo. */
export interface Context extends App {
  readonly actor: Actor;
  readonly locale: Locale;
  readonly now: Date;
}

export const systemActor: Actor = { kind: 'system' };

/** The context of work that nobody asked for: jobs, the command line, the start. */
export function systemContext(app: App, now = new Date()): Context {
  return { ...app, actor: systemActor, locale: app.config.defaultLocale, now };
}
