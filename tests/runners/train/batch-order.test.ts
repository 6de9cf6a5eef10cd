import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBatchOrder } from '../../../runners/src/train/batch-order.ts';

const epochOf = (order: ReturnType<typeof createBatchOrder>, epoch: number) =>
  Array.from({ length: order.perEpoch }, (_, i) => [...order.rows(epoch * order.perEpoch + i)]).flat();

test('each epoch has every row once, in an order of its own', () => {
  const order = createBatchOrder(12, 4, 1);
  assert.equal(order.perEpoch, 3);
  const epochs = [0, 1, 2].map((epoch) => epochOf(order, epoch));
  for (const rows of epochs)
    assert.deepEqual(
      [...rows].sort((a, b) => a - b),
      [...Array(12).keys()],
    );
  assert.equal(new Set(epochs.map(String)).size, 3);
  assert.notDeepEqual(epochOf(createBatchOrder(12, 4, 2), 0), epochs[0]);
});

test('the rows of a step do not depend on the steps before', () => {
  const whole = createBatchOrder(10, 3, 5);
  const steps = Array.from({ length: 9 }, (_, step) => [...whole.rows(step)]);
  for (const step of [8, 4, 5, 0]) assert.deepEqual([...createBatchOrder(10, 3, 5).rows(step)], steps[step]);
  assert.deepEqual([...whole.rows(2)], steps[2]);
});

test('rows that fill no batch are left out, fewer rows than a batch are repeated', () => {
  assert.equal(createBatchOrder(10, 3, 1).perEpoch, 3);
  const few = createBatchOrder(2, 5, 1);
  assert.equal(few.perEpoch, 1);
  const rows = [...few.rows(3)];
  assert.deepEqual([rows.length, rows[2], rows[4]], [5, rows[0], rows[0]]);
  assert.notEqual(rows[0], rows[1]);
});
