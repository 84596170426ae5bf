/** What became of a message that came in. */
export const receivedStates = [
  'held',
  'new',
  'ticket',
  'reply',
  'note',
  'report',
  'automatic',
  'duplicate',
  'discarded',
] as const;
export type ReceivedState = (typeof receivedStates)[number];

/** Why a message is held; each has its words at `mail.held.<reason>`. */
export const heldReasons = [
  /** Its parser broke or ran out of time, three times. */
  'poison',
  'too_large',
  /** No header names a sender with an address. */
  'sender',
  /** It comes from an address of ours. */
  'own',
  /** A machine answered, and no ticket knows to whom. */
  'automatic',
  /** A report about mail that was not sent from here, as far as it says. */
  'bounce',
  'complaint',
  /** A valid thread, but the sender takes no part in it. */
  'stranger',
  /** It says it comes from somebody, and the trusted mail server says it does not. */
  'forged',
  /** An agent without proof; anyone can write an agent's address. */
  'agent',
  /** More in an hour than a person writes. */
  'flood',
] as const;
export type HeldReason = (typeof heldReasons)[number];

export interface ReceivedMail {
  id: number;
  /** sha256 of the raw message, its name in the file store. */
  hash: string;
  size: number;
  mailboxId: number | null;
  source: 'imap' | 'smtp' | 'pipe';
  envelopeTo: string[];
  receivedAt: Date;
  state: ReceivedState;
  reason: string;
  attempts: number;
  error: string | null;
  identity: string | null;
  mailMessageId: string | null;
  fromEmail: string;
  fromName: string;
  subject: string;
  ticketId: number | null;
  messageId: number | null;
  sentMailId: number | null;
  report: { recipient: string | null; status: string | null; text: string } | null;
  settledById: number | null;
  settledAt: Date | null;
}

/** What became of it, for whoever handed it in. */
export type Outcome = Pick<ReceivedMail, 'id' | 'state' | 'reason' | 'ticketId' | 'messageId'>;

/** A message is tried so often; then it is held. */
export const maxTries = 3;
/** New tickets by mail from one address in an hour. */
export const floodLimit = { limit: 60, windowMs: 3_600_000 };
