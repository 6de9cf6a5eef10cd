import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { drawLabels, labelRanges } from '../../../runners/src/suites/spectra/labels.ts';
import type { StellarLabels } from '../../../runners/src/suites/spectra/labels.ts';
import { namedLines } from '../../../runners/src/suites/spectra/lines.ts';
import { median } from '../../../runners/src/suites/spectra/order.ts';
import { createSimulator, pixelCount, wavelength } from '../../../runners/src/suites/spectra/simulator.ts';
import type { Normalisation } from '../../../runners/src/suites/spectra/simulator.ts';

const star: StellarLabels = { teff: 4800, logG: 3, mh: 0, alphaM: 0, cM: 0 };

function spectrum(labels: StellarLabels, normalisation: Normalisation = 'continuum'): Float64Array {
  const flux = new Float64Array(pixelCount);
  createSimulator({ lineSeed: 11, normalisation }).simulate(labels, flux);
  return flux;
}

test('the wavelength grid has 4096 pixels from 7100 to 8850 Angstrom', () => {
  assert.equal(wavelength.length, 4096);
  assert.equal(wavelength[0], 7100);
  assert.equal(wavelength[4095], 8850);
});

test('every strong named line has its minimum within a resolution element of its wavelength', () => {
  const flux = spectrum(star);
  for (const line of namedLines.filter(({ logStrength }) => logStrength >= 0.6)) {
    let deepest = -1;
    for (let i = 0; i < pixelCount; i += 1) {
      const near = Math.abs(wavelength[i] - line.wavelength) < 3;
      if (near && (deepest < 0 || flux[i] < flux[deepest])) deepest = i;
    }
    assert.ok(Math.abs(wavelength[deepest] - line.wavelength) < 1.6, `${line.name} at ${wavelength[deepest]}`);
  }
});

test('continuum-normalised flux lies in (0, 1] over the whole label range', () => {
  for (let i = 0; i < 50; i += 1) {
    for (const value of spectrum(drawLabels(1, 'test', i))) assert.ok(value > 0 && value <= 1 + 1e-12, `${value}`);
  }
});

test('median normalisation gives median 1', () => {
  const flux = spectrum(drawLabels(1, 'test', 0), 'median');
  assert.ok(Math.abs(median(flux) - 1) < 1e-12);
});

test('gravity widens the Ca II wings and the neutral lines, and weakens ionised ones', () => {
  const wing = (logG: number) => spectrum({ ...star, logG })[Math.round((8665.5 - 7100) / (1750 / 4095))];
  assert.ok(wing(4.5) !== wing(1.5));
  const depth = (labels: StellarLabels, at: number) => 1 - spectrum(labels)[Math.round((at - 7100) / (1750 / 4095))];
  assert.ok(depth({ ...star, logG: 4.5 }, 8542.1) < depth({ ...star, logG: 1.5 }, 8542.1), 'Ca II core');
  assert.ok(depth({ ...star, logG: 4.5 }, 8183.3) > depth({ ...star, logG: 1.5 }, 8183.3), 'Na I core');
});

test('TiO grows below 4000 K', () => {
  const behindHead = (teff: number) => spectrum({ ...star, teff })[Math.round((7130 - 7100) / (1750 / 4095))];
  assert.ok(behindHead(3800) < 0.8 * behindHead(4400));
});

test('the same labels give the same bytes, and labels depend on seed, split and index alone', () => {
  const digest = () =>
    createHash('sha256')
      .update(spectrum(drawLabels(3, 'train', 0), 'median'))
      .digest('hex');
  assert.equal(digest(), digest());
  assert.deepEqual(drawLabels(3, 'train', 7), drawLabels(3, 'train', 7));
  assert.notDeepEqual(drawLabels(3, 'train', 7), drawLabels(3, 'test', 7));
  const { teff, logG } = drawLabels(3, 'train', 7);
  assert.ok(teff >= labelRanges.teff[0] && teff < labelRanges.teff[1]);
  assert.ok(logG >= labelRanges.logG[0] && logG < labelRanges.logG[1]);
});

test('the median equals the one of a sort', () => {
  const values = [5, 1, 4, 1, 5, 9, 2, 6];
  assert.equal(median(values), 4.5);
  assert.equal(median(values, 1, 5), 4);
  assert.equal(median([3]), 3);
});
