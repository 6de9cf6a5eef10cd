import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lazyMap } from '../../src/site/lib/lazy-map.ts';

test('a lazy map makes each value once, when it is asked for, and is a map in all else', () => {
  const made: string[] = [];
  const map = lazyMap(['b', 'a'], (key) => {
    made.push(key);
    return { key };
  });
  assert.deepEqual([map.size, map.has('a'), map.has('c'), [...map.keys()]], [2, true, false, ['b', 'a']]);
  assert.equal(map.get('c'), undefined);
  assert.deepEqual(made, []);
  const a = map.get('a');
  assert.deepEqual(a, { key: 'a' });
  assert.equal(map.get('a'), a);
  assert.deepEqual(made, ['a']);
  const whole = [
    ['b', { key: 'b' }],
    ['a', { key: 'a' }],
  ];
  assert.deepEqual([...map], whole);
  assert.deepEqual([...map.entries()], whole);
  assert.deepEqual([...new Map(map)], whole);
  assert.equal([...map.values()][1], a);
  const told: unknown[] = [];
  map.forEach((value, key) => told.push([key, value]));
  assert.deepEqual(told, whole);
  assert.deepEqual(made, ['a', 'b']);
});

test('a value that cannot be made is tried again', () => {
  let tries = 0;
  const map = lazyMap(['a'], () => {
    if (tries++ === 0) throw new Error('not yet');
    return tries;
  });
  assert.throws(() => map.get('a'), /not yet/);
  assert.equal(map.get('a'), 2);
});
