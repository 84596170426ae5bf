import { expect, test } from 'vitest';
import { getAccount, updateProfile } from '#src/domain/accounts/account.ts';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { acceptInvitation, getLink, resetPassword } from '#src/domain/accounts/followLink.ts';
import {
  createResetLink,
  inviteAgent,
  listInvitations,
  renewInvitation,
  revokeInvitation,
} from '#src/domain/accounts/invitation.ts';
import {
  changeRole,
  disableAgent,
  enableAgent,
  getPerson,
  listAgents,
  listPeople,
} from '#src/domain/accounts/people.ts';
import { findPendingSession, findSession } from '#src/domain/accounts/session.ts';
import { completeSetup, createSetupLink } from '#src/domain/accounts/setup.ts';
import { tidyAccounts } from '#src/domain/accounts/tidy.ts';
import { eachEngine } from '../helpers.ts';
import {
  enrol,
  later,
  newPerson,
  otherPassword,
  password,
  refusal,
  signIn,
  userAgent,
  visitor,
} from './accountsKit.ts';

const day = 24 * 3_600_000;
const tokenIn = (link: string) => new URL(link).searchParams.get('token')!;

eachEngine((get) => {
  let count = 0;
  const newEmail = () => `invited${++count}@example.com`;
  const accept = (token: string, ctx = get(visitor)) =>
    acceptInvitation(ctx, { token, name: 'Anna Lindqvist', password, userAgent });

  test('an invitation makes the agent it was written for, once, and signs them in', async () => {
    const admin = await newPerson(get(), 'admin');
    const email = newEmail();
    const link = await inviteAgent(admin.ctx, { email, role: 'admin', tier: 3 });
    expect(link.startsWith(`${get().config.publicUrl}/invitation?token=`)).toBe(true);
    expect(await listInvitations(admin.ctx)).toMatchObject([
      { email, role: 'admin', tier: 3, isExpired: false },
    ]);
    const token = tokenIn(link);
    expect(await getLink(get(visitor), token)).toEqual({ purpose: 'invite', email, name: '' });
    const weak = { token, name: 'Anna', password: 'passwordpassword', userAgent };
    expect((await refusal(acceptInvitation(get(visitor), weak))).details).toEqual({
      fields: { password: 'password_guessable' },
    });
    const session = await accept(token);
    const { agent } = (await findSession(get(), session.token))!;
    expect(agent).toMatchObject({ email, name: 'Anna Lindqvist', role: 'admin', tier: 3 });
    expect((await refusal(accept(token))).code).toBe('not_found');
    expect(await listInvitations(admin.ctx)).toEqual([]);
  });

  test('an invitation used by two at once makes one agent', async () => {
    const admin = await newPerson(get(), 'admin');
    const token = tokenIn(await inviteAgent(admin.ctx, { email: newEmail(), role: 'agent', tier: 1 }));
    const results = await Promise.allSettled([accept(token), accept(token)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('it ends after seven days, is renewed with a new link, and can be taken back', async () => {
    const admin = await newPerson(get(), 'admin');
    const first = tokenIn(await inviteAgent(admin.ctx, { email: newEmail(), role: 'agent', tier: 2 }));
    expect((await getLink(later(get(visitor), 6.9 * day), first)).purpose).toBe('invite');
    const late = later(admin.ctx, 7 * day);
    expect((await refusal(accept(first, late))).code).toBe('expired');
    const [listed] = await listInvitations(late);
    expect(listed).toMatchObject({ isExpired: true, tier: 2 });

    const second = tokenIn(await renewInvitation(late, listed!.id));
    expect((await refusal(getLink(late, first))).code).toBe('not_found');
    expect((await getLink(late, second)).purpose).toBe('invite');
    const [again] = await listInvitations(late);
    await revokeInvitation(late, again!.id);
    expect((await refusal(getLink(late, second))).code).toBe('not_found');
    expect((await refusal(renewInvitation(late, again!.id))).code).toBe('not_found');
    expect(await listInvitations(late)).toEqual([]);
  });

  test('a second invitation of the same address replaces the first; one of an agent is refused', async () => {
    const admin = await newPerson(get(), 'admin');
    const email = newEmail();
    const first = tokenIn(await inviteAgent(admin.ctx, { email, role: 'agent', tier: 1 }));
    const second = tokenIn(await inviteAgent(admin.ctx, { email, role: 'agent', tier: 1 }));
    expect((await refusal(accept(first))).code).toBe('not_found');
    await createAgent(get(), { email, name: 'Quicker', role: 'agent', password });
    expect(await refusal(accept(second))).toMatchObject({
      code: 'conflict',
      details: { fields: { email: 'email_taken' } },
    });
    expect((await refusal(inviteAgent(admin.ctx, { email, role: 'agent', tier: 1 }))).code).toBe('conflict');
    await revokeInvitation(admin.ctx, (await listInvitations(admin.ctx))[0]!.id);
  });

  test('a reset link sets a password for a day, ends the sessions, and still asks for the second factor', async () => {
    const admin = await newPerson(get(), 'admin');
    const person = await newPerson(get());
    const old = await signIn(get(), person.email);
    await enrol(person.ctx, (await findSession(get(), old.token))!.sessionId);
    const token = tokenIn(await createResetLink(admin.ctx, person.id));
    expect(await getLink(get(visitor), token)).toMatchObject({ purpose: 'reset', email: person.email });
    expect((await refusal(accept(token))).code).toBe('not_found');
    const reset = (at = get(visitor)) => resetPassword(at, { token, password: otherPassword, userAgent });
    expect((await refusal(reset(later(get(visitor), day)))).code).toBe('expired');

    const session = await reset();
    expect(session.isComplete).toBe(false);
    expect((await findPendingSession(get(), session.token))?.agent.id).toBe(person.id);
    expect(await findSession(get(), old.token)).toBeNull();
    expect((await refusal(reset())).code).toBe('not_found');
    await expect(signIn(get(), person.email)).rejects.toMatchObject({ code: 'invalid' });
    expect((await signIn(get(), person.email, otherPassword)).isComplete).toBe(false);
  });

  test('the links of a disabled agent end with them', async () => {
    const admin = await newPerson(get(), 'admin');
    const person = await newPerson(get());
    const token = tokenIn(await createResetLink(admin.ctx, person.id));
    await disableAgent(admin.ctx, person.id);
    await enableAgent(admin.ctx, person.id);
    expect(
      (await refusal(resetPassword(get(visitor), { token, password: otherPassword, userAgent }))).code,
    ).toBe('not_found');
    await disableAgent(admin.ctx, person.id);
    expect((await refusal(createResetLink(admin.ctx, person.id))).code).toBe('conflict');
  });

  test('links are kept a month after they ran out, then forgotten', async () => {
    const admin = await newPerson(get(), 'admin');
    const token = tokenIn(await inviteAgent(admin.ctx, { email: newEmail(), role: 'agent', tier: 1 }));
    await tidyAccounts(later(get(), 36 * day));
    expect((await refusal(getLink(later(get(visitor), 36 * day), token))).code).toBe('expired');
    await tidyAccounts(later(get(), 38 * day));
    expect((await refusal(getLink(later(get(visitor), 38 * day), token))).code).toBe('not_found');
  });

  test('only admins may look at people and change them', async () => {
    const agent = await newPerson(get());
    const { id } = await newPerson(get());
    for (const [ctx, code] of [
      [agent.ctx, 'not_allowed'],
      [get(visitor), 'sign_in_required'],
    ] as const) {
      const tries = [
        listPeople(ctx),
        getPerson(ctx, id),
        changeRole(ctx, id, { role: 'admin', tier: 4 }),
        disableAgent(ctx, id),
        enableAgent(ctx, id),
        createResetLink(ctx, id),
        listInvitations(ctx),
        inviteAgent(ctx, { email: newEmail(), role: 'admin', tier: 1 }),
        renewInvitation(ctx, 1),
        revokeInvitation(ctx, 1),
        createAgent(ctx, { email: newEmail(), name: 'X', role: 'admin', password }),
      ];
      for (const work of tries) expect((await refusal(work)).code).toBe(code);
    }
    expect((await refusal(listAgents(get(visitor)))).code).toBe('sign_in_required');
    expect((await listAgents(agent.ctx)).map((one) => one.id)).toContain(id);
  });

  test('a role counts from the next request; agents to assign are the active ones', async () => {
    const admin = await newPerson(get(), 'admin');
    const person = await newPerson(get());
    const { token } = await signIn(get(), person.email);
    await changeRole(admin.ctx, person.id, { role: 'admin', tier: 4 });
    expect((await findSession(get(), token))?.agent).toMatchObject({ role: 'admin', tier: 4 });
    await disableAgent(admin.ctx, person.id);
    expect((await listAgents(admin.ctx)).map((one) => one.id)).not.toContain(person.id);
    expect((await listPeople(admin.ctx)).find((one) => one.id === person.id)).toMatchObject({
      isDisabled: true,
    });
  });

  test('one’s own name and language', async () => {
    const { ctx, email } = await newPerson(get());
    await updateProfile(ctx, { name: 'Größe 𝒳 ‮ Пётр', locale: 'it' });
    expect(await getAccount(ctx)).toMatchObject({ name: 'Größe 𝒳 ‮ Пётр', locale: 'it', email });
  });

  test('an e-mail address is one agent, also when two make it at once', async () => {
    const email = newEmail();
    const make = () => createAgent(get(), { email, name: 'Twin', role: 'agent', password });
    const results = await Promise.allSettled([make(), make()]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await refusal(make())).toMatchObject({
      code: 'conflict',
      details: { fields: { email: 'email_taken' } },
    });
  });
});

eachEngine((get) => {
  test('the last admin stays one, also when two admins demote each other at once', async () => {
    const [ada, eve] = [await newPerson(get(), 'admin'), await newPerson(get(), 'admin')];
    const demote = (by: typeof ada, whom: typeof ada) =>
      changeRole(by.ctx, whom.id, { role: 'agent', tier: 1 });
    const results = await Promise.allSettled([demote(ada, eve), demote(eve, ada)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [last] = (await listPeople(get())).filter(({ role }) => role === 'admin');
    const lastCtx = last!.id === ada.id ? ada.ctx : eve.ctx;
    expect(await refusal(changeRole(lastCtx, last!.id, { role: 'agent', tier: 1 }))).toMatchObject({
      code: 'conflict',
      details: { fields: { role: 'last_admin' } },
    });
    expect(await refusal(disableAgent(lastCtx, last!.id))).toMatchObject({
      details: { fields: { disabled: 'not_yourself' } },
    });
    expect(await refusal(disableAgent(get(), last!.id))).toMatchObject({
      details: { fields: { disabled: 'last_admin' } },
    });
    // A disabled admin does not count as one that is left.
    const third = await newPerson(get(), 'admin');
    await disableAgent(lastCtx, third.id);
    expect((await refusal(changeRole(lastCtx, last!.id, { role: 'agent', tier: 1 }))).code).toBe('conflict');
    await changeRole(lastCtx, last!.id, { role: 'admin', tier: 4 });
  });
});

eachEngine((get) => {
  test('a set-up link ends after a day, and with the first admin, however they came', async () => {
    const token = tokenIn((await createSetupLink(get()))!);
    const input = { token, email: 'first@example.com', name: 'First', password, userAgent };
    expect((await refusal(completeSetup(later(get(visitor), day), input))).code).toBe('not_found');
    expect((await refusal(getLink(get(visitor), token))).code).toBe('not_found');
    await createAgent(get(), { email: 'cli@example.com', name: 'By command', role: 'admin', password });
    expect((await refusal(completeSetup(get(visitor), input))).code).toBe('not_found');
  });
});

eachEngine((get) => {
  test('two who follow the set-up link at once: one becomes admin', async () => {
    const token = tokenIn((await createSetupLink(get()))!);
    const follow = (name: string) =>
      completeSetup(get(visitor), { token, email: `${name}@example.com`, name, password, userAgent });
    const results = await Promise.allSettled([follow('ada'), follow('eve')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await listPeople(get())).toHaveLength(1);
    expect(await createSetupLink(get())).toBeNull();
  });
});
