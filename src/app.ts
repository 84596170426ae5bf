import { openDb } from '#db/open.ts';
import type { Config } from './config.ts';
import type { App } from './context.ts';
import { openFileStore } from './domain/files/fileStore.ts';
import { announceToPeople } from './domain/mail/announce.ts';
import { createMailReader } from './domain/mail/incoming/reader.ts';
import { openMailer } from './domain/mail/mailer.ts';
import { placeIn } from './domain/search/place.ts';
import { createSearchService } from './domain/search/service.ts';
import { createPace } from './pace.ts';
import { isBuilt } from './root.ts';

/** Open what a process of Portico works with: the migrated database and the file store. Close it with `closeApp`. */
export async function openApp(config: Config): Promise<App> {
  const app = await openAppAsIs(config);
  await app.db.migrate();
  return app;
}

/** The same without migrating, for what has to see or replace the database as it stands. */
export async function openAppAsIs(config: Config): Promise<App> {
  const db = await openDb(config);
  return {
    config,
    db,
    files: openFileStore(config.dataDir),
    search: createSearchService(db, isBuilt ? placeIn(config.dataDir) : null),
    mailer: openMailer(config),
    mailReader: createMailReader(config),
    pace: createPace(),
    announce: announceToPeople,
  };
}

export async function closeApp(app: App): Promise<void> {
  app.mailer?.close();
  await app.mailReader.close();
  await app.search.close();
  await app.db.close();
}
