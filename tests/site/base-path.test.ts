import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseDocument } from 'yaml';
import { launch, noBrowser, visit } from './browser.ts';
import { buildSite, copyRoot, fixtureRoot, serveDist } from './build-fixture.ts';
import { brokenLinks, pagesOf, textsOf } from './dist-files.ts';

const base = '/lab/';
/** A name that the small root's log had before. */
const oldName = {
  from: 'experiments/exp_line_20250101/',
  to: 'experiments/line-fit/',
  skip: fixtureRoot.endsWith('minimal') ? false : 'another root',
};

describe('under a base path', { skip: existsSync(fixtureRoot) ? false : `no root at ${fixtureRoot}` }, () => {
  let root: string;
  let dist: string;
  before(async () => {
    root = copyRoot();
    const file = join(root, 'factory.config.yaml');
    const config = parseDocument(readFileSync(file, 'utf8'));
    config.setIn(['site', 'base'], '/another/');
    writeFileSync(file, String(config));
    // An option goes before the file, so that one root can be published twice.
    dist = await buildSite(root, ['--base', base, '--url', 'https://example.org']);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  test('every internal link lies under it and resolves', () => {
    assert.deepEqual(brokenLinks(dist, base), []);
  });

  test('every output names pages below it, by their public address', () => {
    const foreign = /\/another\/|localhost/;
    for (const [file, text] of textsOf(dist)) {
      if (/\.(?:html|xml|json)$/.test(file)) assert.doesNotMatch(text, foreign, file);
    }
    for (const { path, html } of pagesOf(dist)) {
      const [, canonical] = /<link rel="canonical" href="([^"]*)">/.exec(html) ?? [];
      if (path === '/404.html') assert.equal(canonical, undefined);
      else assert.equal(canonical, `https://example.org/lab${path}`);
    }
    const texts = textsOf(dist);
    for (const [, address] of texts.get('sitemap-0.xml')!.matchAll(/<loc>([^<]*)<\/loc>/g)) {
      assert.ok(address!.startsWith('https://example.org/lab/'), address);
    }
    for (const [, address] of texts.get('feed.xml')!.matchAll(/(?:href="|<id>)([^"<]*)/g)) {
      assert.ok(address!.startsWith('https://example.org/lab/'), address);
    }
    for (const [file, text] of texts) {
      if (!file.startsWith('api/')) continue;
      for (const [, href] of text.matchAll(/"href":\s*"(\/[^"]*)"/g))
        assert.ok(href!.startsWith(base), `${file}: ${href}`);
    }
  });

  test('an old name leads to the page that has it now, and is in no list', { skip: oldName.skip }, async () => {
    const { from, to } = oldName;
    const html = readFileSync(join(dist, from, 'index.html'), 'utf8');
    assert.match(html, new RegExp(`<meta http-equiv="refresh" content="0; url=${base}${to}">`));
    assert.match(html, new RegExp(`<link rel="canonical" href="https://example.org${base}${to}">`));
    assert.match(html, /content-security-policy" content="default-src 'none'/);
    for (const [file, text] of textsOf(dist)) {
      if (/^sitemap|^pagefind\/|^feed|^api\//.test(file)) assert.ok(!text.includes(`/${from}`), file);
    }
    if (noBrowser) return;
    const site = await serveDist(dist, base);
    const browser = await launch();
    try {
      const { page, problems } = await visit(browser, `${site.origin}${base}${from}`);
      await page.waitForURL(`${site.origin}${base}${to}`);
      assert.deepEqual(problems, []);
    } finally {
      await browser.close();
      site.close();
    }
  });

  test('pages load with their styles and search works', { skip: noBrowser }, async () => {
    const site = await serveDist(dist, base);
    const browser = await launch();
    try {
      const { page, problems } = await visit(browser, `${site.origin}${base}search/?q=track`);
      await page.waitForFunction(() => /page|Nothing/.test(document.querySelector('[data-status]')?.textContent ?? ''));
      for (const url of await page
        .locator('[data-results] li a')
        .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).pathname))) {
        assert.ok(url.startsWith(base), url);
      }
      assert.match(await page.evaluate(() => getComputedStyle(document.body).fontFamily), /Source Serif/);
      assert.deepEqual(problems, []);
    } finally {
      await browser.close();
      site.close();
    }
  });
});
