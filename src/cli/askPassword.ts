import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { usageError } from './command.ts';

/** A password never travels as an argument, where every user of the machine can read it. */
export async function askPassword(): Promise<string> {
  if (!process.stdin.isTTY) return firstLine();
  const password = await askSilently('Password: ');
  if ((await askSilently('Once more: ')) !== password) throw usageError('The two are not the same.');
  return password;
}

async function firstLine(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8').split(/\r?\n/, 1)[0] ?? '';
}

function askSilently(question: string): Promise<string> {
  process.stderr.write(question);
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silence, terminal: true });
  return new Promise((resolve, reject) => {
    terminal.once('SIGINT', () => reject(usageError('Nothing was changed.')));
    terminal.question('', (answer) => {
      terminal.close();
      process.stderr.write('\n');
      resolve(answer);
    });
  });
}
