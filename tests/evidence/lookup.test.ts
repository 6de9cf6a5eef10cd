import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lookup } from '../../src/evidence/lookup.ts';
import { metric, outcome } from './fixtures.ts';

const outcomes = new Map([
  [
    'spectra-core',
    outcome('spectra-core', [
      metric('r2', { model: 'vit', snr: 5 }, [0.7, 0.72]),
      metric('r2', { model: 'vit', snr: 10 }, [0.9, 0.92]),
      metric('rmse', { model: 'vit', snr: 5 }, [0.3]),
    ]),
  ],
  ['spectra-broken', outcome('spectra-broken', [], { status: 'diverged' })],
]);

describe('lookup', () => {
  it('finds the one metric, its address in canonical form', () => {
    const found = lookup('spectra-core/r2?snr=5&model=vit', outcomes);
    assert.ok(found.ok);
    assert.equal(found.value, 0.71);
    assert.equal(found.address, 'spectra-core/r2?model=vit&snr=5');
  });

  it('compares numbers as numbers', () => {
    assert.ok(lookup('spectra-core/r2?snr=5.0', outcomes).ok);
  });

  it('picks the value of one seed', () => {
    const found = lookup('spectra-core/r2?snr=5&seed=2', outcomes);
    assert.ok(found.ok);
    assert.deepEqual([found.value, found.seed], [0.72, 2]);
  });

  /** Address, part of the fault, part of the hint. */
  const faults: [string, string, string][] = [
    ['spectra-core', 'is no metric address', 'Example:'],
    ['spectra-core/r2?snr', 'expected key=value', 'Example:'],
    ['spectra-cor/r2?snr=5', 'names the experiment spectra-cor, which has no result', 'spectra-core'],
    ['spectra-core/r2', 'matches 2 metrics of spectra-core; expected exactly one', 'r2?model=vit&snr=10'],
    ['spectra-core/r2?snr=7', 'matches no metric of spectra-core', 'Nearest: spectra-core/r2?model=vit&snr=5'],
    ['spectra-core/rsme?snr=5', 'matches no metric', 'spectra-core/rmse?model=vit&snr=5'],
    ['spectra-core/r2?snr=5&seed=9', 'names seed 9; this metric was run with seeds 1, 2', 'Name one of these seeds'],
    ['spectra-broken/r2', 'which diverged', 'has no metrics'],
  ];
  for (const [address, fault, hint] of faults) {
    it(`says why ${address} is none`, () => {
      const found = lookup(address, outcomes);
      assert.ok(!found.ok);
      assert.ok(found.fault.includes(fault), found.fault);
      assert.ok(found.hint.includes(hint), found.hint);
    });
  }
});
