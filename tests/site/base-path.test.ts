import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseDocument } from 'yaml';
import { launch, noBrowser, visit } from './browser.ts';
import { buildSite, copyRoot, fixtureRoot, serveDist } from './build-fixture.ts';
import { brokenLinks } from './dist-files.ts';

const base = '/lab/';
describe('under a base path', { skip: existsSync(fixtureRoot) ? false : `no root at ${fixtureRoot}` }, () => {
  let root: string;
  let dist: string;
  before(async () => {
    root = copyRoot();
    const file = join(root, 'factory.config.yaml');
    const config = parseDocument(readFileSync(file, 'utf8'));
    config.setIn(['site', 'base'], base);
    writeFileSync(file, String(config));
    dist = await buildSite(root);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  test('every internal link lies under it and resolves', () => {
    assert.deepEqual(brokenLinks(dist, base), []);
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
