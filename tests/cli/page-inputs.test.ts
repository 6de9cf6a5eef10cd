import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { readInputs } from '../../src/cli/site/inputs.ts';
import { loadRoot } from '../../src/content/load-root.ts';
import { scratchRoot } from './scratch-root.ts';

const noLinks = () => ({ links: [], htmlLinks: [], fileLinks: [] }) as never;
const digestOf = (root: string): string => readInputs(loadRoot(root), noLinks, null).common;

function fileOutside(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'paper-factory-outside-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'one.md'), 'one');
  return join(folder, 'one.md');
}

suite('the digest of what pages are made from', () => {
  test('leaves out a link to a folder and a link to nothing, of which no page is made', (t) => {
    const lab = scratchRoot(t);
    const before = digestOf(lab.root);
    symlinkSync('../experiments', lab.path('content/shared'));
    symlinkSync('nowhere.md', lab.path('content/gone.md'));
    assert.equal(digestOf(lab.root), before);
  });

  test('reads nothing outside of the root', (t) => {
    const lab = scratchRoot(t);
    const outside = fileOutside(t);
    symlinkSync(outside, lab.path('content/one.md'));
    const before = digestOf(lab.root);
    writeFileSync(outside, 'two');
    assert.equal(digestOf(lab.root), before);
  });

  test('changes with a file of the root that a link leads to', (t) => {
    const lab = scratchRoot(t);
    lab.write('shared.txt', 'one');
    symlinkSync('../shared.txt', lab.path('content/shared.txt'));
    const before = digestOf(lab.root);
    lab.write('shared.txt', 'two');
    assert.notEqual(digestOf(lab.root), before);
  });
});
