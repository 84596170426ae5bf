import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './freePort.ts';

/** A real IMAP server for tests: Debian's dovecot-imapd, when this machine lets root have it. */
export interface Dovecot {
  port: number;
  /** Put a message into an account's inbox. */
  deliver(account: string, raw: Buffer | string): Promise<void>;
  /** Number everything anew, under another UIDVALIDITY. */
  renumber(account: string): Promise<void>;
  stop(): Promise<void>;
}

const program = '/usr/sbin/dovecot';
const nobody = 65_534;

/** Whether it is here, installed now if it can be; says why not. */
export function hasDovecot(): boolean {
  if (!existsSync(program) && process.getuid?.() === 0)
    try {
      execFileSync('apt-get', ['install', '-y', '-q', 'dovecot-imapd'], {
        stdio: 'ignore',
        timeout: 120_000,
      });
    } catch {
      // Said below.
    }
  const isHere = existsSync(program) && process.getuid?.() === 0;
  if (!isHere)
    console.warn(
      'dovecot-imapd can’t be installed here (it needs root and apt): the IMAP tests are skipped.',
    );
  return isHere;
}

/**
 * Start it on a free loopback port; every account exists and has the password "secret". With `tokenInfoUrl` it asks there
 * whose an access token is (XOAUTH2), and takes no password.
 */
export async function startDovecot({ tokenInfoUrl = '' } = {}): Promise<Dovecot> {
  const dir = await mkdtemp(join(tmpdir(), 'portico-dovecot-'));
  await chmod(dir, 0o755);
  await mkdir(join(dir, 'mail'));
  await chown(join(dir, 'mail'), nobody, nobody);
  const port = await freePort();
  await writeFile(join(dir, 'oauth2.conf'), `tokeninfo_url = ${tokenInfoUrl}\nusername_attribute = email\n`);
  await writeFile(join(dir, 'dovecot.conf'), config(dir, port, tokenInfoUrl ? byToken(dir) : byPassword));
  const server = spawn(program, ['-F', '-c', join(dir, 'dovecot.conf')], { stdio: 'ignore' });
  await untilOpen(port);
  const inbox = (account: string) => join(dir, 'mail', account);
  let serial = 0;
  return {
    port,
    deliver: async (account, raw) => {
      for (const part of ['', 'tmp', 'new', 'cur']) {
        await mkdir(join(inbox(account), part), { recursive: true });
        await chown(join(inbox(account), part), nobody, nobody);
      }
      const path = join(inbox(account), 'new', `${String(++serial).padStart(6, '0')}.test`);
      await writeFile(path, raw);
      await chown(path, nobody, nobody);
    },
    renumber: async (account) => {
      await sleep(1_100); // UIDVALIDITY is a time in seconds.
      for (const name of [
        'dovecot-uidlist',
        'dovecot.index',
        'dovecot.index.log',
        'dovecot.index.cache',
        'dovecot-uidvalidity',
      ])
        await rm(join(inbox(account), name), { force: true });
    },
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const byPassword = `passdb {
  driver = static
  args = password=secret
}`;
const byToken = (dir: string): string => `auth_mechanisms = xoauth2 oauthbearer
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${dir}/oauth2.conf
}`;

const config = (dir: string, port: number, passwords: string): string => `
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${dir}/mail/%u
first_valid_uid = 1
${passwords}
userdb {
  driver = static
  args = uid=${nobody} gid=${nobody} home=${dir}/mail/%u
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;

async function untilOpen(port: number): Promise<void> {
  for (let i = 0; i < 100; i++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('data', () => (socket.destroy(), resolve(true)));
      socket.once('error', () => resolve(false));
    });
    if (isOpen) return;
    await sleep(50);
  }
  throw new Error('dovecot did not start.');
}

/** A wire to a server that is cut: the n-th connection after `budgets[n]` bytes from the server, later ones never. */
export async function startBadWire(to: number, budgets: number[]) {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((near) => {
    let left = budgets[connections++] ?? Infinity;
    const far = connect(to, '127.0.0.1');
    const end = () => (near.destroy(), far.destroy());
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    near.on('data', (data) => far.write(data));
    far.on('data', (data) => {
      near.write(data.subarray(0, Math.max(0, Math.min(left, data.length))));
      left -= data.length;
      if (left <= 0) near.end(end);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    connections: () => connections,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
