import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { unzipSync } from 'fflate';
import { parse, stringify } from 'yaml';
import { packOffline } from '../../src/cli/publish/offline/pack.ts';
import { planPublication } from '../../src/cli/publish/plan.ts';
import { loadRoot } from '../../src/content/load-root.ts';
import { launch, noBrowser, visit } from './browser.ts';
import { buildSite, commitRoot, copyRoot } from './build-fixture.ts';
import { brokenLinks, textsOf } from './dist-files.ts';

const minimal = resolve(import.meta.dirname, '../fixtures/minimal');

/** What must be nowhere: each is in another place of the root. */
const tells =
  /acl91|lovelace|babbage|hopper|bletchley|engine-grant|difference-engine|analytical-works|A\. ?Tester|\bTester\b/i;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the fixture's own files, of known shape
type Data = Record<string, any>;

function edit(root: string, file: string, change: (data: Data) => void, more = ''): void {
  const text = readFileSync(join(root, file), 'utf8');
  const front = /^---\n([\s\S]*?)\n---\n?([\s\S]*)$/.exec(text);
  const data = parse(front?.[1] ?? text) as Data;
  change(data);
  writeFileSync(join(root, file), front ? `---\n${stringify(data)}---\n${front[2]}\n${more}\n` : stringify(data));
}

const provenance = 'assets/results/line-fit/default/provenance.json';

/** Who wrote it, in every field that can say so. */
function sign(root: string): void {
  edit(root, 'factory.config.yaml', (data) => {
    data.title = 'Lovelace Lab';
    data.authors = ['Ada M. Lovelace', 'Charles Babbage'];
    data.affiliations = ['Bletchley Institute'];
    data.acknowledgements = 'Paid by the engine-grant. We thank C. Babbage.';
    data.repository = 'https://github.com/analytical-works/difference-engine';
    data.site.url = 'https://lovelace.example.org';
    data.sources['old-notes'].author = 'Ada Lovelace and others';
    data.anonymous = { also: ['engine-grant'] };
  });
  edit(root, 'content/experiments/line-fit.md', (data) => {
    data.authors = [{ name: 'Lovelace, Ada', affiliation: 'Bletchley Institute' }];
  });
  edit(root, 'content/tracks/t.zh.md', (data) => (data.authors = ['Charles Babbage']));
  edit(root, 'content/tracks/t.md', (data) => {
    data.signOff = { reviewer: 'Grace Hopper', date: '2026-11-01', contentHash: 'x' };
  });
  edit(root, 'content/repositories.yaml', (data) => {
    data.repositories[0].url = 'https://github.com/analytical-works/notes';
    data.repositories[0].paths = ['/home/lovelace/runs'];
  });
  edit(root, 'content/notes/on-seeds.md', (data) => {
    data.aliases = ['lovelace-notes'];
    data.origin = [{ path: '/home/lovelace/notes.md', note: 'By Babbage.' }];
  });
  const result = JSON.parse(readFileSync(join(root, provenance), 'utf8')) as Data;
  result.git = { commit: '0123456789abcdef0123456789abcdef01234567', clean: true };
  writeFileSync(join(root, provenance), `${JSON.stringify(result, null, 2)}\n`);
}

