import { searchesOf } from '../../markdown/search-text.ts';
import { excerptParts } from '../lib/excerpt.ts';
import type { SearchWords } from '../views/search.ts';

/** What Pagefind's module offers, as far as it is used here. */
interface Pagefind {
  options(options: { baseUrl?: string; excerptLength?: number }): Promise<void>;
  search(query: string): Promise<{ results: Hit[] }>;
}
interface Hit {
  id: string;
  data(): Promise<Found>;
}
interface Found {
  url: string;
  excerpt: string;
  meta: Record<string, string>;
}
/** Values of pages by the id of their results; several of one facet are separated by blanks. */
type Facets = Record<string, Record<string, string>>;
interface Index {
  pagefind: Pagefind;
  facets: Facets;
}

/** Pages whose texts are loaded and shown. */
const most = 60;

const box = document.querySelector<HTMLElement>('[data-search]')!;
const input = box.querySelector<HTMLInputElement>('#q')!;
const status = box.querySelector<HTMLElement>('[data-status]')!;
const list = box.querySelector<HTMLElement>('[data-results]')!;
const form = box.querySelector<HTMLFormElement>('[data-facets]')!;
const selects = [...form.querySelectorAll('select')];
const base = box.dataset.base ?? '/';
const own = box.dataset.locale ?? 'en';
const words = JSON.parse(box.dataset.words!) as SearchWords;
const named = words as unknown as Record<string, Record<string, string> | undefined>;

const say = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

let loading: Promise<Index> | null = null;

async function load(): Promise<Index> {
  const folder = `${base}pagefind/`;
  const facets = fetch(`${folder}facets.json`).then((answer) => answer.json() as Promise<Facets>);
  const pagefind = (await import(/* @vite-ignore */ `${folder}pagefind.js`)) as Pagefind;
  await pagefind.options({ excerptLength: own === 'zh' ? 60 : 24, baseUrl: base });
  return { pagefind, facets: await facets };
}

/** Pages that every part of the query finds, the best first. */
async function hitsOf(query: string, { pagefind }: Index): Promise<Hit[]> {
  const parts = await Promise.all(searchesOf(query).map((one) => pagefind.search(one)));
  const [first, ...others] = parts.map(({ results }) => results);
  const kept = others.map((results) => new Set(results.map(({ id }) => id)));
  return (first ?? []).filter(({ id }) => kept.every((ids) => ids.has(id)));
}

const valuesOf = (facets: Facets, { id }: Hit, name: string): string[] => (facets[id]?.[name] ?? '').split(' ');

/** Without a choice a page shows its own language; all are shown where they are asked for. */
const chosen = ({ name, value }: HTMLSelectElement): string => (name === 'language' && value === 'all' ? '' : value);

/** Hits that pass all facets but one. */
const narrowed = (hits: Hit[], facets: Facets, except = ''): Hit[] =>
  hits.filter((hit) =>
    selects.every(
      (one) => one.name === except || chosen(one) === '' || valuesOf(facets, hit, one.name).includes(chosen(one)),
    ),
  );

