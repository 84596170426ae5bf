import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { requireAdmin, requireAgent } from '#src/domain/accounts/guards.ts';
import { keepNotice, listNotices } from './notices.store.ts';

/** What an agent can be told by mail; everybody chooses on their own account page, and begins with all of it. */
export const noticeKinds = [
  'agent_new',
  'agent_assigned',
  'agent_replied',
  'agent_mentioned',
  'agent_overdue',
  'agent_article',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Whether an agent wants mail of a kind. */
export async function isWanted(q: Query, agentId: number, kind: NoticeKind): Promise<boolean> {
  return (await listNotices(q, agentId)).get(kind) ?? true;
}

/** The acting agent's choice, by kind. @throws sign_in_required */
export async function ownNotices(ctx: Context): Promise<{ kind: NoticeKind; isWanted: boolean }[]> {
  const chosen = await listNotices(ctx.db.read, requireAgent(ctx).id);
  return noticeKinds.map((kind) => ({ kind, isWanted: chosen.get(kind) ?? true }));
}

/** Choose of what the acting agent is told; every kind that is not named is not wanted. @throws sign_in_required */
export async function chooseNotices(ctx: Context, wanted: readonly string[]): Promise<void> {
  const { id } = requireAgent(ctx);
  await ctx.db.write(async (tx) => {
    for (const kind of noticeKinds)
      await keepNotice(tx, { agentId: id, kind, isWanted: wanted.includes(kind) });
  });
}

const report = 'monthly_report';

/** Whether an admin asked for last month's figures: nobody gets them unasked. */
export const wantsReport = async (q: Query, agentId: number): Promise<boolean> =>
  (await listNotices(q, agentId)).get(report) ?? false;

/** Ask for last month's figures at the beginning of each month, or no more. @throws not_allowed, sign_in_required */
export async function chooseReport(ctx: Context, isWanted: boolean): Promise<void> {
  const { id } = requireAdmin(ctx);
  await ctx.db.write((tx) => keepNotice(tx, { agentId: id, kind: report, isWanted }));
}
