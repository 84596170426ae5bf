/** `node tests/bench/load.ts URL CONNECTIONS SECONDS [HEADER…]`: requests a second over kept connections, as JSON. */
import { connect } from 'node:net';

if (import.meta.main) {
  const [url = '', connections = '32', seconds = '5', ...headers] = process.argv.slice(2);
  console.log(JSON.stringify(await load(new URL(url), Number(connections), Number(seconds), headers)));
}

async function load(url: URL, connections: number, seconds: number, headers: string[]) {
  const lines = [`GET ${url.pathname}${url.search} HTTP/1.1`, `Host: ${url.host}`, ...headers, '', ''];
  const request = lines.join('\r\n');
  const end = Date.now() + seconds * 1_000;
  const counts = await Promise.all(Array.from({ length: connections }, () => one(url, request, end)));
  const requests = counts.reduce((sum, count) => sum + count, 0);
  return { requests, perSecond: requests / seconds };
}

/**
 * One connection, one request at a time. Every answer is as long as the first, which says how long it is: what is left to
 * do for each must not cost more than the server that is measured.
 */
function one(url: URL, request: string, end: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname, () => socket.write(request));
    socket.setNoDelay(true);
    let count = 0;
    let length = 0;
    let missing = 0;
    socket.on('data', (chunk: Buffer) => {
      if (missing === 0) {
        if (chunk.toString('latin1', 0, 12) !== 'HTTP/1.1 200')
          return reject(new Error(chunk.toString('latin1').split('\r\n', 1)[0]));
        missing = length ||= lengthOf(chunk);
      }
      missing -= chunk.length;
      if (missing < 0) return reject(new Error('An answer is longer than the first.'));
      if (missing > 0) return;
      count += 1;
      if (Date.now() < end) return socket.write(request);
      socket.destroy();
      resolve(count);
    });
    socket.on('error', reject);
  });
}

/** Bytes of a whole answer, head and body, by its beginning. */
function lengthOf(chunk: Buffer): number {
  const head = chunk.toString('latin1', 0, chunk.indexOf('\r\n\r\n') + 4);
  return head.length + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
}
