import type { Match } from './finding.ts';
import { matches } from './matches.ts';

/** Names of query fields whose value opens something or names somebody. */
const opening =
  /^(.*(token|secret|password|passwd|signature|api_?key|session|otp|jwt).*|key|sig|auth|sid|pwd|pass|code|hash|user(name)?|login|e?mail|uid|userid|customer_?id|hmac|ticket|invite|magic)$/i;
const placeholder =
  /^([<[{(*.…•]|x{2}|your|tuo|tua|my|mio|esempio|example|abc123|123456$|changeme|secret$|password$|token$|\$|%)/i;

const sampleLogin =
  /^(user(name)?|utente|root|admin|git|name|nome|me|portico|postgres)(:(pass(word)?|secret|pw|pwd|x+|\*+))?$/i;

/** Addresses that carry a key or a login, bare keys of well-known services, and passwords written out. */
export function findSecrets(text: string): Match[] {
  return [...inAddresses(text), ...bareKeys(text), ...writtenOut(text)];
}

function inAddresses(text: string): Match[] {
  const found: Match[] = [];
  for (const address of text.matchAll(/\b[a-z][a-z\d+.-]{1,12}:\/\/[^\s<>"'`)\]}]+/giu)) {
    const whole = address[0];
    const at = (start: number, end: number) =>
      found.push({ kind: 'secret', start: address.index + start, end: address.index + end });
    const login = /^[a-z][a-z\d+.-]*:\/\/([^\s/?#@]+)@/i.exec(whole);
    if (login && !placeholder.test(login[1]!) && !sampleLogin.test(login[1]!))
      at(whole.indexOf('//') + 2, whole.indexOf('@'));
    for (const field of whole.matchAll(/[?&#;]([\w.[\]-]+)=([^&#;\s]+)/g))
      if (isSecretField(field[1]!, field[2]!))
        at(field.index + field[0].indexOf('=') + 1, field.index + field[0].length);
    for (const part of whole.matchAll(/(?<=\/([\w-]*)\/)([\w~-]{12,})(?=[/?#.,;:!]|$)/g))
      if (isKeyPart(part[1]!, part[2]!)) at(part.index, part.index + part[0].length);
  }
  return found;
}

/** A part of a path that opens something: a long random one, or a shorter one after a word that says what for. */
const isKeyPart = (before: string, part: string) =>
  !isChecked(before) &&
  (isRandom(part) ||
    (/\d/.test(part) && /\p{Lu}/u.test(part) && /\p{Ll}/u.test(part) && !/[-_]/.test(part)) ||
    (/^(?:reset|reset-password|magic|invite|verify|confirm|accept|token|share|s|unsubscribe|login|recover)$/i.test(
      before,
    ) &&
      (/\d/.test(part) || (part.match(/\p{Ll}\p{Lu}/gu) ?? []).length > 2)));

/** What a repository or a package names its states by is nobody's: commits, digests. */
const isChecked = (before: string) => /^(?:commit|commits|blob|tree|raw|compare|sha256|html)$/i.test(before);

const isSecretField = (name: string, value: string) =>
  (opening.test(name) &&
    value.length >= 4 &&
    !placeholder.test(value) &&
    !/^(true|false|null|\d{1,3})$/.test(value)) ||
  isRandom(value);

const known =
  /(?<![\w-])(?:eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|(?:sk|pk|rk)_(?:live|test)_\w{8,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[A-Z\d]{12,}|AIza[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,})/gu;

const bareKeys = (text: string): Match[] => [
  ...matches(text, known, 'secret'),
  ...matches(
    text,
    /\b(?:bearer|basic)\s+([\w~+/.-]{12,}=*)/giu,
    'secret',
    (m) => /\d/.test(m[1]!) && !placeholder.test(m[1]!),
    1,
  ),
  ...matches(
    text,
    /(?<![\w/.-])[A-Za-z\d+_-]{28,}={0,2}(?![\w/-]|\.\w)/gu,
    'secret',
    (match) => isRandom(match[0]) && !isDigest(text, match),
  ),
];

/** The checksum of a file and the name of a commit are no secrets. */
const isDigest = (text: string, { index }: RegExpExecArray) =>
  /\b(?:check ?sum|sha-?\d*|md5|commit|hash|digest|integrity|impronta|revision)\W{0,3}(?:is|of|è|di|=|:)?\W{0,4}$/i.test(
    text.slice(Math.max(0, index - 32), index),
  );

/** `password: hunter2`; "your password" and a bare word of the language are none. */
function writtenOut(text: string): Match[] {
  const said =
    /(?<![\p{L}\p{N}])(?:passwords?|passphrase|passwort|pwd?|parola d[’']ordine|api[ _-]?key|access[ _-]?token|secret|chiave(?: segreta| api)?|pin|otp)["'`*_]{0,3}\s*(?:[:=|]|\bis\b|\bwas\b|è(?=\s)|era(?=\s))\s*["'`*]*([^\s"'`*,;<>]{4,64})/giu;
  const bare = /(?<![\p{L}\p{N}_])(?:password|passwort|pass|pwd?)\s+["'`*]*([^\s"'`*,;<>]{6,64})/giu;
  const isSpecial = (word: string) => /[\d!$%&?@_#^~-]/.test(word) && !placeholder.test(word);
  const isMixed = (word: string) => /\d/.test(word) && /\p{L}/u.test(word);
  return [
    ...matches(text, said, 'secret', (m) => isSpecial(m[1]!), 1),
    ...matches(text, bare, 'secret', (m) => isMixed(m[1]!) && !placeholder.test(m[1]!), 1),
  ];
}

/** Letters and digits mixed as nobody spells: at least 20 characters, digits among them, case or digits changing often. */
function isRandom(run: string): boolean {
  if (run.length < 20 || !/\d/.test(run) || !/[A-Za-z]/.test(run)) return false;
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(run)) return false;
  if (/^[\da-f]+$/i.test(run)) return run.length >= 24;
  const words = run.split(/[-_~.]/);
  if (words.length > 2 && words.every((word) => /^([a-z]+|[A-Z][a-z]*|\d{1,4})$/.test(word))) return false;
  const classOf = (c: string) => (/\d/.test(c) ? 0 : /[a-z]/.test(c) ? 1 : /[A-Z]/.test(c) ? 2 : 3);
  const changes = [...run].filter((c, i) => i > 0 && classOf(c) !== classOf(run[i - 1]!)).length;
  return changes / run.length > 0.25;
}
