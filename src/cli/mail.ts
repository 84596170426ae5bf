import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { receiveMail } from '#src/domain/mail/receive.ts';
import type { Outcome } from '#src/domain/mail/received.ts';
import { command, usageError } from './command.ts';

/** A temporary failure, by which a mail server knows that it must try again (sysexits.h). */
const tempfail = 75;

export const mailIngest = command({
  name: 'mail ingest',
  about: 'Take in one raw message, from a file or from a pipe.',
  args: '[FILE]',
  options: {
    to: { type: 'string', value: 'ADDRESS', about: 'Whom the envelope names, when it is not a header.' },
  },
  more:
    'For a mail server’s pipe, such as an alias: "|portico mail ingest". It ends with 0 as soon as the message is kept, ' +
    'whatever it becomes, and with 75 when it could not be kept, so that the server tries again.',
  hasReport: true,
  async run({ ctx, values, args, report, progress }) {
    const [file] = args;
    if (file) await mustBeReadable(file);
    const raw = file ? createReadStream(file) : process.stdin;
    try {
      const outcome = await receiveMail(ctx, raw, { kind: 'pipe', envelopeTo: values.to ? [values.to] : [] });
      report(outcome, textOf(outcome));
      return 0;
    } catch (error) {
      progress(`The message could not be kept: ${String(error)}`);
      return tempfail;
    }
  },
});

async function mustBeReadable(file: string): Promise<void> {
  await access(file, constants.R_OK).catch(() => {
    throw usageError(`"${file}" can't be read. Give the path of a raw message, or pipe one in.`);
  });
}

function textOf({ id, state, reason, ticketId }: Outcome): string {
  const where = ticketId === null ? '' : `, ticket ${ticketId}`;
  return `Message ${id}: ${state}${reason ? ` (${reason})` : ''}${where}`;
}
