import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { checkInputs, inputDigest } from '../../../runners/src/engine/command/inputs.ts';

function rootWith(context: TestContext, files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'paper-factory-inputs-'));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  const digest = (path: string) => inputDigest(root, path, 'command.inputs');
  return { root, write, digest, path: (file: string) => join(root, file) };
}

suite('digest of an input', () => {
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
    { name: 'missing', path: 'absent.csv', says: /command\.inputs: absent\.csv does not exist$/ },
    {
      name: 'a link out of the root',
      make: (root: string) => symlinkSync('/etc', join(root, 'out')),
      path: 'out',
      says: /out leads outside the root/,
    },
    {
      name: 'a link out of the root, deep in a folder',
      make: (root: string) => symlinkSync('/etc/passwd', join(root, 'data', 'deep')),
      path: 'data',
      says: /data\/deep leads outside the root/,
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

suite('what inputs may be', () => {
  const files = { 'train.py': '', 'src/model.py': '', 'data/a.csv': '' };
  for (const { run, inputs, says } of [
    { run: ['python3', 'train.py'], inputs: [], says: /names train\.py, .* does not list/ },
    { run: ['./train.py'], inputs: ['src'], says: /names \.\/train\.py/ },
    { run: ['python3', 'src/model.py'], inputs: ['train.py'], says: /names src\/model\.py/ },
    { run: ['python3', 'train.py'], inputs: ['.'], says: /\. would hold assets\/results/ },
    { run: ['python3'], inputs: ['assets'], says: /assets would hold assets\/results/ },
    { run: ['python3'], inputs: ['assets/results/line-fit/default/outcome.json'], says: /would hold assets\/results/ },
    { run: ['python3'], inputs: ['./.factory/store'], says: /would hold \.factory/ },
  ] as { run: [string, ...string[]]; inputs: string[]; says: RegExp }[]) {
    test(`refused: ${run.join(' ')} with ${inputs.join(', ') || 'none'}`, (t) => {
      const { root } = rootWith(t, files);
      assert.throws(() => checkInputs(root, { run, inputs }), says);
    });
  }

  for (const { run, inputs } of [
    { run: ['python3', 'train.py'], inputs: ['./train.py'] },
    { run: ['python3', './src/model.py'], inputs: ['src/'] },
    { run: ['train.py'], inputs: [] },
    { run: ['python3', 'data', '--rate', '{params.rate}', 'x'.repeat(10_000)], inputs: [] },
  ] as { run: [string, ...string[]]; inputs: string[] }[]) {
    test(`taken: ${run.join(' ').slice(0, 40)} with ${inputs.join(', ') || 'none'}`, (t) => {
      checkInputs(rootWith(t, files).root, { run, inputs });
    });
  }
});
