import type { Context } from '#src/context.ts';
import { translator, type Locale } from '#src/i18n/index.ts';
import { slugOf, type Audience } from '../article.ts';
import { ensureCategory, updateCategory } from '../categories.ts';
import type { Category } from '../category.ts';
import { decodeText } from '../markdown/decode.ts';
import { parseFile } from '../markdown/frontMatter.ts';
import { readNote, writeNote } from './content.store.ts';
import { hashOf, readBytes, type Draft } from './draft.ts';
import { categoryTitleOf, generalCategory, placeOf } from './place.ts';
import type { Plan } from './plan.ts';

/** What `_category.md` says of its folder, in its front matter: `id, title, summary, position, slug, audience`. */
interface FolderInfo {
  key: string;
  title: string | undefined;
  summary: string | undefined;
  position: number | undefined;
  slug: string | undefined;
  audience: Audience | undefined;
}

export type CategoryOf = (draft: Draft) => Promise<Category>;

const noteKey = 'content.categories';

/**
 * The category of each file, made when it is missing. What `_category.md` says is applied when that file is new or
 * changed; in between the portal's own words stay.
 */
export async function readyCategories(ctx: Context, plan: Plan): Promise<CategoryOf> {
  const infos = await readFolders(ctx, plan);
  const made = new Map<string, Promise<Category>>();
  return ({ place: { locale, folder }, categoryKey, file }) => {
    const info = file.data.category ? undefined : infos.get(`${locale}/${folder}`);
    const key = info?.key ?? categoryKey;
    const name = `${locale}/${key}`;
    const category = made.get(name) ?? ensure(ctx, { key, locale, folder, info });
    made.set(name, category);
    return category;
  };
}

function ensure(
  ctx: Context,
  wish: { key: string; locale: Locale; folder: string | null; info: FolderInfo | undefined },
): Promise<Category> {
  const { key, locale, folder, info } = wish;
  const general = key === generalCategory ? translator(locale)('markdown.general') : undefined;
  const title = info?.title ?? general ?? categoryTitleOf(slugOf(folder ?? '') === key ? folder! : key);
  return ensureCategory(ctx, { key, locale, title, slug: info?.slug ?? key, position: info?.position });
}

/** Reads every `_category.md`, and renames the categories of those that changed. */
async function readFolders(ctx: Context, plan: Plan): Promise<Map<string, FolderInfo>> {
  const infos = new Map<string, FolderInfo>();
  const before = (await readNote<Record<string, string>>(ctx.db.read, noteKey)) ?? {};
  const now: Record<string, string> = {};
  for (const found of plan.folder.categories) {
    const { locale, folder } = placeOf(found.path, ctx.config.defaultLocale);
    const read = await readBytes(plan.folder, found, locale);
    if ('problem' in read || folder === null) continue;
    const info = infoOf(read.bytes, folder);
    infos.set(`${locale}/${folder}`, info);
    now[found.path] = hashOf(read.bytes);
    if (now[found.path] !== before[found.path]) await apply(ctx, info, { locale, folder });
  }
  if (JSON.stringify(now) !== JSON.stringify(before))
    await ctx.db.write((tx) => writeNote(tx, noteKey, now));
  return infos;
}

function infoOf(bytes: Buffer, folder: string): FolderInfo {
  const { data, other } = parseFile(decodeText(bytes).text);
  const position = Number(other.position ?? other.order ?? other.sidebar_position ?? NaN);
  return {
    key: slugOf(data.id ?? folder),
    title: data.title?.slice(0, 80) || undefined,
    summary: data.summary?.slice(0, 300),
    position: Number.isInteger(position) && position >= 0 && position <= 9999 ? position : undefined,
    slug: data.slug ? slugOf(data.slug) : undefined,
    audience: data.audience,
  };
}

async function apply(
  ctx: Context,
  info: FolderInfo,
  { locale, folder }: { locale: Locale; folder: string },
): Promise<void> {
  const category = await ensure(ctx, { key: info.key, locale, folder, info });
  const title = info.title ?? category.title;
  const summary = info.summary ?? category.summary;
  const position = info.position ?? category.position;
  const audience = info.audience ?? category.audience;
  const said = { title, summary, position, audience };
  const isSame = Object.entries(said).every(([name, value]) => category[name as keyof Category] === value);
  if (!isSame) await updateCategory(ctx, category.id, said);
}
