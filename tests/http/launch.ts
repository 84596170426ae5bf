import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { pinnedNode, root, serverArguments, serverEnvironment } from '#src/cli/prepare.mjs';

export { pinnedNode, root };

/** Start the built server with nothing of this process's environment but the path. */
export async function launch(env: Record<string, string>, { timeoutMs = 30_000 } = {}) {
  const child = spawn(pinnedNode, serverArguments, {
    cwd: root,
    env: { PATH: process.env.PATH, ...serverEnvironment, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const said: string[] = [];
  child.stdout!.on('data', (chunk) => said.push(String(chunk)));
  child.stderr!.on('data', (chunk) => said.push(String(chunk)));
  const log = () => said.join('');
  const port = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The server ${why}:\n${log()}`));
    const timer = setTimeout(() => fail(`was not ready after ${timeoutMs} ms`), timeoutMs);
    const look = () => {
      const found = /is ready: \S+?:(\d+)\b/.exec(log())?.[1] ?? /is ready: /.exec(log())?.[0];
      if (!found) return;
      clearTimeout(timer);
      resolve(/^\d+$/.test(found) ? found : (env['PORT'] ?? ''));
    };
    child.stdout!.on('data', look);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with code ${code} before it was ready`);
    });
  });
  return { child, log, url: `http://127.0.0.1:${port}` };
}

/** Send a signal and wait for the end. @returns the exit code, null after a kill. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  const [code] = (await exited) as [number | null];
  return code;
}
