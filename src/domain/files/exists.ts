import { access } from 'node:fs/promises';

/** Whether anything stands at a path, as far as this process may see it. */
export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
