import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { classicScript, offlinePage, offlineStyles } from '../../src/cli/publish/offline/page.ts';
import { createLocate } from '../../src/cli/publish/offline/relative.ts';
import { listedPage } from '../../src/cli/publish/offline/search.ts';

const files = new Set([
  'index.html',
  'a/index.html',
  'a/b c/index.html',
  'zh/a/index.html',
  'assets/x.css',
  'figures/f/f.svg',
]);
const locate = createLocate('/lab/', files);

describe('addresses of a site as paths between files', () => {
  const rows: [address: string, from: string, expected: string | null][] = [
    ['/lab/', 'a/index.html', '../index.html'],
    ['/lab/a/', 'index.html', 'a/index.html'],
    ['/lab/a/#part', 'index.html', 'a/index.html#part'],
    ['/lab/a/?q=x', 'zh/a/index.html', '../../a/index.html?q=x'],
    ['/lab/a', 'index.html', 'a/index.html'],
    ['/lab/a/b%20c/', 'a/index.html', 'b%20c/index.html'],
    ['/lab/figures/f/f.svg', 'a/index.html', '../figures/f/f.svg'],
    ['../', 'a/index.html', '../index.html'],
    ['#part', 'a/index.html', null],
    ['?q=x', 'a/index.html', null],
    ['https://example.org/lab/a/', 'a/index.html', null],
    ['mailto:a@example.org', 'a/index.html', null],
    ['//example.org/', 'a/index.html', null],
  ];
  for (const [address, from, expected] of rows) {
    test(`${address} from ${from}`, () => assert.equal(locate(address, from), expected));
  }
});

describe('a page as a file', () => {
  const rows: [what: string, html: string, expected: string][] = [
    ['a module', '<script type="module" src="/lab/assets/x.js"></script>', '<script defer src="../assets/x.js"></script>'],
    ['a link', '<a class=x href="/lab/a/#p">it &amp; that</a>', '<a class=x href="index.html#p">it &amp; that</a>'],
    ['a form', '<form action="/lab/">', '<form action="../index.html">'],
    ['what only a server has', '<link rel="canonical" href="https://e.org/a/"><link rel="alternate" type="x" href="/lab/feed.xml">', ''],
    ['what is fetched beforehand', '<link rel="preload" href="/lab/assets/f.woff2" as="font" crossorigin>', ''],
    ['an old address', '<meta http-equiv="refresh" content="0; url=/lab/">', '<meta http-equiv="refresh" content="0; url=../index.html">'],
    ['text that looks like a link', '<p>href="/lab/"</p>', '<p>href="/lab/"</p>'],
    ['words in attributes', '<p title=\'see href="/lab/"\'>', '<p title=\'see href="/lab/"\'>'],
  ]; // prettier-ignore
  for (const [what, html, expected] of rows) {
    test(what, () => assert.equal(offlinePage(html, 'a/index.html', locate), expected));
  }

  test('its policy loads files and fetches nothing', () => {
    const page = offlinePage(
      '<meta http-equiv="content-security-policy" content="default-src x">',
      'a/index.html',
      locate,
    );
    assert.match(page, /content="default-src 'none'; script-src 'self' file:;/);
    assert.doesNotMatch(page, /unsafe-eval|connect-src|https?:/);
  });
});

test('styles name the files beside them', () => {
  assert.equal(
    offlineStyles('@font-face{src:url(/lab/assets/f.woff2)}a{b:url("data:x")}', 'assets/x.css', locate),
    '@font-face{src:url(f.woff2)}a{b:url("data:x")}',
  );
});

test('a module becomes a script of its own, or none', () => {
  assert.equal(classicScript('const a=1;'), '(()=>{const a=1;})();\n');
  assert.match(classicScript('x(()=>import(`y`),import.meta.url)')!, /location\.href/);
  for (const code of [
    'import{a}from"./b.js";',
    'import"./b.js"',
    'const a=1;export{a as b};',
    'import a from "b"',
    'export default 1',
  ]) {
    assert.equal(classicScript(code), null, code);
  }
});

test('a page is listed with its title, what it is about and every word once', () => {
  const html =
    '<title>A · Lab</title><meta name="description" content="On A &amp; B."><main id="main" data-pagefind-body>' +
    '<span data-pagefind-meta="language:zh"></span><h1>A</h1><p>Slope, slope; 斜率 of x<sub>1</sub>.</p><svg><text>drawn</text></svg></main>';
  assert.deepEqual(listedPage('a/index.html', html), {
    href: 'a/index.html',
    title: 'A',
    description: 'On A & B.',
    language: 'zh',
    words: 'a of slope x1 斜率',
  });
  assert.equal(listedPage('b/index.html', '<main id="main"><p>Not indexed.</p></main>'), null);
});
