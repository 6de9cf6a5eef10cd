import { normaliseQuery } from '../../markdown/search-text.ts';
import { excerptParts } from '../lib/excerpt.ts';
import type { SearchWords } from '../views/search.ts';

/** What Pagefind's module offers, as far as it is used here. */
interface Pagefind {
  options(options: { baseUrl?: string; excerptLength?: number }): Promise<void>;
  mergeIndex(path: string, options: { language: string; baseUrl: string; excerptLength: number }): Promise<void>;
  search(query: string | null): Promise<{ results: { id: string; data(): Promise<Found> }[] }>;
}
interface Found {
  url: string;
  excerpt: string;
  meta: Record<string, string>;
}
/** Values of a page by facet; several are separated by blanks. Written by the build, see `src/cli/facets.ts`. */
type Facets = Record<string, string>;
type Result = { facets: Facets; data(): Promise<Found> };

const shown = 60;

const box = document.querySelector<HTMLElement>('[data-search]')!;
const input = box.querySelector<HTMLInputElement>('input[type=search]')!;
const status = box.querySelector<HTMLElement>('[data-status]')!;
const list = box.querySelector<HTMLElement>('[data-results]')!;
const form = box.querySelector<HTMLFormElement>('[data-facets]')!;
const selects = [...form.querySelectorAll('select')];
const base = box.dataset.base ?? '/';
const locale = box.dataset.locale ?? 'en';
const languages = (box.dataset.languages ?? 'en').split(' ');
const words = JSON.parse(box.dataset.words!) as SearchWords;

const say = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

interface Index {
  pagefind: Pagefind;
  /** By the id of a result. */
  facets: Record<string, Facets>;
}
let loading: Promise<Index> | null = null;

async function load(): Promise<Index> {
  const folder = `${base}pagefind/`;
  const facets = fetch(`${folder}facets.json`).then((answer) => answer.json() as Promise<Index['facets']>);
  const pagefind = (await import(/* @vite-ignore */ `${folder}pagefind.js`)) as Pagefind;
  await pagefind.options({ excerptLength: 24, baseUrl: base });
  // The page's own language is there already.
  for (const language of languages.filter((one) => one !== locale)) {
    await pagefind.mergeIndex(new URL(folder, location.href).href, { language: tags[language]!, baseUrl: base, excerptLength: 24 });
  }
  return { pagefind, facets: await facets };
}
const tags: Record<string, string> = { en: 'en', zh: 'zh-hans' };
