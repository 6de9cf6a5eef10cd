import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../runners/src/schema/index.ts';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from '../../../runners/src/train/checkpoint-file.ts';

const checkpoint: Checkpoint = {
  settings: { run: 'abc', batchSize: 64 },
  progress: { step: 7, loss: 0.1 + 0.2, history: [{ step: 5, score: -1e-300 }], best: null, note: 'Größe' },
  arrays: {
    weights: [Float32Array.of(1.5, -0, 3e38, 1e-45), new Float32Array(0), Float32Array.of(NaN, Infinity)],
    means: [Float32Array.of(1 / 3)],
  },
};
const bytes = encodeCheckpoint(checkpoint);

test('a checkpoint comes back with every bit', () => {
  const back = decodeCheckpoint(bytes, 'a.checkpoint');
  assert.deepEqual(back, checkpoint);
  assert.ok(Object.is(back.arrays.weights[0][1], -0));
});

test('the same state gives the same bytes, in whatever order it was put together', () => {
  const { arrays, progress, settings } = checkpoint;
  const other = { arrays: { means: arrays.means, weights: arrays.weights }, progress, settings };
  assert.deepEqual(encodeCheckpoint(other), bytes);
});

test('bytes that do not begin on a multiple of four are read too', () => {
  const moved = new Uint8Array(bytes.length + 1);
  moved.set(bytes, 1);
  assert.deepEqual(decodeCheckpoint(moved.subarray(1), 'a.checkpoint'), checkpoint);
});

test('a number that JSON has no place for is refused', () => {
  assert.throws(() => encodeCheckpoint({ ...checkpoint, progress: { loss: NaN } }), /loss is NaN/);
});

test('every cut and every changed byte is noticed, and the file named', () => {
  const refused = (damaged: Uint8Array) =>
    assert.throws(
      () => decodeCheckpoint(damaged, 'runs/a.checkpoint'),
      (error) =>
        error instanceof UserError && /^runs\/a\.checkpoint is no checkpoint/.test(error.message) && !!error.hint,
    );
  for (let length = 0; length < bytes.length; length++) refused(bytes.subarray(0, length));
  refused(new Uint8Array([...bytes, 0]));
  for (let i = 0; i < bytes.length; i++) refused(bytes.with(i, bytes[i] ^ 1));
});

test('says how much is missing', () => {
  assert.throws(
    () => decodeCheckpoint(bytes.subarray(0, -5), 'a.checkpoint'),
    new RegExp(`it has ${bytes.length - 5} bytes of ${bytes.length}`),
  );
  assert.throws(
    () => decodeCheckpoint(Buffer.from('{"format": "other"}'), 'a.checkpoint'),
    /does not begin with PFCHECK1/,
  );
});