/** Gives a facet the values of the hits that the other facets leave, with their counts; what is chosen stays. */
function fill(select: HTMLSelectElement, hits: Hit[], facets: Facets): void {
  const rest = narrowed(hits, facets, select.name);
  const counts = new Map<string, number>();
  for (const hit of rest) {
    for (const value of valuesOf(facets, hit, select.name)) {
      if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const { value: kept } = select;
  if (kept && kept !== 'all' && !counts.has(kept)) counts.set(kept, 0);
  const names = named[select.name] ?? {};
  const order = Object.keys(names);
  const rank = (value: string): number => (order.includes(value) ? order.indexOf(value) : order.length);
  const sorted = [...counts].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const option = (value: string, text: string, count: number): HTMLOptionElement =>
    new Option(`${text} (${count})`, value, false, value === kept);
  const all = option(select.name === 'language' ? 'all' : '', select.dataset.all ?? '', rest.length);
  select.replaceChildren(all, ...sorted.map(([value, count]) => option(value, names[value] ?? value, count)));
}

/** Set as text with `<mark>`, so that nothing of a page is ever read as markup. */
function excerpt(html: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const { text, marked } of excerptParts(html)) {
    const part = marked ? document.createElement('mark') : document.createTextNode('');
    part.textContent = text;
    fragment.append(part);
  }
  return fragment;
}

const tags: Record<string, string> = { en: 'en', zh: 'zh-Hans' };

function item({ url, excerpt: html, meta }: Found): HTMLLIElement {
  const entry = document.createElement('li');
  if (meta.language && meta.language !== own) entry.lang = tags[meta.language] ?? meta.language;
  const link = document.createElement('a');
  link.href = url;
  link.textContent = meta.title ?? url;
  entry.append(link);
  if (meta.note) {
    const note = document.createElement('span');
    note.className = 'kind';
    note.textContent = ` ${meta.note}`;
    entry.append(note);
  } else {
    const text = document.createElement('p');
    text.append(excerpt(html));
    entry.append(text);
  }
  return entry;
}

/** Results of each kind under a heading. */
function groupsOf(found: Found[]): HTMLElement[] {
  return Object.entries(words.headings).flatMap(([kind, name]) => {
    const entries = found.filter(({ meta }) => meta.kind === kind);
    if (entries.length === 0) return [];
    const section = document.createElement('section');
    const heading = document.createElement('h2');
    heading.textContent = name;
    const items = document.createElement('ul');
    items.className = 'results';
    items.append(...entries.map(item));
    section.append(heading, items);
    section.dataset.kind = kind;
    return [section];
  });
}

function countWords(query: string, shown: number, total: number): string {
  if (total === 0) return say(words.nothing, { query });
  if (shown === 0) return say(words.noneLeft, { query, total });
  if (shown === 1) return say(words.one, { query });
  return say(shown > most ? words.best : words.found, { query, count: shown, shown: most });
}

let latest = 0;

async function search(): Promise<void> {
  const query = input.value.trim();
  const turn = ++latest;
  if (searchesOf(query).length === 0) {
    list.replaceChildren();
    status.textContent = '';
    form.hidden = true;
    return;
  }
  status.textContent = words.searching;
  try {
    loading ??= load();
    const index = await loading;
    const hits = await hitsOf(query, index);
    const shown = narrowed(hits, index.facets);
    const found = await Promise.all(shown.slice(0, most).map((one) => one.data()));
    if (turn !== latest) return;
    for (const select of selects) fill(select, hits, index.facets);
    form.hidden = hits.length === 0;
    list.replaceChildren(...groupsOf(found));
    status.textContent = countWords(query, shown.length, hits.length);
  } catch {
    loading = null;
    status.textContent = words.absent;
  }
}

/** The query of the address is the query of the page, with what is chosen. */
function remember(): void {
  const address = new URL(location.href);
  address.search = '';
  if (input.value) address.searchParams.set('q', input.value);
  for (const { name, value } of selects) {
    if (value && !(name === 'language' && value === own)) address.searchParams.set(name, value);
  }
  history.replaceState(null, '', address);
}

function choose(select: HTMLSelectElement, value: string): void {
  if (value) select.replaceChildren(new Option(value, value, false, true));
}

const asked = new URLSearchParams(location.search);
input.value = asked.get('q') ?? '';
for (const select of selects) choose(select, asked.get(select.name) ?? (select.name === 'language' ? own : ''));
if (input.value) void search();
else input.focus();

let pending: ReturnType<typeof setTimeout> | undefined;
input.addEventListener('input', () => {
  clearTimeout(pending);
  pending = setTimeout(() => {
    remember();
    void search();
  }, 180);
});
input.form?.addEventListener('submit', (event) => {
  event.preventDefault();
  remember();
  void search();
});
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('change', () => {
  remember();
  void search();
});
form.addEventListener('reset', (event) => {
  event.preventDefault();
  for (const select of selects) {
    select.replaceChildren();
    choose(select, select.name === 'language' ? own : '');
  }
  remember();
  void search();
});
