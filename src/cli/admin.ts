import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { createResetLink } from '#src/domain/accounts/invitation.ts';
import { listPeople, resetSecondFactor } from '#src/domain/accounts/people.ts';
import { absolute, paths } from '#src/paths.ts';
import { command, usageError } from './command.ts';
import { askPassword } from './askPassword.ts';

export const adminCreate = command({
  name: 'admin create',
  about: 'Make an administrator.',
  options: {
    email: { type: 'string', value: 'ADDRESS', about: 'E-mail address to sign in with (needed).' },
    name: { type: 'string', value: 'NAME', about: 'Name that colleagues and customers see (needed).' },
  },
  more: 'The password is asked for at the terminal, or read from the first line of the standard input.',
  hasReport: true,
  async run({ ctx, values, report }) {
    const email = values.email?.trim().toLowerCase();
    const name = values.name?.trim();
    if (!email || !/^\S+@\S+$/.test(email))
      throw usageError('Give the e-mail address: --email ada@example.org');
    if (!name) throw usageError('Give the name: --name "Ada Lovelace"');
    const password = await askPassword();
    const id = await createAgent(ctx, { email, name, role: 'admin', password });
    report(
      { id, email },
      `${name} can sign in as ${email}: ${absolute(ctx.config.publicUrl, paths.login())}`,
    );
  },
});

export const adminReset = command({
  name: 'admin reset',
  about: 'Print a one-time link with which a person who is locked out chooses a new password.',
  args: 'ADDRESS',
  options: {
    'second-factor': {
      type: 'boolean',
      about: 'Forget the second factor too, for someone who lost the phone.',
    },
  },
  hasReport: true,
  async run({ ctx, args, values, report }) {
    const email = args[0]?.trim().toLowerCase();
    if (!email) throw usageError('Give the e-mail address of the person.');
    const person = (await listPeople(ctx)).find((one) => one.email === email);
    if (!person) throw usageError(`Nobody signs in as ${email}.`);
    if (values['second-factor']) await resetSecondFactor(ctx, person.id);
    const link = await createResetLink(ctx, person.id);
    report({ link }, link);
  },
});
