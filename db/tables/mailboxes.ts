import type { ColumnKit } from '../columns.sqlite.ts';

/** The addresses that mail comes to; tickets remember theirs. */
export function mailboxesTables(k: ColumnKit) {
  const mailboxes = k.table(
    'mailboxes',
    {
      id: k.id(),
      /** The sender's name, and the address answers come to; lower case. */
      name: k.text().notNull(),
      address: k.text().notNull(),
      /** Of tickets whose language can't be told. */
      locale: k.text().notNull().default('en'),
      /** Of agents' replies from here, Markdown. */
      signature: k.text().notNull().default(''),
      isEnabled: k.bool().notNull().default(true),
      /** Empty when mail for it comes by the SMTP listener or a pipe only. */
      imapHost: k.text().notNull().default(''),
      imapPort: k.int().notNull().default(993),
      imapSecurity: k.text().$type<'tls' | 'starttls' | 'none'>().notNull().default('tls'),
      imapUser: k.text().notNull().default(''),
      imapFolder: k.text().notNull().default('INBOX'),
      /** Password, or OAuth2 client and refresh token; sealed, never shown again. */
      credentials: k.text().notNull().default(''),
      uidValidity: k.text(),
      lastUid: k.int().notNull().default(0),
      lastSuccessAt: k.time(),
      lastMailAt: k.time(),
      lastErrorAt: k.time(),
      lastError: k.text(),
      /** Hours without any mail after which the silence is told; 0 for never. */
      silenceHours: k.int().notNull().default(0),
      /** The process that reads it, until when: one at a time. */
      leasedBy: k.text(),
      leasedUntil: k.time(),
      createdAt: k.time().notNull(),
    },
    (t) => [k.uniqueIndex('mailboxes_address').on(t.address)],
  );

  return { mailboxes };
}

export type MailboxesTables = ReturnType<typeof mailboxesTables>;
