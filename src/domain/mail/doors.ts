import type { App } from '#src/context.ts';
import { watchMailboxes } from './imapWatch.ts';
import { listenForMail } from './listener.ts';

/** Everything by which mail comes in to a running portal. */
export interface Doors {
  stop(): Promise<void>;
}

/** Open the SMTP listener, when SMTP_LISTEN is set, and read the mailboxes. @throws when the listener's port can't be had */
export async function openDoors(app: App): Promise<Doors> {
  const listener = app.config.smtpListen ? await listenForMail(app, app.config.smtpListen) : null;
  if (listener) console.log(`Taking mail at ${app.config.smtpListen!.host}:${listener.port}.`);
  const watch = watchMailboxes(app);
  return {
    stop: async () => {
      await Promise.all([listener?.stop(), watch.stop()]);
    },
  };
}
