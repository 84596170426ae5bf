import { AsyncLocalStorage } from 'node:async_hooks';
import type { Query } from '#db/open.ts';
import {
  areSame,
  changesBetween,
  isWorthKeeping,
  isWorthNewBases,
  readCatalogue,
  readMaterial,
  readTuning,
  sizeOf,
  type Catalogue,
  type Changes,
} from './catalogue.ts';
import type { Audience } from './document.ts';
import type { SearchOutcome } from './engine.ts';
import { readVersions, type Versions } from './search.store.ts';
import { removeSaved, type Place } from './saved.ts';
import { startThread, type Thread } from './thread.ts';
import type { Vector, Wording } from './vectors.ts';

export interface SearchRequest {
  query: string;
  locale: string;
  limit: number;
  audiences: readonly Audience[];
  /** The question may end within a word: it is still being typed. */
  isTyping?: boolean;
}

/** What the indexes answer, and in which language: not the asked one when that holds nothing. */
export interface SearchAnswer extends SearchOutcome {
  answeredIn: string;
}

/** The indexes of a process, kept in a thread of their own. */
export interface SearchService {
  search(request: SearchRequest): Promise<SearchAnswer>;
  /** Published titles and headings that go on as the query begins. */
  complete(request: SearchRequest): Promise<string[]>;
  /** Where questions point, for comparing them with each other by meaning. */
  vectors(wordings: readonly Wording[]): Promise<Vector[]>;
  /** Resolves when all that was committed before the call is findable in this process. */
  freshen(): Promise<void>;
  /** Resolves when the indexes are built; starts building them. */
  ready(): Promise<void>;
  isReady(): boolean;
  close(): Promise<void>;
}

/** A thread, what its bases were made of, and the newest versions it has seen. */
interface Held {
  thread: Thread;
  base: Catalogue;
  seen: Versions;
}

/** Pause between two looks at the database's versions, in milliseconds. */
const pollMs = 250;
/** More changes at once (an import) go straight into new bases. */
const maxLoaded = 500;
/** Articles and past questions, at most, that are read again in place for new synonyms: searches wait for it. */
const maxReread = 2_000;

/**
 * The search of a process. The thread starts at the first call, with the indexes that are kept in `place` if they still
 * hold; close it before the database.
 */
export function createSearchService(db: { read: Query }, place: Place | null = null): SearchService {
  // A first call from inside a write must not tie the service to that write.
  const outside = AsyncLocalStorage.snapshot();
  let held: Promise<Held> | null = null;
  let turn: Promise<void> = Promise.resolve();
  let building: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;
  let isReady = false;
  let isClosed = false;

  /** Opens the indexes at the first call, and again at the next look after they broke. */
  function hold(): Promise<Held> {
    if (isClosed) return Promise.reject(new Error('The search was closed.'));
    held ??= outside(() => {
      timer ??= setInterval(poll, pollMs).unref();
      const opened = open({ mayLoad: true });
      opened.then(
        () => (isReady = !isClosed),
        () => drop(opened),
      );
      return opened;
    });
    return held;
  }

  function drop(broken: Promise<Held>): void {
    if (held !== broken) return;
    isReady = false;
    held = null;
  }

  /** A thread with new indexes or, at a start, with the kept ones where they still hold. */
  async function open({ mayLoad = false } = {}): Promise<Held> {
    const thread = startThread(() => void forgetThread(thread).catch(() => {}));
    try {
      const kept = mayLoad && place ? await thread.call<Catalogue | null>({ kind: 'find', place }) : null;
      const current = await readCatalogue(db.read);
      const base = kept && isWorthKeeping(kept, current) ? kept : current;
      if (base === kept) await load(thread, base, current);
      else await feed(thread, base);
      return { thread, base, seen: current.versions };
    } catch (error) {
      await thread.stop();
      throw error;
    }
  }

  async function forgetThread(thread: Thread): Promise<void> {
    const own = held;
    if (own && (await own).thread === thread) drop(own);
  }

  async function load(thread: Thread, base: Catalogue, current: Catalogue): Promise<void> {
    await thread.call({ kind: 'load' });
    await overlay({ thread }, current, changesBetween(base, current));
  }

  /** Builds new indexes, and keeps them once they are there; without room on the disk they are built again next time. */
  async function feed(thread: Thread, base: Catalogue): Promise<void> {
    if (place) removeSaved(place);
    const tuning = await readTuning(db.read);
    await take(thread, base, base.articles.keys());
    await thread.call({ kind: 'build', tuning });
    if (place) void thread.call({ kind: 'save', place, catalogue: base }).catch(() => {});
  }

  async function take(thread: Thread, from: Catalogue, ids: Iterable<number>): Promise<void> {
    for await (const material of readMaterial(db.read, from, ids))
      await thread.call({ kind: 'take', material });
  }

  /** What changes the indexes takes turns: each look sees all that was committed before it began. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    return outside(() => (turn = turn.catch(() => {}).then(work)));
  }

  /** A look that takes long is not followed by a crowd of others. */
  function poll(): void {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch(() => {})
      .finally(() => (isLooking = false));
  }

  const look = (): Promise<void> => inTurn(async () => bringUpToDate(await hold()));

  async function bringUpToDate(own: Held): Promise<void> {
    const versions = await readVersions(db.read);
    if (areSame(versions, own.seen)) return;
    const current = await readCatalogue(db.read);
    const changes = changesBetween(own.base, current);
    const areSynonymsNew = current.synonyms !== own.base.synonyms;
    if (areSynonymsNew && current.size <= maxReread) {
      await feed(own.thread, current);
      own.base = current;
    } else if (sizeOf(changes) > maxLoaded) {
      await swap(await open());
    } else {
      await overlay(own, current, changes);
      if (areSynonymsNew || isWorthNewBases(own.base, current, changes)) rebuildLater(own);
    }
    own.seen = current.versions;
  }

  async function overlay(
    { thread }: Pick<Held, 'thread'>,
    current: Catalogue,
    { changed, gone }: Changes,
  ): Promise<void> {
    const { pins } = await readTuning(db.read);
    await take(thread, current, changed);
    await thread.call({ kind: 'overlay', gone, pins });
  }

  /** New bases are built beside the old ones, which answer until then; after a failure the next look tries again. */
  function rebuildLater(own: Held): void {
    building ??= open()
      .then((opened) => inTurn(() => swap(opened)))
      .catch(() => void (own.seen = own.base.versions))
      .finally(() => (building = null));
  }

  /** Lets new bases answer, once they know what changed while they were built. */
  async function swap(opened: Held): Promise<void> {
    const current = await readCatalogue(db.read);
    await overlay(opened, current, changesBetween(opened.base, current));
    const old = held;
    held = Promise.resolve(opened);
    void old?.then(({ thread }) => thread.stop()).catch(() => {});
  }

  return {
    search: async (request) => (await hold()).thread.call({ kind: 'search', request }),
    complete: async (request) => (await hold()).thread.call({ kind: 'complete', request }),
    vectors: async (wordings) => (await hold()).thread.call({ kind: 'vectors', wordings }),
    freshen: look,
    ready: async () => void (await hold()),
    isReady: () => isReady,
    close: async () => {
      isClosed = true;
      isReady = false;
      clearInterval(timer);
      await building;
      await turn.catch(() => {});
      await held?.then(({ thread }) => thread.stop()).catch(() => {});
    },
  };
}
