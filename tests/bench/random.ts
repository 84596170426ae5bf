/** The same numbers on every run (mulberry32). */
export function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const subjects =
  'printer password invoice account network cable update screen keyboard order refund delivery login error backup server mail calendar licence battery colour paper driver window table report export import filter search language market garden signal river engine'.split(
    ' ',
  );
const syllables =
  'ba co da fe gi lo ma ne pi ro sa te va zu bri cal dor fen gra len mor per sto tra ver'.split(' ');
/** As many as a help site has, the frequent ones first. */
const words = [...subjects, ...Array.from({ length: 8_000 }, (_, n) => spelt(n))];

function spelt(n: number): string {
  const base = syllables.length;
  const parts = [n % base, Math.floor(n / base) % base, Math.floor(n / base ** 2) % base, (n * 7) % base];
  return parts.map((part) => syllables[part]).join('');
}

/** Words as frequent as in a language beside its function words: the n-th 1 / (100 + n) (Mandelbrot 1953). */
export function phrase(next: () => number, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += `${i ? ' ' : ''}${words[Math.floor(rank(next()))]}`;
  return text;
}

const offset = 100;
const rank = (share: number) => offset * (1 + words.length / offset) ** share - offset;

/** One of several, by chance. */
export const oneOf = <T>(next: () => number, choices: readonly T[]): T =>
  choices[Math.floor(next() * choices.length)]!;
