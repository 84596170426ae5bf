import type { Match } from './finding.ts';

/** A text as people read it, and where in the source a match in it stands. */
export interface Reading {
  bare: string;
  placeOf: (match: Match) => Match;
}

/** What a reader doesn't see: marks of no width, and soft hyphens. */
const unseen = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/;
const entities: Record<string, string> = {
  nbsp: ' ',
  commat: '@',
  period: '.',
  amp: '&',
  colon: ':',
  sol: '/',
  hyphen: '-',
};
const entity = /&(?:#(\d{1,5})|#[xX]([\da-fA-F]{1,4})|(nbsp|commat|period|amp|colon|sol|hyphen));/y;

/**
 * The text without what only Markdown or a machine sees: `a_b` for `a\_b`, `@` for `&#64;` or the full-width ＠, a space for
 * any other and for `%20`, a hyphen for its look-alikes; marks of no width and the asterisks of bold text are gone.
 */
export function reading(text: string): Reading {
  const places: number[] = [];
  const ends: number[] = [];
  let bare = '';
  for (let at = 0; at < text.length;) {
    const [shown, length] = nextOf(text, at);
    bare += shown;
    for (let i = 0; i < shown.length; i++) {
      places.push(at);
      ends.push(at + length);
    }
    at += length;
  }
  return {
    bare,
    placeOf: (match) => ({ ...match, start: places[match.start]!, end: ends[match.end - 1]! }),
  };
}

/** What is shown of the text from here, and how long it is written. */
function nextOf(text: string, at: number): [shown: string, length: number] {
  const one = text[at]!;
  if (one === '\\' && /[!-/:-@[-`{-~\n]/.test(text[at + 1] ?? '')) return ['', 1];
  if (one === '*' && text[at + 1] === '*' && text[at + 2] !== '*' && text[at - 1] !== '*') return ['', 2];
  if (unseen.test(one)) return ['', 1];
  if (one === '&') return entityAt(text, at);
  if (one === '%') return encodedAt(text, at);
  return [plain(one), 1];
}

function entityAt(text: string, at: number): [shown: string, length: number] {
  entity.lastIndex = at;
  const match = entity.exec(text);
  if (!match) return ['&', 1];
  const [whole, decimal, hex, name] = match;
  const shown = name ? entities[name]! : String.fromCharCode(parseInt(decimal ?? hex!, decimal ? 10 : 16));
  return [plain(shown), whole.length];
}

/** `%20` and the like, as the names of files have them in addresses. */
function encodedAt(text: string, at: number): [shown: string, length: number] {
  encoded.lastIndex = at;
  const found = encoded.exec(text)?.[0];
  if (!found) return ['%', 1];
  try {
    return [decodeURIComponent(found), found.length];
  } catch {
    return ['%', 1];
  }
}
const encoded = /(?:%[0-9a-f]{2})+/iy;

function plain(one: string): string {
  if (/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/.test(one)) return ' ';
  if (/[\u2010-\u2012\u2212]/.test(one)) return '-';
  return /[\uff01-\uff5e]/.test(one) ? String.fromCharCode(one.charCodeAt(0) - 0xfee0) : one;
}
