import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeApp, openApp } from '#src/app.ts';
import { readConfig } from '#src/config.ts';
import { systemContext } from '#src/context.ts';
import { pullContent } from '#src/domain/articles/content/pull.ts';
import { articleSource } from './data.ts';
import { atMost, median, note, say, timesOf } from './figures.ts';
import { phrase, random } from './random.ts';

const perFolder = 50;

/** A folder of Markdown that comes in, and is looked through again, as happens every minute, with nothing changed. */
export async function measureContent(files: number): Promise<void> {
  say('Content …');
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-bench-'));
  const env = { DATA_DIR: dataDir, CONTENT_DIR: join(dataDir, 'content') };
  try {
    await writeFiles(env.CONTENT_DIR, files);
    const app = await openApp(readConfig(env));
    const pull = async () => void (await pullContent(systemContext(app)));
    const [first] = await timesOf(1, pull);
    note({ name: `${files} Markdown files come in`, value: first! / 1_000, unit: 's' });
    const again = median(await timesOf(3, pull));
    atMost(1_000, { name: `${files} unchanged files looked through`, value: again, unit: 'ms' });
    await closeApp(app);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function writeFiles(folder: string, files: number): Promise<void> {
  const next = random(4);
  for (let n = 0; n < files; n++) {
    const category = join(folder, 'en', `part-${Math.floor(n / perFolder)}`);
    await mkdir(category, { recursive: true });
    await writeFile(join(category, `article-${n}.md`), `# ${phrase(next, 5)} ${n}\n\n${articleSource(next)}`);
  }
}
