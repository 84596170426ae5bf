import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

const order = () => {
  const happened: string[] = [];
  return { happened, note: (what: string) => () => void happened.push(what) };
};

test('work waits until the last page is made', async () => {
  const pace = createPace({ longest: 60_000, look: 1, gap: 5 });
  const { happened, note } = order();
  const [one, other] = [pace.begin(), pace.begin()];
  const work = pace.quiet().then(note('work'));
  one();
  one();
  await sleep(20);
  note('page')();
  other();
  await work;
  expect(happened).toEqual(['page', 'work']);
});

test('work waits between pages that follow on each other', async () => {
  const pace = createPace({ longest: 60_000, look: 1, gap: 60 });
  const { happened, note } = order();
  pace.begin()();
  const work = pace.quiet().then(note('work'));
  await sleep(20);
  const next = pace.begin();
  note('page')();
  next();
  await work;
  expect(happened).toEqual(['page', 'work']);
});

test('work is done in the end, however many pages there are', async () => {
  const pace = createPace({ longest: 10, look: 1, gap: 5 });
  pace.begin();
  await Promise.all([pace.quiet(), pace.quiet()]);
});

test('those who wait go on one after the other', async () => {
  const pace = createPace({ longest: 60_000, look: 1, gap: 5 });
  const { happened, note } = order();
  const first = pace.quiet().then(() => {
    note('first')();
    return pace.begin();
  });
  const second = pace.quiet().then(note('second'));
  const end = await first;
  await sleep(20);
  note('page')();
  end();
  await second;
  expect(happened).toEqual(['first', 'page', 'second']);
});
