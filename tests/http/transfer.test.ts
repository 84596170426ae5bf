import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { expect, test } from 'vitest';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { findArticleBySlug } from '#src/domain/articles/article.store.ts';
import { paths } from '#src/paths.ts';
import { contextOf } from '../helpers.ts';
import { password, signIn } from './rolesWorld.ts';
import { eachServer } from './server.ts';

async function zipOf(files: Record<string, string>): Promise<File> {
  const zip = new yazl.ZipFile();
  for (const [path, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), path);
  zip.end();
  return new File([new Uint8Array(await buffer(zip.outputStream as Readable))], 'help centre.zip');
}

eachServer(
  (get) => {
    test('an admin sees what an archive would bring, takes it in, and takes everything out again', async () => {
      const { app, client: newClient } = get();
      const system = contextOf(app);
      const admin = { email: 'mover@example.com', name: 'Mover', password, role: 'admin' as const };
      const id = await createAgent(system, admin);
      const client = newClient();
      await signIn(client, system, id);
      const file = await zipOf({
        'help/locks/lost-key.md':
          '---\naliases: [/old/360-lost]\n---\n# Lost key\n\n[Next](../doors/open.md) {{< odd >}}\n',
        'help/doors/open.md': '# Open a door\n\nPush.\n',
      });
      const sent = await client.post(paths.adminUpload(), { base: 'https://old.example', file });
      expect(sent.status).toBe(303);
      const page = sent.location!;
      const checked = await until(() => client.get(page), 'content.take');
      expect(checked.text).toContain('help/locks/lost-key.md:6');
      expect(await findArticleBySlug(app.db.read, 'en', 'lost-key')).toBeNull();
      expect((await client.submit(page, 'content.take', {})).location).toBe(page);
      await until(() => client.get(page), 'Taken in<');
      const visitor = newClient();
      expect((await visitor.get(paths.article('en', 'lost-key'))).text).toContain(
        paths.article('en', 'open'),
      );
      const old = await visitor.get('/hc/en-us/articles/360-lost.html');
      expect([old.status, old.location]).toEqual([301, paths.article('en', 'lost-key')]);
      const out = await client.get(paths.exportContent());
      expect([out.status, out.headers.get('content-type')]).toEqual([200, 'application/zip']);
      expect(out.text).toContain('portico.json');
    });

    test('what is no archive, too large, or without a file is refused in words', async () => {
      const { app, client: newClient } = get();
      const system = contextOf(app);
      const admin = { email: 'other@example.com', name: 'Other', password, role: 'admin' as const };
      const id = await createAgent(system, admin);
      const client = newClient();
      await signIn(client, system, id);
      const none = await client.post(paths.adminUpload(), {}, { multipart: true });
      expect(none.location).toBe(paths.adminContent('required'));
      const bad = await client.post(paths.adminUpload(), { file: new File(['x'], 'a.zip') });
      await until(() => client.get(bad.location!), 'Pack the folder again');
      const large = await client.post(paths.adminUpload(), {
        file: new File([new Uint8Array(3_000_000)], 'a.zip'),
      });
      expect(large.status).toBe(413);
      const address = await client.post(paths.adminUpload(), {
        base: 'javascript:x',
        file: new File(['x'], 'a.zip'),
      });
      expect(address.location).toBe(paths.adminContent('bad_url'));
    });
  },
  { IMPORT_MAX_MB: '1' },
);

async function until(ask: () => Promise<{ text: string }>, words: string) {
  for (let tries = 0; ; tries += 1) {
    const reply = await ask();
    if (reply.text.includes(words)) return reply;
    if (tries > 100) throw new Error(`“${words}” never came:\n${reply.text.slice(-3_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
