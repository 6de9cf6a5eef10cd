import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { guidesFolder } from '../../scripts/docs/build-reference.ts';
import { buildSite, copyRoot } from '../site/build-fixture.ts';
import { addressesOf, brokenLinks, pagesOf, type BuiltPage } from '../site/dist-files.ts';

const repository = path.resolve(import.meta.dirname, '../..');

describe('the documentation, built by the tool', () => {
  let root: string;
  let dist: string;
  let pages: BuiltPage[];
  before(async () => {
    root = copyRoot(path.join(repository, 'docs/site'));
    dist = await buildSite(root);
    pages = pagesOf(dist);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  const page = (address: string): string => pages.find((one) => one.path === address)!.html;

  test('has no broken link and no broken anchor', () => {
    assert.deepEqual(brokenLinks(dist), []);
  });

  test('lists every guide, and leads from each to its neighbours', () => {
    const ids = readdirSync(guidesFolder).flatMap((name) => /^(.+)\.md$/.exec(name)?.[1] ?? []);
    const listed = addressesOf(page('/guides/'));
    for (const id of ids) assert.ok(listed.includes(`/guides/${id}/`), id);
    assert.match(page('/guides/bind-a-number/'), /rel="next" href="\/guides\/[a-z-]+\/"/);
    assert.match(page('/guides/bind-a-number/'), /rel="prev"/);
  });

  test('a link to a section of another guide leads to that section', () => {
    assert.ok(addressesOf(page('/guides/bind-a-number/')).includes('/guides/evidence-links/#log-metric-addresses'));
  });

  test('shows the pictures of the tutorial', () => {
    const sources = [...page('/guides/ten-minutes/').matchAll(/<img [^>]*src="([^"]+)"/g)].map(([, src]) => src!);
    assert.equal(sources.length, 4);
    for (const src of sources) assert.ok(existsSync(path.join(dist, src)), src);
  });

  test('a root of guides leads to no list that would be empty', () => {
    const targets = addressesOf(page('/'));
    for (const list of ['tracks', 'claims', 'experiments', 'kanban', 'review', 'missing', 'contradictions'])
      assert.ok(!targets.includes(`/${list}/`), list);
  });
});

test('the files of the repository link to files that exist', () => {
  const files = ['README.md', 'CONTRIBUTING.md', 'docs/architecture.md'];
  for (const file of files) {
    const text = readFileSync(path.join(repository, file), 'utf8');
    for (const [, target] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      assert.ok(existsSync(path.join(repository, path.dirname(file), target!)), `${file}: ${target}`);
    }
  }
});
