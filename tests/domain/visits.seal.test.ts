import { expect, test } from 'vitest';
import { seal, unseal } from '#src/domain/seal/seal.ts';
import { eachEngine } from '../helpers.ts';

eachEngine((get) => {
  test('opens what was sealed, for its purpose only', async () => {
    const value = { at: 12, name: 'Ünïcode . \n 😀' };
    const sealed = await seal(get(), 'form', value);
    expect(await unseal(get(), 'form', sealed)).toEqual(value);
    expect(await unseal(get(), 'file', sealed)).toBeNull();
  });

  test('the secret outlives the process', async () => {
    const sealed = await seal(get(), 'form', 1);
    const restarted = { ...get(), db: { ...get().db } };
    expect(await unseal(restarted, 'form', sealed)).toBe(1);
  });

  test('two processes that start together agree', async () => {
    const others = [0, 1, 2].map(() => ({ ...get(), db: { ...get().db } }));
    const sealed = await Promise.all(others.map((ctx) => seal(ctx, 'form', 1)));
    expect(new Set(sealed).size).toBe(1);
  });

  test.each([undefined, null, 7, '', '.', 'a.b', 'e30.', 'x'.repeat(9_999)])(
    '%j opens nothing',
    async (text) => {
      expect(await unseal(get(), 'form', text)).toBeNull();
    },
  );

  test('a changed letter opens nothing', async () => {
    const sealed = await seal(get(), 'form', { at: 1 });
    for (const i of [0, 3, sealed.length - 2]) {
      const other = sealed[i] === 'A' ? 'B' : 'A';
      expect(await unseal(get(), 'form', sealed.slice(0, i) + other + sealed.slice(i + 1))).toBeNull();
    }
  });
});
