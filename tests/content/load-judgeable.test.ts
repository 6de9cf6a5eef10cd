import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { judgeWith } from '../../src/cli/judgement.ts';
import { loadJudgeable } from '../../src/content/load-judgeable.ts';
import { loadRoot } from '../../src/content/load-root.ts';
import { caseNames, withRoot } from './cases.ts';

const repository = path.resolve(import.meta.dirname, '../..');

/** Claims with their verdicts; reasons name the experiments there are, and fewer are loaded here. */
const verdictsOf = (loaded: ReturnType<typeof loadJudgeable>) =>
  judgeWith(loaded).map(({ id, verdict, operands }) => ({ id, verdict, operands }));

function agrees(root: string): void {
  const whole = loadRoot(root);
  assert.deepEqual(verdictsOf(loadJudgeable(root, whole.config)), verdictsOf(whole));
}

for (const root of [path.join(repository, 'tests/fixtures/minimal'), repository]) {
  test(`claims are judged as in a whole load: ${path.relative(repository, root) || 'this repository'}`, () => {
    agrees(root);
    assert.ok(loadRoot(root).claims.size > 0);
  });
}

test('claims and results with faults are judged as in a whole load', () => {
  for (const name of caseNames().filter((one) => one !== 'root-has-config')) withRoot(name, agrees);
});
