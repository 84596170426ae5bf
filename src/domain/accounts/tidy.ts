import type { Context } from '#src/context.ts';
import { deleteInvitationsBefore } from './invitation.store.ts';
import { deleteRequesterSessionsBefore } from './requesterSession.store.ts';
import { dropExpiredSessions } from './session.ts';
import { deleteSignInLinksBefore } from './signInLink.store.ts';
import { sealClearTotpSecrets } from './totpSecret.ts';

/** How long an expired link stays in the list, so that an admin can renew it, in milliseconds. */
const keepLinksMs = 30 * 24 * 3_600_000;

/** The hourly sweep: sessions and links whose time is over, secrets that an older version kept in clear. */
export async function tidyAccounts(ctx: Context): Promise<void> {
  await dropExpiredSessions(ctx);
  await sealClearTotpSecrets(ctx);
  const before = new Date(ctx.now.getTime() - keepLinksMs);
  await ctx.db.write(async (tx) => {
    await deleteInvitationsBefore(tx, before);
    await deleteRequesterSessionsBefore(tx, ctx.now);
    await deleteSignInLinksBefore(tx, ctx.now);
  });
}
