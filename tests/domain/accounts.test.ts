import { expect, test } from 'vitest';
import { actorOf } from '#src/domain/accounts/agent.ts';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { requireAdmin, requireAgent } from '#src/domain/accounts/guards.ts';
import { login } from '#src/domain/accounts/login.ts';
import { endSession, findSession } from '#src/domain/accounts/session.ts';
import { completeSetup, createSetupLink, requireSetup } from '#src/domain/accounts/setup.ts';
import { eachEngine } from '../helpers.ts';

const visitor = { kind: 'visitor', visitId: null, isCounted: false, ticketKeys: {} } as const;
const password = 'marmotta zaino lampione';
const tokenIn = (link: string) => new URL(link).searchParams.get('token')!;

eachEngine((get) => {
  test('the first admin comes in by the latest set-up link, once', async () => {
    const old = tokenIn((await createSetupLink(get()))!);
    const link = (await createSetupLink(get()))!;
    expect(link.startsWith(`${get().config.publicUrl}/setup?token=`)).toBe(true);
    const ctx = get(visitor);
    const person = { email: 'ada@example.com', name: 'Ada', password, userAgent: 'test' };
    await expect(completeSetup(ctx, { ...person, token: old })).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      completeSetup(ctx, { ...person, token: tokenIn(link), password: 'short' }),
    ).rejects.toMatchObject({
      code: 'invalid',
      details: { fields: { password: 'password_too_short' } },
    });
    await requireSetup(ctx, tokenIn(link));

    const session = await completeSetup(ctx, { ...person, token: tokenIn(link) });
    const found = await findSession(ctx, session.token);
    expect(found?.agent).toMatchObject({ email: 'ada@example.com', role: 'admin' });
    const admin = get(actorOf(found!.agent));
    expect(requireAdmin(admin).id).toBe(found!.agent.id);
    await expect(requireSetup(ctx, tokenIn(link))).rejects.toMatchObject({ code: 'not_found' });
    expect(await createSetupLink(get())).toBeNull();
  });

  test('an agent signs in, opens the desk but not the admin pages, and signs out', async () => {
    await createAgent(get(), { email: 'bob@example.com', name: 'Bob', role: 'agent', password });
    const ctx = get(visitor);
    const try1 = { email: 'bob@example.com', password, address: '203.0.113.1', userAgent: 'test' };
    await expect(login(ctx, { ...try1, password: 'wrong' })).rejects.toMatchObject({ code: 'invalid' });
    const session = await login(ctx, try1);
    const found = await findSession(ctx, session.token);
    const agent = get(actorOf(found!.agent));
    expect(requireAgent(agent).name).toBe('Bob');
    expect(() => requireAdmin(agent)).toThrow('not_allowed');
    expect(() => requireAgent(ctx)).toThrow('sign_in_required');
    await endSession(ctx, session.token);
    expect(await findSession(ctx, session.token)).toBeNull();
  });
});
