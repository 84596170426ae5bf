/** A message from outside as the parser hands it on: plain values only, its files already in the store. */
export interface IncomingMail {
  /** Null when no header names a sender with an address. */
  from: Mailbox | null;
  replyTo: Mailbox | null;
  to: Mailbox[];
  cc: Mailbox[];
  subject: string;
  /** With its angle brackets. */
  messageId: string | null;
  /** Of In-Reply-To and References, the nearest first, without repeats. */
  answers: string[];
  /** ISO 8601, or null when the header says nothing a clock could. */
  date: string | null;
  /** The whole text; made from the HTML when there is no other. */
  text: string;
  /** What the sender wrote themselves, see `extractReply`. */
  reply: string;
  hasHtml: boolean;
  files: IncomingFile[];
  kind: MailKind;
  /** Of a bounce, a delay or a complaint. */
  report: Report | null;
  /** Authentication-Results headers, the topmost (latest) first. */
  authentication: string[];
  /** Addresses that Delivered-To and its like name. */
  deliveredTo: string[];
  /** The same for every copy of the message, hex. */
  identity: string;
}

export interface Mailbox {
  name: string;
  /** Lower case. */
  email: string;
}

export interface IncomingFile {
  /** sha256, hex: its name in the file store. */
  hash: string;
  name: string;
  mediaType: string;
  size: number;
  /** Without the angle brackets; the HTML shows it by this name. */
  contentId: string | null;
}

/**
 * What sort of message it is. Only a `message` may ever be answered by a machine: `automatic` was sent by one (RFC 3834),
 * `reply` is one's answer to ours, the rest are reports about mail of ours.
 */
export type MailKind = 'message' | 'automatic' | 'autoReply' | 'bounce' | 'delay' | 'delivered' | 'complaint';

/** What a report says of a message that was sent. */
export interface Report {
  /** Lower case; null when it can't be told. */
  recipient: string | null;
  /** RFC 3463, such as 5.1.1. */
  status: string | null;
  /** The first words of why, for people. */
  text: string;
  /** Message-IDs that the report names or brings back. */
  messageIds: string[];
}
