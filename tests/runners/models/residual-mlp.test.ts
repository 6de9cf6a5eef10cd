import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { predictAll } from '../../../runners/src/models/model.ts';
import { createResidualMlp } from '../../../runners/src/models/residual-mlp.ts';
import { testModel } from './suite.ts';

testModel('residual mlp', {
  inputs: 6,
  create: (seed) => createResidualMlp({ inputs: 6, width: 16, blocks: 2, activation: 'silu' }, seed),
  // Projection, two blocks of a norm and two layers, the last norm, the head, the shortcut.
  parameters: 6 * 16 + 16 + 2 * (2 * 16 + 2 * (16 * 16 + 16)) + 2 * 16 + (16 + 1) + 6,
  flops: 2 * (6 * 16 + 2 * 2 * 16 * 16 + 16 + 6),
});

test('the shortcut is a linear map of the input beside the network', async () => {
  await loadBackend({ name: 'wasm' });
  const model = createResidualMlp({ inputs: 2, width: 8, blocks: 1, outputs: 2, activation: 'relu' }, 1);
  const x = Float32Array.of(1, 2);
  const before = predictAll(model, x, 2);
  const shortcut = model.variables[model.names.indexOf('shortcut/weights')];
  const weights = shortcut.clone();
  const ones = weights.add(1);
  shortcut.assign(ones);
  const after = predictAll(model, x, 2);
  assert.ok(after.every((value, i) => Math.abs(value - before[i] - 3) < 1e-5));
  for (const tensor of [weights, ones]) tensor.dispose();
  model.dispose();
});
