import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import { systemContext, type App } from '#src/context.ts';
import { openImap, wordsOf } from './imapClient.ts';
import { catchUp } from './imapRead.ts';
import {
  findMailboxRow,
  leaseMailbox,
  listMailboxRows,
  releaseMailbox,
  updateMailbox,
  type MailboxRow,
} from './mailbox.store.ts';

/** In milliseconds: looking for new or changed mailboxes, polling behind IDLE, a lease, and the longest pause after errors. */
export interface Pace {
  look: number;
  poll: number;
  lease: number;
  longestPause: number;
}
const usual: Pace = { look: 5_000, poll: 60_000, lease: 90_000, longestPause: 300_000 };

export interface Watch {
  stop(): Promise<void>;
}

/** Read every enabled mailbox, each by one process at a time, until stopped. */
export function watchMailboxes(app: App, pace: Partial<Pace> = {}): Watch {
  const stopping = new AbortController();
  const watch = { app, owner: randomUUID(), pace: { ...usual, ...pace }, signal: stopping.signal };
  const readers = new Map<string, Promise<void>>();
  const looking = look(watch, readers);
  return {
    async stop() {
      stopping.abort();
      await looking;
      await Promise.all(readers.values());
    },
  };
}

interface Watching {
  app: App;
  owner: string;
  pace: Pace;
  signal: AbortSignal;
}

async function look(watch: Watching, readers: Map<string, Promise<void>>): Promise<void> {
  const { app, pace, signal } = watch;
  while (!signal.aborted) {
    const rows = await listMailboxRows(app.db.read).catch(() => []);
    for (const row of rows.filter(isRead)) {
      const key = settingsOf(row);
      if (readers.has(key)) continue;
      const reading = readWhileOurs(watch, row).catch((error: unknown) =>
        console.error(`Mailbox ${row.address}:`, error),
      );
      readers.set(key, reading);
      void reading.then(() => readers.delete(key));
    }
    await pause(pace.look, signal);
  }
}

const isRead = (row: MailboxRow): boolean => row.isEnabled && row.imapHost !== '';

/** A mailbox whose settings change is another one to read. */
const settingsOf = (row: MailboxRow): string =>
  JSON.stringify([
    row.id,
    row.imapHost,
    row.imapPort,
    row.imapSecurity,
    row.imapUser,
    row.imapFolder,
    row.credentials,
  ]);

/** Connect, read and wait, again after every error with a longer pause, as long as the lease and the settings last. */
async function readWhileOurs(watch: Watching, row: MailboxRow): Promise<void> {
  const { pace, signal } = watch;
  let failures = 0;
  try {
    while (!signal.aborted && (await isOurs(watch, row))) {
      try {
        await readOnce(watch, row, () => (failures = 0));
      } catch (error) {
        failures++;
        await note(watch.app, row.id, { lastErrorAt: new Date(), lastError: wordsOf(error) });
        const ms = Math.min(1_000 * 2 ** failures, pace.longestPause) * (0.5 + Math.random() / 2);
        await pause(ms, signal);
      }
    }
  } finally {
    await watch.app.db.write((tx) => releaseMailbox(tx, row.id, watch.owner));
  }
}

async function isOurs({ app, owner, pace }: Watching, row: MailboxRow): Promise<boolean> {
  const current = await findMailboxRow(app.db.read, row.id);
  if (!current || !isRead(current) || settingsOf(current) !== settingsOf(row)) return false;
  const now = new Date();
  return app.db.write((tx) =>
    leaseMailbox(tx, row.id, { owner, now, until: new Date(now.getTime() + pace.lease) }),
  );
}

async function readOnce(watch: Watching, row: MailboxRow, onSuccess: () => void): Promise<void> {
  const { app, pace, signal } = watch;
  const client = await openImap(systemContext(app), row);
  const close = () => client.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    await client.mailboxOpen(row.imapFolder, { readOnly: true });
    do {
      await catchUp(app, client, row.id);
      await note(app, row.id, { lastSuccessAt: new Date() });
      onSuccess();
      await newsOrClock(client, pace.poll, signal);
    } while (!signal.aborted && client.usable && (await isOurs(watch, row)));
    if (!signal.aborted && !client.usable) throw new Error('The connection was cut.');
  } finally {
    signal.removeEventListener('abort', close);
    client.close();
  }
}

/** Until the server tells of something new, the connection ends, or it is time to look anyway. */
async function newsOrClock(client: ImapFlow, ms: number, signal: AbortSignal): Promise<void> {
  const news = new AbortController();
  const wake = () => news.abort();
  client.on('exists', wake);
  client.on('close', wake);
  // At once: by itself the library waits first. Without IDLE it polls, and so do we.
  client.idle().catch(() => undefined);
  try {
    await pause(ms, AbortSignal.any([signal, news.signal]));
  } finally {
    client.off('exists', wake);
    client.off('close', wake);
  }
}

const note = (app: App, id: number, values: Parameters<typeof updateMailbox>[2]) =>
  app.db.write((tx) => updateMailbox(tx, id, values));

const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => undefined);
