import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { systemContext, type App } from '#src/context.ts';
import { plainAddress } from './incoming/headers.ts';
import { withoutToken } from './arrival.ts';
import { keepMail } from './keep.ts';
import { findMailboxesAt } from './mailbox.store.ts';
import { takeMail } from './receive.ts';

export interface Listener {
  port: number;
  stop(): Promise<void>;
}

/**
 * Take mail from a mail server of ours (SMTP_LISTEN): only for addresses of mailboxes, only up to the largest size, and it
 * is accepted when the raw message is on disk. It speaks to neighbours in a private network: no sign-in, no TLS.
 * @throws when the port can't be had
 */
export async function listenForMail(
  app: App,
  { host, port }: { host: string; port: number },
): Promise<Listener> {
  const taking = new Set<Promise<unknown>>();
  const server = new SMTPServer({
    name: new URL(app.config.publicUrl).hostname,
    banner: 'Portico',
    size: app.config.mailMaxBytes,
    disabledCommands: ['AUTH', 'STARTTLS'],
    maxClients: 50,
    socketTimeout: 60_000,
    closeTimeout: 2_000,
    logger: false,
    onRcptTo: ({ address }, _session, done) =>
      void isOurs(app, address).then(
        (is) => done(is ? null : refusal(550, 'No such mailbox here')),
        () => done(refusal(451, 'Try again later')),
      ),
    onData: (stream, { envelope }, done) => {
      const envelopeTo = envelope.rcptTo.map((to) => to.address);
      keepMail(systemContext(app), whole(stream), { kind: 'smtp', envelopeTo }).then(
        (id) => {
          done(null, `Kept as ${id}`);
          const taken = takeMail(systemContext(app), id).catch((error: unknown) =>
            console.error(`Received mail ${id}:`, error),
          );
          taking.add(taken);
          void taken.then(() => taking.delete(taken));
        },
        (error: unknown) => {
          stream.resume();
          done(
            isTooLarge(error)
              ? refusal(552, 'Too large')
              : refusal(451, 'It could not be kept: try again later'),
          );
        },
      );
    },
  });
  server.on('error', (error) => console.error('SMTP listener:', error.message));
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: async () => {
      await new Promise<void>((resolve) => server.close(resolve));
      await Promise.all(taking);
    },
  };
}

async function isOurs(app: App, address: string): Promise<boolean> {
  const plain = withoutToken(plainAddress(address));
  return plain === app.config.mailFrom.address || (await findMailboxesAt(app.db.read, [plain])).length > 0;
}

const tooLarge = 'too large';
const isTooLarge = (error: unknown) => error instanceof Error && error.message === tooLarge;

/** The message as it comes; one that grows too large, or ends early, is none. */
async function* whole(stream: SMTPServerDataStream): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    if (stream.sizeExceeded) throw new Error(tooLarge);
    yield chunk as Uint8Array;
  }
  if (stream.sizeExceeded) throw new Error(tooLarge);
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
