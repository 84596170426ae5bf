import { ImapFlow } from 'imapflow';
import type { Context } from '#src/context.ts';
import { loginOf, openCredentials } from './credentials.ts';
import { getMailboxRow } from './mailbox.ts';
import { updateMailbox, type MailboxRow } from './mailbox.store.ts';
import { requireAdminOrSystem } from '#src/domain/accounts/guards.ts';

/** In milliseconds: to connect, until the greeting, and of silence; IDLE is renewed well before a server ends it (RFC 2177). */
const patience = {
  connectionTimeout: 15_000,
  greetingTimeout: 10_000,
  socketTimeout: 120_000,
  maxIdleTime: 60_000,
};

/** A connection that is signed in. Its errors come as rejections of what is under way. @throws what the server or the network said */
export async function openImap(ctx: Context, row: MailboxRow): Promise<ImapFlow> {
  const login = await loginOf(await openCredentials(ctx, row.credentials));
  const client = new ImapFlow({
    host: row.imapHost,
    port: row.imapPort,
    secure: row.imapSecurity === 'tls',
    doSTARTTLS: row.imapSecurity === 'starttls',
    auth: { user: row.imapUser, ...login },
    logger: false,
    ...patience,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.close();
    throw new Error(wordsOf(error), { cause: error });
  }
}

/** What a server said, rather than that a command failed. */
export function wordsOf(error: unknown): string {
  const { responseText, message } = error as { responseText?: string; message?: string };
  return (responseText || message || String(error)).slice(0, 500);
}

/** Try a mailbox as it is saved; its health says how it went. @returns null when all is well, else what the server said @throws not_found, not_allowed */
export async function testMailbox(ctx: Context, id: number): Promise<string | null> {
  requireAdminOrSystem(ctx);
  const row = await getMailboxRow(ctx, id);
  const said = await tryOut(ctx, row);
  const health = said === null ? { lastSuccessAt: ctx.now } : { lastErrorAt: ctx.now, lastError: said };
  await ctx.db.write((tx) => updateMailbox(tx, id, health));
  return said;
}

async function tryOut(ctx: Context, row: MailboxRow): Promise<string | null> {
  let client: ImapFlow | null = null;
  try {
    client = await openImap(ctx, row);
    await client.mailboxOpen(row.imapFolder, { readOnly: true });
    return null;
  } catch (error) {
    return wordsOf(error);
  } finally {
    client?.close();
  }
}
