import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSlots } from '../../../runners/src/engine/slots.ts';

/** Starts tasks that report the threads they got and end when told to. */
function tasks(threads: number, processors = threads) {
  const slots = createSlots({ threads, memoryMiB: 1000 }, processors);
  const got: number[] = [];
  const ends: (() => void)[] = [];
  const start = (needMiB = 100) =>
    slots(needMiB, (count) => {
      got.push(count);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  const settle = () => new Promise((resolve) => setTimeout(resolve, 50));
  return { got, ends, start, settle };
}

test('one task alone gets every thread, several get one each', async () => {
  const alone = tasks(4);
  void alone.start();
  await alone.settle();
  assert.deepEqual(alone.got, [4]);

  const many = tasks(2);
  const all = [many.start(), many.start(), many.start()];
  await many.settle();
  assert.deepEqual(many.got, [1, 1]);
  many.ends[0]();
  await many.settle();
  assert.deepEqual(many.got, [1, 1, 1]);
  many.ends[1]();
  many.ends[2]();
  await Promise.all(all);
});

test('never more threads at one time than there are, and what a task had is free when it ends', async () => {
  const { got, ends, start, settle } = tasks(3);
  void start();
  void start();
  await settle();
  assert.deepEqual(got, [1, 2]);
  void start();
  await settle();
  assert.deepEqual(got, [1, 2], 'it waits');
  ends[0]();
  await settle();
  assert.deepEqual(got, [1, 2, 1]);
});

test('a failed task gives its threads back', async () => {
  const slots = createSlots({ threads: 2, memoryMiB: 1000 }, 2);
  await assert.rejects(slots(1000, () => Promise.reject(new Error('no'))));
  assert.equal(await slots(1000, (threads) => Promise.resolve(threads)), 2);
});

test('a task has no more threads than there are processors, and what it leaves is for others', async () => {
  const { got, start, settle } = tasks(300, 2);
  void start();
  await settle();
  void start();
  await settle();
  assert.deepEqual(got, [2, 2]);
});

test('runs share the memory, in their order, and one that needs more than there is runs alone', async () => {
  const { got, ends, start, settle } = tasks(8);
  for (const needMiB of [600, 600, 100]) void start(needMiB);
  await settle();
  assert.equal(got.length, 1, 'the second does not fit, and the third does not overtake it');
  ends[0]();
  await settle();
  assert.equal(got.length, 3);
  void start(5000);
  await settle();
  assert.equal(got.length, 3, 'it waits until it is alone');
  ends[1]();
  ends[2]();
  await settle();
  assert.equal(got.length, 4);
});
