import { command } from './command.ts';

export const migrate = command({
  name: 'migrate',
  about: 'Bring the database to the schema of this version (the server does so at each start).',
  options: {},
  hasReport: true,
  migrates: false,
  async run({ app, report }) {
    const applied = await app.db.migrate();
    report({ applied }, applied.length === 0 ? 'Nothing to migrate.' : `Migrated: ${applied.join(', ')}`);
  },
});
