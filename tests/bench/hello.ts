/** The baseline of every web figure: what a bare node:http server does on this machine at this moment. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer((_req, res) => res.writeHead(200, { 'content-length': 5 }).end('hello'));
server.listen(0, '127.0.0.1', () =>
  console.log(`is ready: http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
process.on('disconnect', () => process.exit(0));
