import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { guidesFolder } from '../../scripts/docs/build-reference.ts';
import { follow, readSteps } from '../../scripts/docs/tutorial.ts';

test('the tutorial does what it says, command by command', () => {
  const guide = readFileSync(path.join(guidesFolder, 'ten-minutes.md'), 'utf8');
  const steps = readSteps(guide);
  assert.ok(steps.filter(({ order }) => order === 'run').length >= 8);
  const folder = mkdtempSync(path.join(tmpdir(), 'pf-tutorial-'));
  try {
    follow(guide, folder, 'lab');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
