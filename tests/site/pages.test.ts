import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { builtFixture, type Built } from './build-fixture.ts';
import { addressesOf, brokenLinks, filesOf, idsOf, pagesOf, type BuiltPage } from './dist-files.ts';

let built: Built;
let pages: BuiltPage[];
/** The base path of the build, as its pages name it. */
let base: string;
before(async () => {
  built = await builtFixture();
  pages = pagesOf(built.dist);
  base = /src="([^"]*)theme\.js"/.exec(pages[0]?.html ?? '')?.[1] ?? '/';
});
after(() => built.remove());

const has = (path: string): boolean => pages.some((page) => page.path === path);

test('the fixed addresses exist', () => {
  for (const path of ['/', '/tracks/', '/claims/', '/experiments/', '/datasets/', '/search/', '/404.html'])
    assert.ok(has(path), path);
  for (const path of [
    'hubs',
    'roadmaps',
    'cards',
    'principles',
    'sessions',
    'notes',
    'guides',
    'glossary',
    'start',
    'repositories',
  ])
    assert.ok(has(`/${path}/`), path);
  for (const path of ['contradictions', 'missing', 'kanban', 'review']) assert.ok(has(`/${path}/`), path);
  for (const kind of ['tracks', 'claims', 'experiments', 'datasets']) {
    assert.ok(
      pages.some(({ path }) => path.startsWith(`/${kind}/`) && path !== `/${kind}/`),
      `no page under /${kind}/`,
    );
  }
});

test('internal links and their anchors resolve', () => {
  assert.deepEqual(brokenLinks(built.dist, base), []);
});

test('no page repeats an id', () => {
  for (const { path, html } of pages) {
    const ids = idsOf(html);
    assert.deepEqual([...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))], [], path);
  }
});

test('every page has the content policy and nothing inline', () => {
  const policy =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; " +
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'";
  for (const { path, html } of pages) {
    assert.ok(html.includes(`<meta http-equiv="content-security-policy" content="${policy}">`), path);
    assert.doesNotMatch(html, /<style\b/, path);
    assert.doesNotMatch(html, /\son[a-z]+="/, path);
    for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) assert.match(tag, /\ssrc="/, path);
  }
});

test('nothing is loaded from elsewhere', () => {
  for (const { path, html } of pages) {
    const loaded = [
      ...html.matchAll(
        /<(?:script|link(?! rel="(?:alternate|canonical)")|img|iframe|source|use|image)\b[^>]*\s(?:src|href)="((?:https?:)?\/\/[^"]*)"/g,
      ),
    ];
    assert.deepEqual(
      loaded.map((match) => match[1]),
      [],
      path,
    );
  }
});

test('the navigation leads to tracks and lists, never to every entry', () => {
  const home = pages.find(({ path }) => path === '/')!;
  const header = home.html.slice(home.html.indexOf('<header'), home.html.indexOf('</header>'));
  const targets = addressesOf(header).map((address) => address.replace(base, '/'));
  for (const path of ['/', '/tracks/', '/experiments/', '/datasets/', '/review/', '/kanban/', '/search/'])
    assert.ok(targets.includes(path), path);
  const tracks = pages.filter(({ path }) => /^\/tracks\/[a-z]\/$/.test(path));
  for (const { path } of tracks) assert.ok(targets.includes(path), path);
  assert.ok(!targets.some((address) => /^\/(?:claims|experiments)\/./.test(address)));
});

test('a page in Chinese stands beside its English one, with the same sections', () => {
  const headings = (html: string): string[] =>
    [...html.matchAll(/<h[1-6][^>]* id="([^"]*)"/g)].map(([, id]) => id!).filter((id) => id !== 'sources');
  const chinese = pages.filter(({ path }) => path.startsWith('/zh/'));
  assert.ok(chinese.length > 0);
  for (const { path, html } of chinese) {
    const english = pages.find((one) => one.path === path.replace('/zh/', '/'));
    assert.ok(english, path);
    assert.match(html, /<html lang="zh-Hans"/, path);
    for (const one of [html, english.html]) {
      assert.ok(one.includes(`hreflang="zh-Hans" href="${addressOf(one, path)}"`), path);
      assert.match(one, /<link rel="alternate" hreflang="en"/, path);
    }
    const other = base + english.path.slice(1);
    assert.match(html, new RegExp(`href="${other}"[^>]*data-language-switch`), path);
    // The start page in Chinese is a page of its own.
    if (path !== '/zh/') assert.deepEqual(headings(html), headings(english.html), path);
  }
  const alone = pages.filter(({ path }) => !path.startsWith('/zh/') && !has(`/zh${path}`));
  for (const { path, html } of alone) assert.doesNotMatch(html, /data-language-switch|hreflang="zh/, path);
});

/** The absolute address of the Chinese version as a page names it, checked against its path. */
function addressOf(html: string, path: string): string {
  const address = /rel="alternate" hreflang="zh-Hans" href="([^"]*)"/.exec(html)?.[1] ?? '';
  assert.equal(new URL(address).pathname, base + path.slice(1));
  return address;
}

test('claims carry their verdict and bound numbers their address', () => {
  const claims = pages.filter(({ path }) => /^\/claims\/./.test(path));
  for (const { path, html } of claims) {
    const id = path.split('/')[2];
    assert.match(html, new RegExp(`data-claim="${id}" data-verdict="[a-z-]+"`), path);
  }
  const numbers = pages.filter(({ html }) => /data-metric="[a-z0-9-]+\/[a-z]/.test(html));
  assert.ok(numbers.length > 0);
});

test('a plain build says nothing of re-execution on this machine', () => {
  if (!built.root) return;
  for (const { path, html } of pages) assert.doesNotMatch(html, /data-verification/, path);
});

test('only woff2 fonts are shipped, and the styles of a page stay small', () => {
  const files = filesOf(built.dist);
  assert.deepEqual(
    files.filter((file) => /\.(?:woff|ttf|otf|eot)$/.test(file)),
    [],
  );
});

test('nothing of the development server is in a build', () => {
  const texts = filesOf(built.dist).filter((file) => /\.(?:html|js|css|json)$/.test(file));
  const own = /paper-factory[-:](?:dev|put-away)|__paper-factory|@vite\/client|dev-overlay/;
  assert.ok(texts.length > 10);
  assert.deepEqual(
    texts.filter((file) => own.test(readFileSync(join(built.dist, file), 'utf8'))),
    [],
  );
});

test(
  'an experiment says when and where it was verified, and what was measured beside',
  { skip: !!(process.env.PF_DIST ?? process.env.PF_FIXTURE_ROOT) },
  () => {
    const verified = pages.find(({ path }) => path === '/experiments/line-fit/')!.html;
    assert.match(verified, /Last verified on 2026-11-20: <strong>equal<\/strong>/);
    assert.match(verified, /linux-arm64 Some Processor, Node 24\.1\.0/);
    assert.match(verified, /1 of \d+ values differ/);
    const never = pages.find(({ path }) => path === '/experiments/slope-error/')!.html;
    assert.match(never, /Never verified elsewhere/);
  },
);
