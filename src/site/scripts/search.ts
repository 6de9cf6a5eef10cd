import { normaliseQuery } from '../../markdown/search-text.ts';
import { excerptParts } from '../lib/excerpt.ts';

/** What Pagefind's module offers, as far as it is used here. */
interface Pagefind {
  options(options: { baseUrl?: string; excerptLength?: number }): Promise<void>;
  search(query: string | null): Promise<{ results: { data(): Promise<Found> }[] }>;
}
interface Found {
  url: string;
  excerpt: string;
  meta: Record<string, string>;
}

const kinds = [
  ['track', 'Tracks'],
  ['hub', 'Hubs'],
  ['claim', 'Claims'],
  ['experiment', 'Experiments'],
  ['principle', 'Principles'],
  ['card', 'Cards'],
  ['roadmap', 'Roadmaps'],
  ['dataset', 'Datasets'],
  ['leaderboard', 'Leaderboards'],
  ['figure', 'Figures'],
  ['session', 'Sessions'],
  ['note', 'Notes'],
  ['list', 'Lists'],
] as const;
const shown = 60;

const box = document.querySelector<HTMLElement>('[data-search]')!;
const input = box.querySelector<HTMLInputElement>('input')!;
const status = box.querySelector<HTMLElement>('[data-status]')!;
const list = box.querySelector<HTMLElement>('[data-results]')!;
const base = box.dataset.base ?? '/';

let loading: Promise<Pagefind> | null = null;

async function load(): Promise<Pagefind> {
  const module = (await import(/* @vite-ignore */ `${base}pagefind/pagefind.js`)) as Pagefind;
  await module.options({ excerptLength: 24, baseUrl: base });
  return module;
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

function item({ url, excerpt: html, meta }: Found): HTMLLIElement {
  const entry = document.createElement('li');
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

let latest = 0;

async function search(query: string): Promise<void> {
  const turn = ++latest;
  const words = normaliseQuery(query);
  if (!words) {
    list.replaceChildren();
    status.textContent = '';
    return;
  }
  status.textContent = 'Searching';
  try {
    loading ??= load();
    const { results } = await (await loading).search(words);
    const found = await Promise.all(results.slice(0, shown).map((one) => one.data()));
    if (turn !== latest) return;
    const groups = kinds.flatMap(([kind, name]) => {
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
    list.replaceChildren(...groups);
    const more = results.length > shown ? `, the best ${shown} of them shown` : '';
    status.textContent =
      results.length === 0
        ? `Nothing found for “${query}”. Try fewer words, or a name such as ridge or Fisher.`
        : `${results.length} ${results.length === 1 ? 'page' : 'pages'} for “${query}”${more}.`;
  } catch {
    loading = null;
    status.textContent = 'The search index is not there. It is made by the build, so `dev` has none.';
  }
}

const asked = new URLSearchParams(location.search).get('q') ?? '';
input.value = asked;
if (asked) void search(asked);
else input.focus();

let pending: ReturnType<typeof setTimeout> | undefined;
input.addEventListener('input', () => {
  clearTimeout(pending);
  pending = setTimeout(() => {
    const address = new URL(location.href);
    address.searchParams.set('q', input.value);
    history.replaceState(null, '', address);
    void search(input.value);
  }, 180);
});
input.form?.addEventListener('submit', (event) => {
  event.preventDefault();
  void search(input.value);
});
