import { adminCreate, adminReset } from './admin.ts';
import { backup, restore } from './backup.ts';
import type { Command } from './command.ts';
import { contentPull, contentPush, contentResolve, contentStatus } from './content.ts';
import { contentExport, contentImport } from './contentTransfer.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { mailIngest } from './mail.ts';
import { measures, measuresRebuild } from './measures.ts';
import { migrate } from './migrate.ts';
import { search } from './search.ts';
import { searchCheck } from './searchCheck.ts';

/** Every command of `portico`, in the order of its help. The documentation's test reads this list. */
export const commands: Command[] = [
  migrate,
  adminCreate,
  adminReset,
  contentPull,
  contentPush,
  contentStatus,
  contentResolve,
  contentImport,
  contentExport,
  search,
  searchCheck,
  measures,
  measuresRebuild,
  mailIngest,
  demo,
  backup,
  restore,
  doctor,
];
