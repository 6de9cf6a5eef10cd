import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { repository, scratchRoot } from './scratch-root.ts';

const outcome = 'assets/results/spectra-cnn/smoke/outcome.json';

test('a network trained on one, two and three threads gives the same bytes', async (t) => {
  const lab = scratchRoot(t);
  for (const id of ['spectra-dataset', 'spectra-cnn']) {
    cpSync(join(repository, 'experiments', id), lab.path(`experiments/${id}`), { recursive: true });
  }
  const bytes: Buffer[] = [];
  for (const threads of ['1', '2', '3']) {
    // Its one run gets every thread.
    const { code, err } = await lab.run(
      'reproduce',
      'spectra-cnn',
      '--profile',
      'smoke',
      '--force',
      '--threads',
      threads,
    );
    assert.equal(code, 0, err);
    bytes.push(readFileSync(lab.path(outcome)));
  }
  assert.ok(bytes[1].equals(bytes[0]) && bytes[2].equals(bytes[0]));
});
