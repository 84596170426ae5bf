import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a scripted server treats one delivery. */
export type Behaviour =
  | 'accept'
  /** Service not available, at the greeting. */
  | 421
  /** Mailbox busy, at RCPT TO. */
  | 450
  /** No such mailbox, at RCPT TO. */
  | 550
  /** Takes the whole message and never says anything again. */
  | 'hang'
  /** Takes the whole message and cuts the connection. */
  | 'cut'
  /** Takes it, but says everything at one byte a second. */
  | 'drip'
  /** Offers STARTTLS and then talks nonsense. */
  | 'bad tls';

export interface ScriptedSmtp {
  url: string;
  /** Every message of which the final dot was seen, answered or not: what a real server might have delivered. */
  readonly taken: string[];
  /** Connections so far. */
  readonly connections: number;
  /** How the next deliveries go; the last one stays. */
  script(...behaviours: Behaviour[]): void;
  close(): Promise<void>;
}

/** A mail server that misbehaves as told, one behaviour a message. `byteMs` is the pause of `drip`. */
export async function startScriptedSmtp({ byteMs = 1_000 } = {}): Promise<ScriptedSmtp> {
  const taken: string[] = [];
  const sockets = new Set<Socket>();
  let behaviours: Behaviour[] = ['accept'];
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    void talk(socket, {
      next,
      peek: () => behaviours[0]!,
      byteMs,
      take: (message) => void taken.push(message),
    });
  });
  const next = () => (behaviours.length > 1 ? behaviours.shift()! : behaviours[0]!);
  const port = await listen(server);
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    get connections() {
      return connections;
    },
    script: (...next) => void (behaviours = next),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface Talk {
  /** What is due, and what is due without using it up. */
  next: () => Behaviour;
  peek: () => Behaviour;
  byteMs: number;
  take: (message: string) => void;
}

async function talk(socket: Socket, { next, peek, byteMs, take }: Talk): Promise<void> {
  let behaviour = isOfConnection(peek()) ? next() : peek();
  const say = async (text: string) => {
    if (behaviour !== 'drip') return void socket.write(`${text}\r\n`);
    for (const byte of `${text}\r\n`) {
      socket.write(byte);
      await sleep(byteMs);
    }
  };
  if (behaviour === 421) return void socket.end('421 4.3.2 Closing down\r\n');
  await say('220 scripted ESMTP');
  let message: string[] | null = null;
  for await (const line of linesOf(socket)) {
    if (message !== null) {
      if (line !== '.') {
        message.push(line);
        continue;
      }
      take(message.join('\r\n'));
      message = null;
      if (behaviour === 'hang') continue;
      if (behaviour === 'cut') return void socket.destroy();
      await say('250 2.0.0 Queued');
    } else if (/^EHLO/i.test(line)) {
      await say(behaviour === 'bad tls' ? '250-scripted\r\n250 STARTTLS' : '250 scripted');
    } else if (/^MAIL/i.test(line)) {
      behaviour = next();
      await say('250 OK');
    } else if (/^STARTTLS/i.test(line)) {
      socket.write('220 Go ahead\r\nthis is no TLS at all\r\n');
    } else if (/^RCPT/i.test(line) && typeof behaviour === 'number') {
      await say(behaviour === 450 ? '450 4.2.0 Greylisted, come back' : '550 5.1.1 No such mailbox');
    } else if (/^DATA/i.test(line)) {
      message = [];
      await say('354 Go on');
    } else if (/^QUIT/i.test(line)) {
      return void socket.end('221 Bye\r\n');
    } else await say('250 OK');
  }
}

/** These show before any message is in sight. */
const isOfConnection = (behaviour: Behaviour) => behaviour === 421 || behaviour === 'bad tls';

async function* linesOf(socket: Socket): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const chunk of socket) {
      const lines = (rest + String(chunk)).split('\r\n');
      rest = lines.pop()!;
      yield* lines;
    }
  } catch {
    // The other side is gone: so is the talk.
  }
}

const listen = (server: Server) =>
  new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  );

/** Be a mail server that hands on messages. @returns what says something and waits for a good answer */
export async function openSmtp(port: number): Promise<(what: string | Buffer) => Promise<void>> {
  const socket = connect(port, '127.0.0.1');
  let answered = Promise.withResolvers<void>();
  let text = '';
  socket.on('error', (error) => answered.reject(error));
  socket.on('data', (chunk) => {
    text += String(chunk);
    if (!/^\d{3} .*\r\n$/m.test(text)) return;
    if (/^[23]/.test(text)) answered.resolve();
    else answered.reject(new Error(`The SMTP server said ${text.trim()}`));
    text = '';
  });
  await answered.promise;
  const say = async (what: string | Buffer) => {
    answered = Promise.withResolvers();
    socket.write(what);
    await answered.promise;
  };
  await say('EHLO test\r\n');
  return say;
}

/** Hand on one message. */
export async function handOn(
  say: (what: string | Buffer) => Promise<void>,
  to: string,
  message: Buffer,
): Promise<void> {
  await say('MAIL FROM:<>\r\n');
  await say(`RCPT TO:<${to}>\r\n`);
  await say('DATA\r\n');
  await say(Buffer.concat([message, Buffer.from('\r\n.\r\n')]));
}
