import { localeOf, type Locale } from '../lib/locale.ts';
import { reasonInChinese, testInChinese } from './reasons.ts';
import { counted, zh } from './ui.ts';

/** Texts of the interface, in English: the keys of the dictionary. */
export type UiText = keyof typeof zh;
/** What is counted, in English and in the singular. */
export type Noun = keyof typeof counted;

export interface Words {
  locale: Locale;
  /** A text in the language of the page; `{name}` stands for a value. */
  (text: UiText, values?: Record<string, string | number>): string;
  /** `1 claim`, `3 claims`. */
  count(count: number, noun: Noun, many?: string): string;
  /** A text that comes from data: in the language of the page where the dictionary has it, else as it is. */
  known(text: string): string;
  /** The sentences of a computed reason, in the language of the page as far as their pattern is known. */
  reason(text: string): string[];
  /** A test as the page's language writes it. */
  test(text: string): string;
  /** `en` for an English text on a page of another language, to be said with `lang`. */
  langOf(text: string): 'en' | undefined;
  /** Sentences in one line. */
  items(items: readonly string[]): string;
  /** Words in one line. */
  list(items: readonly string[]): string;
}

/** Two words of Latin letters and no Chinese: a sentence or a title, and no name or symbol. */
const isEnglish = (text: string): boolean => {
  const bare = text.replace(/\$[^$]*\$/g, '');
  if (/\p{Script=Han}/u.test(bare)) return false;
  return (/\s/.test(bare) && (bare.match(/[A-Za-z]{2,}/g) ?? []).length > 1) || /^[A-Z]?[a-z]{3,}$/.test(bare);
};

function create(locale: Locale): Words {
  const say = (text: UiText, values: Record<string, string | number> = {}): string =>
    (locale === 'zh' ? zh[text] : text).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  return Object.assign(say, {
    locale,
    count: (count: number, noun: Noun, many = `${noun}s`) =>
      locale === 'zh' ? `${count} ${counted[noun]}` : `${count} ${count === 1 ? noun : many}`,
    known: (text: string) => (text in zh ? say(text as UiText) : text),
    reason: (text: string) => (locale === 'zh' ? reasonInChinese(text) : [text]),
    test: (text: string) => (locale === 'zh' ? testInChinese(text) : text),
    langOf: (text: string) => (locale === 'zh' && isEnglish(text) ? ('en' as const) : undefined),
    items: (items: readonly string[]) => items.join(locale === 'zh' ? '；' : '; '),
    list: (items: readonly string[]) => items.join(locale === 'zh' ? '，' : ', '),
  });
}

const made = { en: create('en'), zh: create('zh') };

/** The words of the interface. @param current Astro's `currentLocale`. */
export const words = (current: string | undefined): Words => made[localeOf(current)];
