export const findingKinds = [
  'email',
  'secret',
  'iban',
  'card',
  'taxCode',
  'device',
  'ip',
  'phone',
  'number',
  'address',
  'birth',
  'login',
  'name',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** A place in a text that looks like somebody's data: `text.slice(start, end)`. */
export interface Match {
  kind: FindingKind;
  start: number;
  end: number;
}

/** A piece of somebody's data, as it stood in a ticket. */
export interface Known {
  kind: FindingKind;
  text: string;
}

/** Whose data it may be: the people of the tickets of an article, and what those tickets' texts gave away. */
export interface People {
  names: string[];
  emails: string[];
  known?: Known[] | undefined;
}
