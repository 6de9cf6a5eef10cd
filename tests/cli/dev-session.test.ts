import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileBelow, placesBelow } from '../../src/cli/dev/changes.ts';
import { createSession } from '../../src/cli/dev/session.ts';
import { ownModuleLab } from './own-module-lab.ts';

test('dev sees when data or shared code of a run changes, wherever it lies in the root', async (t) => {
  const lab = ownModuleLab(t);
  assert.equal((await lab.run('reproduce')).code, 0);
  const session = createSession(lab.root);
  const stale = async (changed: string[]) => {
    const { state, isSeen } = await session.update(changed);
    return { reason: state.stale.map(({ reason }) => reason).join(), isSeen };
  };
  assert.deepEqual(await stale([]), { reason: '', isSeen: true });
  lab.edit('data/offset.csv', '10', '20');
  assert.deepEqual(await stale(['data/offset.csv']), { reason: 'its data changed', isSeen: true });
  lab.edit('data/offset.csv', '20', '10');
  assert.deepEqual(await stale(['data/offset.csv']), { reason: '', isSeen: true });
  lab.edit('lab/scaled.ts', 'x * factor', 'x / factor');
  const { reason, isSeen } = await stale(['lab/scaled.ts']);
  assert.match(reason, /source files changed/);
  assert.equal(isSeen, true);
  lab.write('README.md', 'Ours.');
  assert.equal((await stale(['README.md'])).isSeen, false);
});

test('dev watches what pages and runs are made from, and not what is made', (t) => {
  const { root, path } = ownModuleLab(t);
  for (const name of ['.factory', '.git', 'dist', 'node_modules']) mkdirSync(path(name));
  const places = placesBelow(root).map((place) => fileBelow(root, place));
  assert.deepEqual(places.sort(), ['assets', 'content', 'data', 'experiments', 'factory.config.yaml', 'lab']);
  for (const file of ['dist/index.html', 'node_modules/a/b.js', '.factory/cache/a', 'content/a.md~', '../other/a.md'])
    assert.equal(fileBelow(root, path(file)), null, file);
});
