const words =
  'printer password invoice account network cable update screen keyboard order refund delivery login error backup server mail calendar licence battery colour paper driver window table report export import filter search language market garden signal river engine'.split(
    ' ',
  );

/** The same numbers on every run (mulberry32). */
export function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const phrase = (next: () => number, length: number): string => {
  let text = '';
  for (let i = 0; i < length; i++) text += `${i ? ' ' : ''}${words[Math.floor(next() * words.length)]}`;
  return text;
};

/** One of several, by chance. */
export const oneOf = <T>(next: () => number, choices: readonly T[]): T =>
  choices[Math.floor(next() * choices.length)]!;
