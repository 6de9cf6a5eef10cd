import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { apiFile, apiItems, type ApiName } from '../../src/site/api/formats.ts';
import { builtFixture, type Built } from './build-fixture.ts';
import { pagesOf } from './dist-files.ts';

let built: Built;
before(async () => {
  built = await builtFixture();
});
after(() => built.remove());

const text = (path: string): string => readFileSync(join(built.dist, path), 'utf8');
const json = (path: string): { [key: string]: unknown } => JSON.parse(text(path)) as { [key: string]: unknown };
const names = Object.keys(apiItems) as ApiName[];

test('the index names every file, and each is there with its schema', () => {
  const { files } = json('api/index.json') as { files: { name: string; href: string; schema: string }[] };
  assert.deepEqual(
    files.map(({ name }) => name),
    [...names].sort(),
  );
  const written = readdirSync(join(built.dist, 'api')).filter(
    (file) => file.endsWith('.json') && file !== 'index.json',
  );
  assert.deepEqual(written.sort(), names.map((name) => `${name}.json`).sort());
  for (const { href, schema } of files) {
    for (const address of [href, schema]) assert.ok(existsSync(join(built.dist, address)), address);
  }
});

for (const name of names) {
  test(`${name}.json follows its schema and leads to pages that exist`, () => {
    const file = apiFile(name).parse(json(`api/${name}.json`));
    const schema = json(`api/schema/${name}.schema.json`);
    assert.equal(schema.title, `${name}.json`);
    for (const item of file.items) {
      if (!('href' in item)) continue;
      const [path] = item.href.split('#');
      assert.ok(existsSync(join(built.dist, path, 'index.html')), item.href);
    }
  });
}

test('the claims carry verdicts and what was tested', () => {
  const claims = z.array(apiItems.claims).parse(json('api/claims.json').items);
  const tested = claims.filter(({ verdict }) => verdict === 'verified');
  assert.ok(tested.length > 0);
  for (const { operands, test: sentence } of tested) assert.ok(operands.length > 0 && sentence !== '');
});

test('the feed has an entry for each dated page, the latest first, and no clock', () => {
  const feed = text('feed.xml');
  const dates = [...feed.matchAll(/<entry>[\s\S]*?<updated>(.*?)<\/updated>/g)].map(([, date]) => date);
  const { items } = apiFile('experiments').parse(json('api/experiments.json'));
  assert.ok(dates.length >= items.length);
  assert.deepEqual(dates, [...dates].sort().reverse());
  for (const date of dates) assert.match(date, /^\d{4}-\d{2}-\d{2}T00:00:00\.000Z$/);
});

test('the sitemap names every page but the one for what is not there', () => {
  const listed = [...text('sitemap-0.xml').matchAll(/<loc>(.*?)<\/loc>/g)]
    .map(([, url]) => new URL(url).pathname)
    .sort();
  const pages = pagesOf(built.dist)
    .map(({ path }) => path)
    .filter((path) => path !== '/404.html');
  assert.deepEqual(listed, pages.sort());
});
