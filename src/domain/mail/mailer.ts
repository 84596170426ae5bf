import { Transform } from 'node:stream';
import { createTransport, type NodemailerError, type Transporter } from 'nodemailer';
import type { Config } from '#src/config.ts';

/** A mail with everything its transport needs. */
export interface Letter {
  from: { name: string; address: string };
  /** The envelope's sender: where reports go. */
  returnTo: string;
  to: { name: string; address: string };
  replyTo: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  inReplyTo: string | null;
  references: string[];
  headers: Record<string, string>;
  attachments: { filename: string; contentType: string; content: Buffer }[];
}

/** How a try ended: `sent`; `refused` for good (5xx); `failed` for now, `inDoubt` when it may have arrived all the same. */
export type Outcome =
  { is: 'sent' } | { is: 'refused'; error: string } | { is: 'failed'; error: string; inDoubt: boolean };

export interface Mailer {
  send(letter: Letter): Promise<Outcome>;
  /** Connect and sign in, to see whether SMTP_URL works. @throws what the server or the network said */
  check(): Promise<void>;
  close(): void;
}

/** In milliseconds: to connect, until the greeting, of silence, and of one mail as a whole. */
export interface Patience {
  connect: number;
  greeting: number;
  silence: number;
  whole: number;
}

const usual: Patience = { connect: 15_000, greeting: 30_000, silence: 60_000, whole: 600_000 };

/** A pool of connections to SMTP_URL, opened when first needed; null when mail is only kept. */
export function openMailer(config: Pick<Config, 'smtpUrl'>, patience = usual): Mailer | null {
  if (!config.smtpUrl) return null;
  const transport = createTransport({
    url: config.smtpUrl,
    pool: true,
    maxConnections: 3,
    maxMessages: 100,
    // Sending again what may have arrived is the outbox's decision.
    maxRequeues: 0,
    connectionTimeout: patience.connect,
    greetingTimeout: patience.greeting,
    socketTimeout: patience.silence,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  transport.use('stream', (mail, done) => {
    const { onRead } = mail.data as { onRead?: () => void };
    mail.message.transform(() => watchEnd(onRead));
    done();
  });
  return {
    send: (letter) => send(transport, letter, patience.whole),
    check: async () => void (await transport.verify()),
    close: () => transport.close(),
  };
}

async function send(transport: Transporter, letter: Letter, wholeMs: number): Promise<Outcome> {
  let wasRead = false;
  const signal = AbortSignal.timeout(wholeMs);
  const message = { ...messageOf(letter), signal, onRead: () => void (wasRead = true) };
  try {
    await transport.sendMail(message);
    return { is: 'sent' };
  } catch (error) {
    return outcomeOf(error as NodemailerError, wasRead);
  }
}

/** RFC 5321 §4.2.1: 5yz is for good. Only what was said of this very mail counts; a refused password can be mended. */
function outcomeOf(error: NodemailerError, wasRead: boolean): Outcome {
  const text = (error.response ?? error.message).slice(0, 1_000);
  const isAboutMail = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  if (isAboutMail && error.permanent !== false) return { is: 'refused', error: text };
  return { is: 'failed', error: text, inDoubt: wasRead && error.responseCode === undefined };
}

function messageOf(letter: Letter) {
  const { returnTo, inReplyTo, references, ...message } = letter;
  return {
    ...message,
    envelope: { from: returnTo, to: [letter.to.address] },
    ...(inReplyTo && { inReplyTo }),
    ...(references.length > 0 && { references }),
  };
}

/** Passes a message on and tells when its last byte was taken. */
function watchEnd(onRead?: () => void): Transform {
  return new Transform({
    transform: (chunk, _, pass) => pass(null, chunk),
    flush: (done) => (onRead?.(), done()),
  });
}
