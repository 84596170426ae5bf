/** Whether another process held the lock that was wanted (SQLITE_BUSY and its kin). */
export const isBusy = (error: unknown): boolean =>
  String((error as { code?: string } | null)?.code).startsWith('SQLITE_BUSY');
