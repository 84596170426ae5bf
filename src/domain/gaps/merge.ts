import type { Query } from '#db/open.ts';
import {
  directionOf,
  directionsOf,
  dropDirection,
  nearestGap,
  setDirection,
  type Directions,
} from './directions.ts';
import { leastLikenessOfGaps, turned, type Gap } from './gap.ts';
import { findGaps, foldGap, listNamed, updateGap } from './gap.store.ts';

/** The gaps that are left of some, and those that went into others. */
export interface Merged {
  left: Set<number>;
  gone: Set<number>;
}

/**
 * Questions come one by one, and the first ones of a gap may be too different to meet; once there are more of each, two gaps
 * that mean the same are seen to, and become one.
 */
export async function mergeAlike(tx: Query, ids: Iterable<number>, directions: Directions): Promise<Merged> {
  const merged: Merged = { left: new Set(), gone: new Set() };
  for (const id of ids) {
    if (merged.gone.has(id)) continue;
    let own = id;
    for (let pair = await alikePair(tx, own, directions); pair; pair = await alikePair(tx, own, directions)) {
      const [kept, other] = sorted(pair);
      await fold(tx, { kept, other }, directions);
      merged.gone.add(other.id);
      merged.left.delete(other.id);
      own = kept.id;
    }
    merged.left.add(own);
  }
  return merged;
}

/**
 * Gaps that are called the same, in the words that several people used, are one as well: a ticket's long message may point
 * elsewhere than the same subject in the search.
 * @returns whether any went into another
 */
export async function mergeNamesakes(tx: Query, ids: ReadonlySet<number>): Promise<boolean> {
  const named = await listNamed(tx);
  const calledSame = Map.groupBy(named, ({ samples }) => samples[0]!.toLowerCase());
  let isAny = false;
  for (const own of calledSame.values()) {
    if (!own.some(({ id }) => ids.has(id))) continue;
    const gaps = await findGaps(
      tx,
      own.map(({ id }) => id),
    );
    for (let [first, ...rest] = gaps; first && rest.length > 0; [first, ...rest] = rest) {
      const other = rest.find((one) => mayMerge(first!, one));
      if (!other) continue;
      const [kept, gone] = sorted([first, other]);
      await fold(tx, { kept, other: gone }, directionsOf([kept, gone]));
      isAny = true;
      break;
    }
  }
  return isAny;
}

/** A gap, and the one most like it, where the two may be one. */
async function alikePair(tx: Query, id: number, directions: Directions): Promise<[Gap, Gap] | null> {
  const near = nearestGap(directions, directionOf(directions, id), {
    least: leastLikenessOfGaps,
    except: id,
  });
  const [one, other] = near === null ? [] : await findGaps(tx, [id, near]);
  return one && other && mayMerge(one, other) ? [one, other] : null;
}

/** What people decided stays: closed gaps, and two with different owners or articles. */
const mayMerge = (one: Gap, other: Gap): boolean =>
  one.state === 'open' &&
  other.state === 'open' &&
  isSameOrNone(one.ownerId, other.ownerId) &&
  isSameOrNone(one.articleId, other.articleId);

const isSameOrNone = (one: number | null, other: number | null) =>
  one === null || other === null || one === other;

/** The one to keep first: with an article, with an owner, the greater, the older. */
function sorted(pair: [Gap, Gap]): [Gap, Gap] {
  const rank = ({ articleId, ownerId, size, id }: Gap) => [
    Number(articleId !== null),
    Number(ownerId !== null),
    size,
    -id,
  ];
  const [one, other] = [rank(pair[0]), rank(pair[1])];
  const at = one.findIndex((value, place) => value !== other[place]);
  return one[at]! > other[at]! ? pair : [pair[1], pair[0]];
}

async function fold(
  tx: Query,
  { kept, other }: { kept: Gap; other: Gap },
  directions: Directions,
): Promise<void> {
  const pointing = ({ id, size }: Gap) => ({
    direction: directionOf(directions, id),
    size: Math.max(1, size),
  });
  const direction = turned(pointing(kept), pointing(other));
  await foldGap(tx, other.id, kept.id);
  await updateGap(tx, kept.id, {
    direction,
    locales: added(kept.locales, other.locales),
    firstAt: new Date(Math.min(kept.firstAt.getTime(), other.firstAt.getTime())),
    lastAt: new Date(Math.max(kept.lastAt.getTime(), other.lastAt.getTime())),
    ownerId: kept.ownerId ?? other.ownerId,
    articleId: kept.articleId ?? other.articleId,
    size: kept.size + other.size,
    tickets: kept.tickets + other.tickets,
    checkedAt: null,
  });
  dropDirection(directions, other.id);
  setDirection(directions, kept.id, direction);
}

function added(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const sum = { ...one };
  for (const [locale, n] of Object.entries(other)) sum[locale] = (sum[locale] ?? 0) + n;
  return sum;
}
