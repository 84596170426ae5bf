import type { ArticleView as Article } from '#src/domain/articles/articleView.ts';
import type { CategoryPage } from '#src/domain/articles/categoryView.ts';
import type { FaqView as Faq } from '#src/domain/articles/faq.ts';
import type { HomeView as Home } from '#src/domain/articles/home.ts';
import type { ArticleLink, CategoryView as Category } from '#src/domain/articles/shelf.ts';
import type { Locale } from '#src/i18n/index.ts';
import { absolute, paths } from '#src/paths.ts';
import type {
  AnswerLinkView,
  ArticleView,
  CategoryView,
  FaqView,
  FeedbackView,
  HomeView,
  SidebarView,
} from './views.ts';

/** What the domain knows of a page, as its component shows it: with addresses. `locale` is the page's. */
export function presentHome(home: Home, locale: Locale): HomeView {
  return {
    categories: home.categories.map((category) => ({
      title: category.title,
      summary: category.summary,
      count: category.count,
      href: paths.category(locale, category.slug),
    })),
    mostRead: home.mostRead.map((article) => answer(article, locale)),
    askHref: paths.ask(locale),
    searchHref: paths.search(locale),
  };
}

export function presentCategory(
  { category, categories, articles }: Extract<CategoryPage, { kind: 'category' }>,
  locale: Locale,
): CategoryView {
  const answers = (kind: 'article' | 'faq') =>
    articles.filter((article) => article.kind === kind).map((article) => answer(article, locale));
  return {
    title: category.title,
    summary: category.summary,
    articles: answers('article'),
    faqs: answers('faq'),
    sidebar: categories.map((one) => sidebarItem(one, { locale, isCurrent: one.key === category.key })),
    homeHref: paths.home(locale),
    askHref: paths.ask(locale),
  };
}

export function presentArticle(
  article: Article,
  { locale, feedback, isAgent }: { locale: Locale; feedback?: FeedbackView | undefined; isAgent: boolean },
): ArticleView {
  const { title, summary, html, headings, updatedAt, audience, category, categories, related } = article;
  const { attachments } = article;
  return {
    ...{ id: article.id, title, summary, html, headings, updatedAt, audience, feedback },
    state: 'published',
    shownIn: article.isFallback ? article.locale : undefined,
    category: { title: category.title, href: paths.category(locale, category.slug) },
    homeHref: paths.home(locale),
    askHref: paths.ask(locale),
    editHref: isAgent ? paths.deskArticle(article.id) : undefined,
    sidebar: categories.map((one) => {
      const item = sidebarItem(one, { locale, isCurrent: one.key === category.key });
      return item.current ? { ...item, articles: shelfOf(article, locale) } : item;
    }),
    related: related.map((one) => answer(one, locale)),
    attachments,
  };
}

export function presentFaq(faq: Faq, locale: Locale): FaqView {
  return {
    groups: faq.groups.map((group) => ({
      title: group.title,
      questions: group.entries.map((entry) => ({
        id: entry.id,
        slug: entry.slug,
        title: entry.question,
        html: entry.html,
        text: entry.text,
        href: paths.faq(locale, entry.slug),
        lang: entry.locale === locale ? undefined : entry.locale,
      })),
    })),
    askHref: paths.ask(locale),
  };
}

/** The same page in each language it has, for `hreflang`. One language is no choice. */
export function alternatesOf(
  translations: { locale: Locale; slug: string }[],
  publicUrl: string,
  pathOf: (locale: Locale, slug: string) => string,
): { locale: Locale; href: string }[] {
  if (translations.length < 2) return [];
  return translations.map(({ locale, slug }) => ({
    locale,
    href: absolute(publicUrl, pathOf(locale, slug)),
  }));
}

const answer = (article: ArticleLink, locale: Locale): AnswerLinkView => ({
  href: paths.article(locale, article.slug),
  title: article.title,
  summary: article.summary,
  kind: article.kind,
});

const sidebarItem = (
  { title, slug }: Category,
  { locale, isCurrent }: { locale: Locale; isCurrent: boolean },
): SidebarView => ({ title, href: paths.category(locale, slug), current: isCurrent });

const shelfOf = (article: Article, locale: Locale) =>
  article.shelf.map(({ id, title, slug }) => ({
    title,
    href: paths.article(locale, slug),
    current: id === article.id,
  }));