/** The same in running text, with the place of each. */
function write(root: string): string[] {
  const places: string[] = [];
  const put = (file: string, from: string | RegExp, to: string): void => {
    const text = readFileSync(join(root, file), 'utf8');
    const after = text.replace(from, to);
    assert.notEqual(after, text, file);
    writeFileSync(join(root, file), after);
    const line = after
      .split('\n')
      .findIndex((one) => tells.test(one) && !tells.test(text.split('\n').find((old) => old === one) ?? ''));
    places.push(`${file}:${line + 1}`);
  };
  put('content/hubs/lines.md', /\n$/, '\nAs A. Lovelace has shown, see analytical-works/difference-engine.\n');
  put('content/hubs/lines.zh.md', /\n$/, '\nAda Lovelace 已经指出。\n');
  put('content/claims/t.yaml', 'The slope is found', 'For C. Babbage the slope is found');
  put('content/glossary.yaml', 'definition: ', 'definition: Babbage et al. said so. ');
  put('experiments/line-fit/config.yaml', /\n$/, '\n# set by Ada M. Lovelace\n');
  put('assets/figures/line-fit/training-loss.svg', /<svg([^>]*)>/, '<svg$1>\n<metadata>Bletchley Institute</metadata>');
  put('assets/figures/line-fit/training-loss.vl.json', /"description": "/, '"description": "Ada Lovelace: ');
  return places;
}

const anonymous = { base: null, url: null, anonymous: true };

describe('a build for double-blind review', () => {
  let root: string;
  before(() => {
    root = copyRoot(minimal);
    sign(root);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  test('stops at names in running text, and says where each stands', () => {
    planPublication(loadRoot(root), anonymous);
    const places = write(root);
    assert.throws(
      () => planPublication(loadRoot(root), anonymous),
      (error: Error) => {
        const found = [...error.message.matchAll(/^ {2}(\S+:\d+) /gm)].map(([, place]) => place!);
        assert.deepEqual(new Set(found), new Set(places), error.message);
        return true;
      },
    );
    planPublication(loadRoot(root), { ...anonymous, anonymous: false });
  });

  describe('with marks, packed, and with what changed since a tag', () => {
    let dist: string;
    let zip: string;
    before(
      async () => {
        edit(root, 'factory.config.yaml', (data) => (data.anonymous.names = 'mark'));
        const git = commitRoot(root, 'v1');
        edit(root, 'content/cards/noise-ceiling.md', () => {}, 'More, in `/home/acl91/runs`.');
        zip = join(root, 'out', 'site.zip');
        mkdirSync(join(root, 'out'));
        dist = await buildSite(root, ['--anonymous', '--offline', '--since', 'v1', '--output', zip]);
        commit = git('rev-parse', 'HEAD').trim().slice(0, 8);
      },
      { timeout: 300_000 },
    );
    let commit: string;

    test('no byte of the pages, the data, the index or the zip tells who wrote it', () => {
      const texts = textsOf(dist, zip);
      for (const [file, text] of texts) {
        const found = tells.exec(file) ?? tells.exec(text.replaceAll(/<[^>]*>/g, '')) ?? tells.exec(text);
        assert.equal(
          found,
          null,
          `${file}: ${text.slice(Math.max(0, (found?.index ?? 0) - 60), (found?.index ?? 0) + 60)}`,
        );
        assert.ok(!text.includes(commit) && !text.includes('0123456789ab'), `${file} names a commit`);
      }
      const home = texts.get('index.html')!;
      assert.match(home, /<title>Anonymous submission<\/title>/);
      assert.match(texts.get('experiments/line-fit/index.html')!, /Anonymous authors/);
      assert.match(texts.get('hubs/lines/index.html')!, /As \[redacted\] has shown/);
      assert.match(texts.get('feed.xml')!, /<name>Anonymous authors<\/name>/);
      assert.ok(texts.has('changes/index.html'));
    });

    test('the zip has the same bytes every time', () => {
      const again = join(root, 'out', 'again.zip');
      packOffline(dist, '/', again, join(root, '.factory/work'));
      assert.ok(readFileSync(zip).equals(readFileSync(again)));
    });

    test('every link of the unpacked site leads to a file of it', () => {
      const folder = join(root, 'out', 'unpacked');
      for (const [name, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
        const file = join(folder, name);
        mkdirSync(join(file, '..'), { recursive: true });
        writeFileSync(file, bytes);
      }
      // Figures and data name others by their address on a server; pages must not.
      for (const [file, text] of textsOf(join(folder, 'site'))) {
        if (!file.endsWith('.html')) continue;
        assert.doesNotMatch(text, /\s(?:href|src|action)="(?:\/|http:\/\/localhost)/, file);
        assert.doesNotMatch(text, /type="?module/, file);
      }
      assert.deepEqual(brokenLinks(join(folder, 'site')), []);
    });

    test('it opens from the file system', { skip: noBrowser }, async () => {
      const folder = join(root, 'out', 'unpacked', 'site');
      const at = (path: string): string => pathToFileURL(join(folder, path)).href;
      const browser = await launch();
      try {
        for (const path of [
          'index.html',
          'experiments/line-fit/index.html',
          'leaderboards/tiny/index.html',
          'changes/index.html',
          'zh/tracks/t/index.html',
        ]) {
          const { page, problems } = await visit(browser, at(path));
          const asked: string[] = [];
          page.on('request', (request) => asked.push(request.url()));
          await page.reload({ waitUntil: 'networkidle' });
          assert.ok(asked.length > 3, path);
          for (const url of asked)
            assert.ok(url.startsWith(pathToFileURL(folder).href) || url.startsWith('data:'), url);
          assert.match(await page.evaluate(() => getComputedStyle(document.body).fontFamily), /Source Serif/);
          assert.ok(await page.evaluate(() => [...document.fonts].some(({ status }) => status === 'loaded')));
          const theme = (): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset.theme);
          const before = await theme();
          await page.click('[data-theme-toggle]');
          assert.notEqual(await theme(), before, path);
          assert.deepEqual(problems, [], path);
          await page.context().close();
        }
        const { page, problems } = await visit(browser, at('leaderboards/tiny/index.html'));
        await page.locator('button.sort').first().click();
        await page.fill('#site-search', 'slope');
        await page.press('#site-search', 'Enter');
        await page.waitForURL(/search\/index\.html\?q=slope$/);
        assert.match((await page.textContent('[data-status]')) ?? '', /\d+ pages? for “slope”/);
        assert.match((await page.textContent('[data-search]')) ?? '', /This copy works without a server/);
        await page.fill('#q', '直线');
        assert.match((await page.textContent('[data-results]')) ?? '', /由点得到直线/);
        await page.fill('#q', 'gradient slope');
        await page.click('[data-results] a');
        await page.waitForURL((url) => !url.pathname.includes('/search/'));
        assert.ok((await page.textContent('h1'))!.length > 0);
        assert.deepEqual(problems, []);
      } finally {
        await browser.close();
      }
    });
  });
});
