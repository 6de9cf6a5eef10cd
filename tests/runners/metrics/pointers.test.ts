import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { mixtureRho, mseEfficiency, r2Efficiency } from '../../../runners/src/metrics/against.ts';
import { hits, jointHits, pointerHits } from '../../../runners/src/metrics/pointers.ts';

suite('pointers', () => {
  // Found; a length of 8 too long moves both ends by 4; the centre 4 off; half a step over at one end.
  const truth = { centre: [50, 50, 50, 50], length: [20, 20, 20, 20] };
  const prediction = { centre: [53, 50, 46, 52], length: [20, 28, 20, 23] };

  test('a hit is at most k steps off', () => {
    assert.deepEqual([...hits([10, 10, 10, 10], [13, 7, 14, 6.999], 3)], [1, 1, 0, 0]);
    assert.deepEqual([...hits([10, 11], [10, 10], 0)], [1, 0]);
    assert.throws(() => hits([1], [1], -1), /within -1 steps/);
    assert.throws(() => hits([1], [1, 2], 1), /1 true values but 2/);
  });

  test('the centre variant looks at the centre, the span variant at both ends', () => {
    assert.deepEqual([...pointerHits(truth, prediction, 3, 'centre')], [1, 1, 0, 1]);
    assert.deepEqual([...pointerHits(truth, prediction, 3, 'span')], [1, 0, 0, 0]);
    assert.deepEqual([...pointerHits(truth, prediction, 3.5, 'span')], [1, 0, 0, 1]);
  });

  test('joint also needs the right class', () => {
    const hit = pointerHits(truth, prediction, 3, 'centre');
    assert.deepEqual([...jointHits(hit, [0, 1, 0, 1], [0, 0, 0, 1])], [1, 0, 0, 1]);
    assert.throws(() => jointHits(hit, [0], [0]), /1 true values but 4/);
  });
});

suite('a score against what could be had', () => {
  test('rho is the share of the gain of the oracle', () => {
    assert.equal(mixtureRho(0.86, 0.86, 0.93), 0);
    assert.equal(mixtureRho(0.93, 0.86, 0.93), 1);
    assert.equal(mixtureRho(0.5, 0.25, 0.75), 0.5);
    assert.ok(mixtureRho(0.8, 0.86, 0.93) < 0);
    assert.ok(Number.isNaN(mixtureRho(0.9, 0.9, 0.9)));
    assert.ok(Number.isNaN(mixtureRho(0.9, 0.93, 0.9)));
  });

  test('efficiencies are 1 at the ceiling and undefined without one', () => {
    assert.equal(mseEfficiency(0.5, 0.25), 0.5);
    assert.equal(r2Efficiency(0.6, 0.75), 0.6 / 0.75);
    assert.ok(Number.isNaN(mseEfficiency(0, 0.1)) && Number.isNaN(r2Efficiency(0.1, 0)));
  });
});
