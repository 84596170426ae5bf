import type { Context } from '#src/context.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { domainError } from '#src/errors.ts';
import { isLocale, translatorOf, type Locale } from '#src/i18n/index.ts';
import { articleFields, slugOf, type Article, type ArticleInput, type PersonalDataGate } from './article.ts';
import { createCategory } from './categories.ts';
import { createArticle } from './create.ts';
import { anybody, gatedFindings, joinGates } from './personalData/gate.ts';
import { maskFindings } from './personalData/mask.ts';
import { publishArticle } from './publish.ts';
import { getArticle } from './read.ts';
import { saveArticle } from './save.ts';
import { noteTranslated, type Translated } from './translation/settle.ts';

export interface Writing {
  /** Left out: a new article in `locale`, a translation of `translationOf` when given. */
  id?: number | undefined;
  baseRevision?: number | undefined;
  locale: Locale;
  translationOf?: number | undefined;
  fields: Omit<ArticleInput, 'categoryId'> & { categoryId?: number | undefined };
  /** Title of a category to make for it. */
  newCategory?: string | undefined;
  /** What to do with findings of the personal-data gate: `keep:<key>`, `mask:<key>`, or `mask:*` for all the rest. */
  decisions?: string[] | undefined;
  /** Whose data it must not show, beside those it knows of. */
  personalData?: PersonalDataGate | undefined;
  /** The text it translates, and the revision of it that it says now. */
  translated?: Translated | undefined;
  publish: boolean;
}

/**
 * What the editor sends: decide on findings, make the category, keep the text, and publish it when asked; all or nothing.
 * @throws DomainError `invalid`, `conflict`, `personal_data`, `not_found`, as saving and publishing do.
 */
export async function writeArticle(ctx: Context, writing: Writing): Promise<Article> {
  return ctx.db.write(async () => {
    const article = await keep(ctx, writing);
    if (writing.translated) await noteTranslated(ctx, article.id, writing.translated);
    return article;
  });
}

async function keep(ctx: Context, writing: Writing): Promise<Article> {
  const { id, baseRevision, publish } = writing;
  const before = id ? await getArticle(ctx, id) : null;
  const original = !id && writing.translationOf ? await getArticle(ctx, writing.translationOf) : null;
  const gate = gateFor((before ?? original)?.personalData ?? null, writing);
  const locale = before ? before.locale : writing.locale;
  const fields = masked(await placed(ctx, writing, locale), { gate, locale, writing });
  const change = { fields, keep: decided(writing, 'keep') };
  if (before) {
    const save = publish ? publishArticle : saveArticle;
    return save(ctx, { id: before.id, baseRevision, ...change, gate });
  }
  const made = await create(ctx, writing, { ...change, gate, key: original?.key });
  return publish ? publishArticle(ctx, { id: made.id }) : made;
}

/** A translation must not show what its original mustn't. */
function gateFor(known: PersonalDataGate | null, { personalData }: Writing): PersonalDataGate {
  return personalData ? joinGates(known, personalData) : (known ?? anybody);
}

async function create(
  ctx: Context,
  { locale }: Writing,
  {
    fields,
    keep,
    gate,
    key,
  }: { fields: ArticleInput; keep: string[]; gate: PersonalDataGate; key: string | undefined },
): Promise<Article> {
  const isOfNobody = gate === anybody && keep.length === 0;
  const personalData = isOfNobody ? null : { ...gate, kept: [...gate.kept, ...keep] };
  return createArticle(ctx, { locale, fields, key, personalData });
}

/** With the category it goes to: a chosen one, or a new one. */
async function placed(ctx: Context, { fields, newCategory }: Writing, locale: string): Promise<ArticleInput> {
  const title = newCategory?.trim();
  if (title && isLocale(locale)) {
    const category = await createCategory(ctx, { locale, title });
    return { ...fields, categoryId: category.id };
  }
  if (!fields.categoryId) throw domainError('invalid', { fields: { categoryId: 'required' } });
  return { ...fields, categoryId: fields.categoryId };
}

function masked(
  input: ArticleInput,
  { gate, locale, writing }: { gate: PersonalDataGate; locale: string; writing: Writing },
): ArticleInput {
  const keys = decided(writing, 'mask');
  if (keys.length === 0) return input;
  const fields = checkInput(articleFields, input);
  const t = translatorOf(isLocale(locale) ? locale : writing.locale);
  const findings = gatedFindings(fields, gate).filter(
    ({ key, isKept }) => keys.includes(key) || (keys.includes('*') && !isKept),
  );
  const text = maskFindings(fields, findings, (kind) => t(`privacy.mask.${kind}`));
  // An address holds no placeholder: it is made from the title again.
  const slug = findings.some((finding) => finding.field === 'slug') ? slugOf(text.title) : fields.slug;
  return { ...text, slug };
}

const decided = ({ decisions = [] }: Writing, choice: 'keep' | 'mask'): string[] =>
  decisions.filter((one) => one.startsWith(`${choice}:`)).map((one) => one.slice(choice.length + 1));
