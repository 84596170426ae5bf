/** The thread that holds the indexes. It gets plain data and knows no database, so that it is light and quick to start. */
import { parentPort } from 'node:worker_threads';
import { collectGarbage } from '#src/collectGarbage.ts';
import {
  buildLibrary,
  completeIn,
  emptyLibrary,
  overlayLibrary,
  searchLibrary,
  type Library,
  type Material,
  type Tuning,
} from './library.ts';
import { vectorsIn } from './vectors.ts';
import { findSaved, save, type Saved } from './saved.ts';
import { replay, startReplay, type Replay } from './replay.ts';
import type { Call, Reply } from './thread.ts';

let library: Library = emptyLibrary;
let taken: Material[] = [];
let saved: Saved | null = null;
let past: Replay | null = null;

parentPort!.on('message', (call: Call & { id: number }) => {
  try {
    say({ id: call.id, value: answer(call) });
  } catch (error) {
    say({ id: call.id, failed: String(error) });
  }
});

function answer(call: Call): unknown {
  switch (call.kind) {
    case 'search':
      return searchLibrary(library, call.request);
    case 'complete':
      return completeIn(library, call.request);
    case 'vectors':
      return vectorsIn(library, call.wordings);
    case 'take':
      return void taken.push(call.material);
    case 'build':
      build(call.tuning);
      return collectGarbage();
    case 'find':
      saved = findSaved(call.place);
      return saved?.catalogue ?? null;
    case 'load':
      loadSaved();
      return collectGarbage();
    case 'save':
      save(call.place, call.catalogue, library);
      return collectGarbage();
    case 'replay':
      return replay((past ??= startReplay(library)), call.events);
    case 'overlay':
      return void (library = overlayLibrary(library, { ...useTaken(), gone: call.gone }, call.pins));
  }
}

// Building, loading and keeping leave as much garbage as index, and a thread that then waits would keep it for good. They
// are functions of their own so that whoever calls them holds nothing of what they used when it is collected.
function build(tuning: Tuning): void {
  saved = null;
  library = buildLibrary(useTaken(), tuning);
}

function loadSaved(): void {
  library = saved!.library();
  saved = null;
}

function useTaken(): Material {
  const parts = taken;
  taken = [];
  return {
    documents: parts.flatMap((part) => part.documents),
    past: parts.flatMap((part) => part.past),
  };
}

const say = (reply: Reply): void => parentPort!.postMessage(reply);
