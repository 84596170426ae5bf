import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendFailure } from './failurePage.ts';

/** Headers within 15 s, a whole request within 10 minutes (a large upload on a slow line), 16 KiB of headers. */
const limits = {
  headersTimeout: 15_000,
  requestTimeout: 600_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
};

/** Answers at once, or later. */
export type Listener = (req: IncomingMessage, res: ServerResponse) => Promise<void> | undefined;

/**
 * Start to listen. A listener that throws costs its own request a 500, never the process.
 * @throws Error that says what to change when the port is taken or forbidden.
 */
export async function listen(
  listener: Listener,
  { host, port }: { host: string; port: number },
): Promise<Server> {
  const server = createServer(limits, (req, res) => {
    const fail = (error: unknown) => {
      // Without the query: what somebody searched for has no place in a log.
      console.error(`${req.method} ${req.url?.split('?')[0]}`, error);
      sendFailure(req, res, 500);
    };
    try {
      listener(req, res)?.catch(fail);
    } catch (error) {
      fail(error);
    }
  });
  server.maxRequestsPerSocket = 0;
  server.on('clientError', (error: Error & { code?: string }, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
    const status =
      error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: Error & { code?: string }) => reject(explain(error, host, port)));
    server.listen(port, host, resolve);
  });
  return server;
}

export const portOf = (server: Server) => (server.address() as AddressInfo).port;

function explain(error: Error & { code?: string }, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new Error(
      `Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
    );
  if (error.code === 'EACCES')
    return new Error(`Port ${port} is not allowed. Choose one above 1023: PORT=4321 npm start`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new Error(
      `HOST=${host} is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for every interface.`,
    );
  return error;
}
