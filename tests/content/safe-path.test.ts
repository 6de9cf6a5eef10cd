import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { loadRoot } from '../../src/content/load-root.ts';
import { leavesRoot } from '../../src/content/safe-path.ts';
import { baseDir, withRoot } from './cases.ts';

const found = (root: string) => loadRoot(root).findings.map(({ rule, file }) => `${rule} ${file}`);

/** A folder outside any root, with a log that must never be read. */
function withOutside(use: (outside: string) => void): void {
  const outside = mkdtempSync(path.join(tmpdir(), 'paper-factory-outside-'));
  try {
    cpSync(baseDir, outside, { recursive: true });
    use(outside);
  } finally {
    rmSync(outside, { recursive: true });
  }
}

/** Paths of the root that lead out, one at a time. */
const links = [
  'content',
  'content/experiments',
  'content/experiments/tiny-data.md',
  'content/claims/t.yaml',
  'experiments/tiny-data',
  'experiments/tiny-data/config.yaml',
  'assets/results/tiny-data/default',
  'assets/results/tiny-data/default/outcome.json',
  'assets/figures/tiny-data/samples.vl.json',
  'assets/figures/tiny-data/samples.svg',
  'factory.config.yaml',
];

for (const link of links) {
  test(`a link that leads out of the root is refused: ${link}`, () => {
    withOutside((outside) =>
      withRoot(null, (root) => {
        rmSync(path.join(root, link), { recursive: true });
        symlinkSync(path.join(outside, link), path.join(root, link));
        const rules = found(root);
        assert.ok(
          rules.some((one) => one.startsWith('path-is-inside-root ')),
          rules.join('\n'),
        );
        const loaded = loadRoot(root);
        if (link.includes('experiments/tiny-data.md')) assert.equal(loaded.experiments.size, 0);
        if (link.endsWith('config.yaml')) assert.equal(loaded.configs.size, link.startsWith('factory') ? 1 : 0);
        if (link.includes('results')) assert.equal(loaded.results.size, 0);
        if (link.includes('figures')) assert.equal(loaded.figures.size, 0);
      }),
    );
  });
}

test('a refused link is one finding', () => {
  withOutside((outside) =>
    withRoot(null, (root) => {
      const link = 'content/experiments/tiny-data.md';
      rmSync(path.join(root, link));
      symlinkSync(path.join(outside, link), path.join(root, link));
      assert.deepEqual(found(root), [`path-is-inside-root ${link}`]);
    }),
  );
});

test('a link that stays inside is fine, and so is a root behind a link', () => {
  withRoot(null, (root) => {
    const file = path.join(root, 'content/experiments/tiny-data.md');
    renameSync(file, path.join(root, 'kept.md'));
    symlinkSync('../../kept.md', file);
    assert.deepEqual(found(root), []);
    const link = `${root}-link`;
    symlinkSync(root, link);
    try {
      assert.deepEqual(found(link), []);
    } finally {
      rmSync(link);
    }
  });
});

test('a folder beside the root whose name begins like the root is outside', () => {
  withRoot(null, (root) => {
    const sibling = `${root}-sibling`;
    mkdirSync(sibling);
    try {
      writeFileSync(path.join(sibling, 'x.md'), 'x');
      symlinkSync(path.join(sibling, 'x.md'), path.join(root, 'content/experiments/x.md'));
      assert.deepEqual(found(root), ['path-is-inside-root content/experiments/x.md']);
    } finally {
      rmSync(sibling, { recursive: true });
    }
  });
});

test('links to nothing, links in a circle, pipes and folders in place of files are findings', () => {
  withRoot(null, (root) => {
    const logs = path.join(root, 'content/experiments');
    symlinkSync('nowhere.md', path.join(logs, 'a.md'));
    symlinkSync('b.md', path.join(logs, 'b.md'));
    execFileSync('mkfifo', [path.join(logs, 'c.md')]);
    rmSync(path.join(root, 'experiments/tiny-data/config.yaml'));
    mkdirSync(path.join(root, 'experiments/tiny-data/config.yaml'));
    assert.deepEqual(found(root), [
      'file-is-readable content/experiments/a.md',
      'file-is-readable content/experiments/b.md',
      'file-is-readable content/experiments/c.md',
      'file-is-readable experiments/tiny-data/config.yaml',
    ]);
  });
});

test('a file without permission is a finding', { skip: process.getuid?.() === 0 }, () => {
  withRoot(null, (root) => {
    chmodSync(path.join(root, 'content/datasets/tiny.md'), 0);
    assert.deepEqual(found(root), ['file-is-readable content/datasets/tiny.md']);
  });
});

test('paths in fields leave the root when absolute or with ..', () => {
  const out = ['/etc', '../a', 'a/../../b', '..', 'C:/a', 'c:\\a', '..\\a', '\\\\host\\a', '~/a'];
  const inside = ['a', 'a/b.csv', 'a..b', '.hidden', 'a/...', 'x:y'.slice(2)];
  assert.deepEqual(out.filter((one) => !leavesRoot(one)), []);
  assert.deepEqual(inside.filter(leavesRoot), []);
});
