/**
 * `npm run test:sweeps` runs the long tests over everything; `npm test` runs the same ones over a sample, since it has
 * to end within ten minutes.
 */
export const isSweep = process.env['SWEEP'] === '1';

/** Every n-th of a list, the first included; the whole list in a sweep. */
export const sampleOf = <T>(list: readonly T[], n: number): T[] =>
  isSweep ? [...list] : list.filter((_, i) => i % n === 0);

/** Widths and colour schemes that pages are looked at in: one finds what the order does, the other what colours do. */
export const looks: [width: number, colorScheme: 'light' | 'dark'][] = isSweep
  ? [
      [360, 'light'],
      [360, 'dark'],
      [1280, 'light'],
      [1280, 'dark'],
    ]
  : [
      [360, 'dark'],
      [1280, 'light'],
    ];
