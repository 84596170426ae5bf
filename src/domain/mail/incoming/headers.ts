import { domainToASCII } from 'node:url';
import type { Address, Email } from 'postal-mime';
import type { Mailbox } from './incoming.ts';

/** Every value of a header, in the order of the message (the latest hop first). */
export const headerValues = ({ headers }: Email, name: string): string[] =>
  headers.filter(({ key }) => key === name).map(({ value }) => value);

export const headerOf = (email: Email, name: string): string => headerValues(email, name)[0] ?? '';

/** Addresses of a header, groups opened, at most 50. */
export function mailboxes(addresses: Address | Address[] | undefined): Mailbox[] {
  return [addresses ?? []]
    .flat()
    .flatMap((one) => one.group ?? [one])
    .filter(({ address }) => Boolean(address))
    .slice(0, 50)
    .map(({ name, address }) => ({ name: oneLine(name), email: plainAddress(address!) }));
}

/** In lower case, an international domain in its ASCII form, so that one address is always written alike. */
export function plainAddress(address: string): string {
  const plain = oneLine(address).toLowerCase();
  const at = plain.lastIndexOf('@');
  const domain = at > 0 ? domainToASCII(plain.slice(at + 1)) : '';
  return domain === '' ? plain : `${plain.slice(0, at)}@${domain}`;
}

/** Text for one line: control characters, which no header may smuggle on, become spaces. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim();

/** Message-IDs in a header, with their brackets, at most 100. */
export const messageIds = (value: string | undefined): string[] =>
  [...(value ?? '').matchAll(/<[^<>\s]{1,500}>/g)].slice(-100).map(([id]) => id);
