import { z } from 'zod';

/** A text that must be there and is taken as it is: a password begins and ends with whatever it likes. */
const text = (max: number) =>
  z.string({ error: 'required' }).min(1, { error: 'required' }).max(max, { error: 'too_long' });

export const passwordInput = text(1_000);
export const codeInput = text(50);
