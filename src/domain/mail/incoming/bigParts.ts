import { once } from 'node:events';
import { PassThrough } from 'node:stream';

/** A file too big to be held while its message is taken apart: it went to the store as it came. */
export interface BigPart {
  hash: string;
  size: number;
  /** Its beginning, which tells what it is. */
  head: Uint8Array;
}

/** A message without its big files; where each was stands the Base64 of its mark, see `markOf`. */
export interface Slim {
  raw: Uint8Array;
  parts: BigPart[];
}

/** Keeps bytes as they come, and names them. */
export type SaveStream = (chunks: AsyncIterable<Uint8Array>) => Promise<{ hash: string; size: number }>;

const headBytes = 64 * 1024;
/** No line of Base64 is as long (RFC 2045 §6.8: 76); a message with longer ones is read as a whole. */
const longestLine = 256 * 1024;
const lf = 10;

/** What stands for a file that was taken out. A message can only bring back its own: nothing else is looked up by it. */
export const markOf = ({ hash }: Pick<BigPart, 'hash'>): string => `portico-part-${hash}`;

/**
 * Read a message of any size with little memory: runs of Base64 longer than `from` bytes go to the store while they come,
 * and a mark stands for them. Nothing is understood here: whether each mark is a file as a whole, only the parser tells.
 * @returns null when the message is not laid out like that, and has to be read as a whole
 */
export async function takeOutBigParts(
  chunks: AsyncIterable<Uint8Array>,
  { from, save }: { from: number; save: SaveStream },
): Promise<Slim | null> {
  const splitter = createSplitter({ from, save });
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of chunks) {
      const data: Buffer = Buffer.concat([rest, chunk]);
      const end = data.lastIndexOf(lf) + 1;
      rest = data.subarray(end);
      if (rest.length > longestLine) return null;
      await splitter.take(data.subarray(0, end));
    }
    return await splitter.end(rest);
  } finally {
    splitter.drop();
  }
}

function createSplitter(options: { from: number; save: SaveStream }) {
  const kept: Uint8Array[] = [];
  const parts: BigPart[] = [];
  const now: { run: Run | null; isAfterBlank: boolean } = { run: null, isAfterBlank: false };

  async function endRun(): Promise<void> {
    const part = await now.run!.end();
    if (part) {
      parts.push(part);
      kept.push(Buffer.from(`${Buffer.from(markOf(part)).toString('base64')}\r\n`));
    } else kept.push(...now.run!.held);
    now.run = null;
  }

  /** A file's text begins below an empty line. @returns where it ends */
  async function takeBase64(lines: Buffer, at: number): Promise<number> {
    const end = now.run || now.isAfterBlank ? endOfBase64(lines, at) : at;
    if (end === at) return at;
    now.run ??= startRun(options);
    await now.run.add(lines.subarray(at, end));
    now.isAfterBlank = false;
    if (lines.includes(padding, end - 4)) await endRun();
    return end;
  }

  return {
    /** Whole lines. */
    async take(lines: Buffer): Promise<void> {
      for (let at = 0; at < lines.length;) {
        const end = await takeBase64(lines, at);
        if (end === at && now.run) await endRun();
        if (end === at) {
          const next = lines.indexOf(lf, at) + 1;
          now.isAfterBlank = lines.toString('latin1', at, next).trim() === '';
          kept.push(lines.subarray(at, next));
          at = next;
        } else at = end;
      }
    },
    async end(rest: Buffer): Promise<Slim> {
      if (now.run) await endRun();
      return { raw: Buffer.concat([...kept, rest]), parts };
    },
    drop: () => now.run?.drop(),
  };
}

interface Run {
  /** The lines so far, while they are few. */
  held: Uint8Array[];
  add(lines: Buffer): Promise<void>;
  /** @returns null when the run stayed small */
  end(): Promise<BigPart | null>;
  /** Leave it unfinished. */
  drop(): void;
}

function startRun({ from, save }: { from: number; save: SaveStream }): Run {
  const held: Uint8Array[] = [];
  let heldBytes = 0;
  let text = '';
  let head: Buffer = Buffer.alloc(0);
  let sink: ReturnType<typeof openSink> | null = null;

  /** Four characters are three bytes (RFC 4648 §4); what is left over waits for the next lines. */
  async function decode(lines: Uint8Array, { isLast = false } = {}): Promise<void> {
    text += Buffer.from(lines).toString('latin1').replace(/\s+/g, '');
    const whole = isLast ? text.length : text.length - (text.length % 4);
    const bytes = Buffer.from(text.slice(0, whole), 'base64');
    text = text.slice(whole);
    if (head.length < headBytes) head = Buffer.concat([head, bytes]).subarray(0, headBytes);
    await sink!.write(bytes);
  }

  return {
    held,
    async add(lines) {
      if (sink) return decode(lines);
      held.push(lines);
      heldBytes += lines.length;
      if (heldBytes < from) return;
      sink = openSink(save);
      for (const one of held.splice(0)) await decode(one);
    },
    async end() {
      if (!sink) return null;
      await decode(Buffer.alloc(0), { isLast: true });
      return { ...(await sink.end()), head };
    },
    drop: () => sink?.drop(),
  };
}

/** What is written goes to the store at its pace. */
function openSink(save: SaveStream) {
  const stream = new PassThrough();
  const saved = save(stream);
  // Whoever writes or ends hears of it.
  saved.catch(() => undefined);
  return {
    async write(bytes: Uint8Array): Promise<void> {
      if (bytes.length > 0 && !stream.write(bytes)) await Promise.race([once(stream, 'drain'), saved]);
    },
    end: () => (stream.end(), saved),
    drop: () => void stream.destroy(),
  };
}

/** Where the lines of nothing but Base64 end that begin at a place; padding is the end of them (RFC 2045 §6.8). */
function endOfBase64(lines: Buffer, from: number): number {
  let end = from;
  for (let at = from; at < lines.length; at++) {
    const byte = lines[at]!;
    if (byte === lf) end = at + 1;
    else if (byte === padding) return endOfPadding(lines, at) ?? end;
    else if (!isBase64[byte]) return end;
  }
  return end;
}

function endOfPadding(lines: Buffer, at: number): number | null {
  const next = lines.indexOf(lf, at) + 1;
  return /^={1,2}\s*$/.test(lines.toString('latin1', at, next)) ? next : null;
}

const padding = '='.charCodeAt(0);
const isBase64 = new Uint8Array(256);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\r')
  isBase64[char.charCodeAt(0)] = 1;
