import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { createMlp } from '../../../runners/src/models/mlp.ts';
import { parameterCount, predictAll } from '../../../runners/src/models/model.ts';
import { testModel } from './suite.ts';

for (const activation of ['relu', 'silu', 'gelu'] as const) {
  testModel(`mlp with ${activation}`, {
    inputs: 6,
    create: (seed) => createMlp({ inputs: 6, hidden: [32, 16], activation }, seed),
    parameters: 6 * 32 + 32 + (32 * 16 + 16) + (16 + 1),
    flops: 2 * (6 * 32 + 32 * 16 + 16),
  });
}
testModel('mlp with tanh', {
  inputs: 6,
  create: (seed) => createMlp({ inputs: 6, hidden: [32], activation: 'tanh' }, seed),
  parameters: 6 * 32 + 32 + (32 + 1),
  flops: 2 * (6 * 32 + 32),
});
testModel('mlp with a linear shortcut', {
  inputs: 6,
  create: (seed) => createMlp({ inputs: 6, hidden: [32, 16], activation: 'relu', linearShortcut: true }, seed),
  parameters: 6 * 32 + 32 + (32 * 16 + 16) + (16 + 1) + 6,
  flops: 2 * (6 * 32 + 32 * 16 + 16 + 6),
});

test('the sizes are those of the config', async () => {
  await loadBackend({ name: 'wasm' });
  const model = createMlp({ inputs: 5, hidden: [4, 3], outputs: 2, activation: 'relu', linearShortcut: true }, 1);
  assert.equal(parameterCount(model), 5 * 4 + 4 + (4 * 3 + 3) + (3 * 2 + 2) + 5 * 2);
  assert.equal(predictAll(model, new Float32Array(15), 5).length, 6);
  model.dispose();
});

test('without hidden layers it is linear', async () => {
  await loadBackend({ name: 'wasm' });
  const model = createMlp({ inputs: 2, hidden: [], activation: 'relu' }, 3);
  const at = (a: number, b: number) => predictAll(model, Float32Array.of(a, b), 2)[0];
  assert.ok(Math.abs(at(1, 2) + at(-1, -2)) < 1e-6);
  assert.ok(Math.abs(at(2, 4) - 2 * at(1, 2)) < 1e-6);
  model.dispose();
});
