import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseDocument } from 'yaml';
import { launch, noBrowser, visit } from './browser.ts';
import { buildSite, copyRoot, fixtureRoot, serveDist } from './build-fixture.ts';
import { brokenLinks, filesOf } from './dist-files.ts';

const base = '/lab/';
const marker = 'Unseen quokka pilot';

/** Makes the first experiment private and gives it a title that is easily found. */
function hideExperiment(root: string): string {
  const folder = join(root, 'content/experiments');
  const file = readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()[0]!;
  const text = readFileSync(join(folder, file), 'utf8');
  const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n?([\s\S]*)$/.exec(text) ?? [];
  const data = parseDocument(front);
  data.set('visibility', 'private');
  data.set('title', marker);
  writeFileSync(join(folder, file), `---\n${String(data)}---\n${marker}\n${body}`);
  return String(data.get('id'));
}

describe(
  'under a base path, with a private entry',
  { skip: existsSync(fixtureRoot) ? false : `no root at ${fixtureRoot}` },
  () => {
    let root: string;
    let dist: string;
    let hidden: string;
    before(async () => {
      root = copyRoot();
      const file = join(root, 'factory.config.yaml');
      const config = parseDocument(readFileSync(file, 'utf8'));
      config.setIn(['site', 'base'], base);
      writeFileSync(file, String(config));
      hidden = hideExperiment(root);
      dist = await buildSite(root);
    });
    after(() => rmSync(root, { recursive: true, force: true }));

    test('every internal link lies under it and resolves', () => {
      assert.deepEqual(brokenLinks(dist, base), []);
    });

    test('what is private is nowhere: not on a page, not in a file, not in the search index', () => {
      for (const file of filesOf(dist)) {
        assert.ok(!file.split('/').includes(hidden), file);
        if (!/\.(?:html|svg|json|js|css|txt|xml)$/.test(file)) continue;
        const text = readFileSync(join(dist, file), 'utf8');
        assert.ok(!text.includes(marker), `${file} shows the title`);
        assert.doesNotMatch(text, new RegExp(`(?<![\\w-])${hidden}(?![\\w-])`), `${file} names it`);
      }
    });

    test('pages load with their styles and search works', { skip: noBrowser }, async () => {
      const site = await serveDist(dist, base);
      const browser = await launch();
      try {
        const { page, problems } = await visit(browser, `${site.origin}${base}search/?q=track`);
        await page.waitForFunction(() =>
          /page|Nothing/.test(document.querySelector('[data-status]')?.textContent ?? ''),
        );
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
  },
);
