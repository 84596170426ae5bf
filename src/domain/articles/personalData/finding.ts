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

/** Whose data it may be: the people of the ticket an article was written from. */
export interface People {
  names: string[];
  emails: string[];
}
