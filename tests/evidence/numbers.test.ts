import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareWritten } from '../../src/evidence/check-numbers.ts';
import { lookup } from '../../src/evidence/lookup.ts';
import { formatMetric, formatNumber, isWithin, parseWritten } from '../../src/evidence/numbers.ts';
import { metric, outcome } from './fixtures.ts';

/** Text, value, tolerance, unit; null: no number. */
const written: [string, number | null, number?, string?][] = [
  ['0.71', 0.71, 0.005, ''],
  ['0.70', 0.7, 0.005, ''],
  ['1', 1, 0.5, ''],
  ['.5', 0.5, 0.05, ''],
  ['62%', 62, 0.5, '%'],
  ['62.5 %', 62.5, 0.05, '%'],
  ['5\\%', 5, 0.5, '%'],
  ['1e-3', 0.001, 0.0005, ''],
  ['1.0e-3', 0.001, 0.00005, ''],
  ['1.0×10⁻³', 0.001, 0.00005, ''],
  ['1 × 10^{-3}', 0.001, 0.0005, ''],
  ['74.11 K', 74.11, 0.005, 'K'],
  ['−0.5 dex', -0.5, 0.05, 'dex'],
  ['+150%', 150, 0.5, '%'],
  ['16,384', 16384, 0.5, ''],
  ['~0.7', 0.7, 0.05, ''],
  ['3 km s⁻¹', 3, 0.5, 'km s-1'],
  ['', null],
  ['ViT', null],
  ['0.71 vs 0.61', null],
  ['0.71/0.61', null],
  ['0.71 ± 0.02', null],
  ['R² = 0.71', null],
  ['1.2.3', null],
];

describe('parseWritten', () => {
  for (const [text, value, tolerance, unit] of written) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const parsed = parseWritten(text);
      if (value === null) return assert.equal(parsed, null);
      assert.ok(parsed);
      assert.equal(parsed.value, value);
      assert.ok(Math.abs(parsed.tolerance - tolerance!) < 1e-12);
      assert.equal(parsed.unit, unit);
    });
  }
});

describe('numbers', () => {
  it('counts both ends of a tolerance in, whatever floating point makes of them', () => {
    assert.ok(isWithin(0.715, 0.71, 0.005));
    assert.ok(isWithin(0.705, 0.71, 0.005));
    assert.ok(!isWithin(0.71501, 0.71, 0.005));
  });

  it('formats with the digits of the metric and never writes -0', () => {
    assert.equal(formatMetric(metric('r2', {}, [0.7149])), '0.71');
    assert.equal(formatNumber(-0.001, 2), '0.00');
    assert.equal(formatNumber(-0.01, 2), '-0.01');
  });
});

/** Text, unit of the metric, executed value; whether it matches, and the hint where it does not. */
const comparisons: [string, string, number, boolean, string?][] = [
  ['0.71', '', 0.7149, true],
  ['0.71', '', 0.7151, false, 'Write 0.72, or leave the text empty to have the value put in.'],
  ['0.7', '', 0.74, true],
  ['71%', '', 0.7149, true],
  ['71%', '', 0.8, false, 'Write 80%, or leave the text empty to have the value put in.'],
  ['59.5%', '%', 59.5, true],
  ['59.5', '%', 59.5, true],
  ['71 percent', '', 0.7149, true],
  ['59.5 per cent', '%', 59.5, true],
  ['59.5%', 'percent', 59.5, true],
  ['74.11 K', 'K', 74.11, true],
  ['74.11', 'K', 74.11, true],
  ['74.11 dex', 'K', 74.11, false, 'Write 74.11 K, or leave the text empty to have the value put in.'],
  ['about right', '', 0.71, false, 'Write 0.71, or leave the text empty to have the value put in.'],
];

describe('compareWritten', () => {
  for (const [text, unit, value, equal, hint] of comparisons) {
    it(`${text} against ${value} ${unit}`, () => {
      const found = lookup('e/m', new Map([['e', outcome('e', [metric('m', {}, [value], { unit })])]]));
      assert.ok(found.ok);
      const compared = compareWritten(text, found);
      assert.equal(compared.equal, equal, compared.message);
      if (hint) assert.equal(compared.hint, hint);
    });
  }
});
