import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { writeZip } from '../../src/cli/publish/offline/zip.ts';
import { replaceFolder } from '../../src/cli/replace-folder.ts';

const otherDisk = '/dev/shm';

function folder(t: TestContext, above = tmpdir()): string {
  const made = mkdtempSync(join(above, 'paper-factory-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function write(path: string, text: string): string {
  mkdirSync(path);
  writeFileSync(join(path, 'index.html'), text);
  return path;
}

const page = (path: string): string => readFileSync(join(path, 'index.html'), 'utf8');

const isOtherDisk = (one: string): boolean => {
  const [here, there] = [one, otherDisk].map((path) => statSync(path, { throwIfNoEntry: false })?.dev);
  return there !== undefined && here !== there;
};

test('a folder takes the place of another, or of none, and nothing is left beside it', (t) => {
  const root = folder(t);
  for (const text of ['first', 'second']) {
    replaceFolder(write(join(root, 'new'), text), join(root, 'dist'));
    assert.equal(page(join(root, 'dist')), text);
    assert.deepEqual(readdirSync(root), ['dist']);
  }
});

test('the old folder stays where there is no new one', (t) => {
  const root = folder(t);
  write(join(root, 'dist'), 'old');
  assert.throws(() => replaceFolder(join(root, 'nothing'), join(root, 'dist')), {
    name: 'UserError',
    message: /^could not replace .*dist \(ENOENT\)$/,
  });
  assert.equal(page(join(root, 'dist')), 'old');
  assert.deepEqual(readdirSync(root), ['dist']);
});

test('a link stays, and the folder that it points to is replaced', (t) => {
  const root = folder(t);
  write(join(root, 'published'), 'old');
  symlinkSync('published', join(root, 'dist'));
  replaceFolder(write(join(root, 'new'), 'new'), join(root, 'dist'));
  assert.equal(page(join(root, 'published')), 'new');
  assert.deepEqual(readdirSync(root), ['dist', 'published']);
});

test('a link to nothing is named', (t) => {
  const root = folder(t);
  symlinkSync('nowhere', join(root, 'dist'));
  assert.throws(() => replaceFolder(write(join(root, 'new'), 'new'), join(root, 'dist')), {
    name: 'UserError',
    message: /dist is a link to a folder that is not there \(ENOENT\)$/,
  });
});

test('a folder and a zip come from another disk', { skip: !isOtherDisk(tmpdir()) }, (t) => {
  const [root, other] = [folder(t), folder(t, otherDisk)];
  write(join(root, 'dist'), 'old');
  replaceFolder(write(join(other, 'new'), 'new'), join(root, 'dist'));
  assert.equal(page(join(root, 'dist')), 'new');
  assert.ok(writeZip(join(root, 'x.zip'), [{ name: 'a', bytes: () => new Uint8Array(3) }], other) > 0);
  assert.deepEqual(readdirSync(root), ['dist', 'x.zip']);
});

test('a zip is made in the work folder: one that is not whole is never beside the site', (t) => {
  const root = folder(t);
  const work = join(root, 'work');
  const seen: string[][] = [];
  const bytes = () => {
    seen.push(readdirSync(root));
    throw new Error('stopped');
  };
  assert.throws(() => writeZip(join(root, 'x.zip'), [{ name: 'a', bytes }], work), /^Error: stopped$/);
  assert.deepEqual(seen, [['work']]);
  assert.deepEqual(readdirSync(work), []);
});
