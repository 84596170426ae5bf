import { spawn } from 'node:child_process';
import {
  build,
  install,
  oneAtATime,
  pinnedNode,
  root,
  serverArguments,
  serverEnvironment,
} from './prepare.mjs';

/** `npm start`: from a bare clone to a running portal; installs and builds only what is missing or changed. */
try {
  await oneAtATime(async () => {
    await install();
    await build();
  });
  serve();
} catch (error) {
  console.error(`\nPortico could not start: ${error.message}`);
  process.exitCode = 1;
}

function serve() {
  // The channel tells the server when this process dies without a word, so that it never outlives it.
  const server = spawn(pinnedNode, [...serverArguments, ...process.argv.slice(2)], {
    cwd: root,
    env: { ...serverEnvironment, ...process.env },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => server.kill(signal));
  stopWithNpm(server);
  server.on('error', (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  server.on('close', (code, signal) =>
    signal ? process.kill(process.pid, signal) : process.exit(code ?? 1),
  );
}

/** npm's shell passes no signal on: whoever ends `npm start` by its id would leave the server behind, and its port taken. */
function stopWithNpm(server) {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  setInterval(() => process.ppid !== shell && server.kill('SIGTERM'), 1_000).unref();
}
