import type { Query } from '#db/open.ts';
import { loadMailsOf } from './export.store.ts';
import type { Person } from './forget.store.ts';

/** What somebody was mailed and what they mailed, with the raw messages as files. */
export async function exportMails(q: Query, person: Person) {
  const { sent, received } = await loadMailsOf(q, person);
  const raw = received.filter(({ hash }) => hash !== '');
  const pathOf = (id: number) => `mails/${id}.eml`;
  return {
    sent,
    received: received.map(({ id, subject, receivedAt, hash }) => ({
      subject,
      receivedAt,
      file: hash === '' ? null : pathOf(id),
    })),
    files: raw.map(({ id, hash }) => ({ path: pathOf(id), hash })),
  };
}
