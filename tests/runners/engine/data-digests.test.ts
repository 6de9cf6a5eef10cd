import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { pathDigest } from '../../../runners/src/engine/data-digests.ts';

function rootWith(context: TestContext, files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'paper-factory-inputs-'));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  const digest = (path: string) => pathDigest(root, path, 'config.yaml');
  return { root, write, digest, path: (file: string) => join(root, file) };
}

suite('digest of a path in the root', () => {
  test('a folder changes with the bytes, the names and the places of its files', (t) => {
    const lab = rootWith(t, { 'data/a.csv': '1', 'data/b/c.csv': '2' });
    const seen = new Set([lab.digest('data')]);
    for (const change of [
      () => lab.write('data/a.csv', '2'),
      () => lab.write('data/d.csv', ''),
      () => rmSync(lab.path('data/b/c.csv')),
      () => lab.write('data/c.csv', '2'),
    ]) {
      change();
      const now = lab.digest('data');
      assert.equal(seen.has(now), false);
      seen.add(now);
    }
  });

  test('spelling of the path and what programs leave beside sources do not count', (t) => {
    const lab = rootWith(t, { 'src/train.py': 'x' });
    const before = lab.digest('src');
    lab.write('src/__pycache__/train.pyc', 'y');
    lab.write('src/.ipynb_checkpoints/train.py', 'y');
    assert.deepEqual([lab.digest('src/'), lab.digest('./src')], [before, before]);
  });

  test('a link inside the root counts by what it leads to', (t) => {
    const lab = rootWith(t, { 'data/a.csv': '1', 'big/a.csv': '1' });
    symlinkSync('../big', lab.path('data/linked'));
    const before = lab.digest('data');
    lab.write('big/a.csv', '2');
    assert.notEqual(lab.digest('data'), before);
  });

  test('a file of many pieces has the digest of its bytes', (t) => {
    const lab = rootWith(t, { 'big.bin': '' });
    writeFileSync(lab.path('big.bin'), Buffer.alloc(5 * (1 << 20) + 17, 'pieces'));
    const sum = execFileSync('sha256sum', [lab.path('big.bin')], { encoding: 'utf8' });
    assert.equal(lab.digest('big.bin'), sum.slice(0, 64));
  });

  for (const { name, make, path, says } of [
    { name: 'missing', path: 'absent.csv', says: /config\.yaml: absent\.csv does not exist$/ },
    {
      name: 'a link out of the root',
      make: (root: string) => symlinkSync('/etc', join(root, 'out')),
      path: 'out',
      says: /out leads out of the root/,
    },
    {
      name: 'a link out of the root, deep in a folder',
      make: (root: string) => symlinkSync('/etc/passwd', join(root, 'data', 'deep')),
      path: 'data',
      says: /data\/deep leads out of the root/,
    },
    {
      name: 'a link to nothing',
      make: (root: string) => symlinkSync('nowhere', join(root, 'data', 'dangling')),
      path: 'data',
      says: /data\/dangling does not exist/,
    },
    {
      name: 'a link to a folder that holds it',
      make: (root: string) => symlinkSync('.', join(root, 'data', 'loop')),
      path: 'data',
      says: /data\/loop is a link to a folder that holds it/,
    },
    {
      name: 'a pipe',
      make: (root: string) => void execFileSync('mkfifo', [join(root, 'data', 'pipe')]),
      path: 'data',
      says: /data\/pipe is neither a file nor a folder/,
    },
  ]) {
    test(`refused: ${name}`, (t) => {
      const lab = rootWith(t, { 'data/a.csv': '1' });
      make?.(lab.root);
      assert.throws(() => lab.digest(path), says);
    });
  }
});
