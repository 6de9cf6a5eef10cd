import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { createTemplateLibrary, fitTemplates, type TemplateEstimate } from '../../../runners/src/models/template.ts';
import { createRandom } from '../../../runners/src/random.ts';
import { testFitted } from './fitted-suite.ts';

testFitted('nearest template', {
  fit: ({ x, n, p, y }) => {
    if (y.length !== n) throw new RangeError('labels');
    return createTemplateLibrary(x, p, y);
  },
  predict: (library, x) =>
    fitTemplates(library, { flux: x, sigma: new Float32Array(x.length).fill(0.1) }, { kind: 'nearest', count: 1 })
      .labels,
});

const pixels = 50;
/** Spectra around 1 with a line that deepens with the label, -1 to 1. */
function spectrum(label: number): Float32Array {
  return Float32Array.from({ length: pixels }, (_, j) => 1 - (0.5 + 0.2 * label) * Math.exp(-((j - 25) ** 2) / 18));
}
/** More templates, and spectra below, than are compared at one time. */
const labels = Float64Array.from({ length: 2100 }, (_, i) => (2 * i) / 2099 - 1);
const flux = Float32Array.from([...labels].flatMap((label) => [...spectrum(label)]));

/** Noisy spectra of random labels, with sigmas that differ from pixel to pixel. */
function observe(rows: number) {
  const random = createRandom(1, 'observed');
  const truth = Float64Array.from({ length: rows }, () => random.range(-1, 1));
  const sigma = Float32Array.from({ length: rows * pixels }, () => random.range(0.02, 0.1));
  const noisy = Float32Array.from([...truth].flatMap((label) => [...spectrum(label)]));
  for (let i = 0; i < noisy.length; i++) noisy[i] += sigma[i] * random.normal();
  return { truth, flux: noisy, sigma };
}

/** Chi-square by its definition. */
function chiSquare(observed: ReturnType<typeof observe>, row: number): Float64Array {
  return labels.map((_, k) => {
    let sum = 0;
    for (let j = 0; j < pixels; j++) {
      const at = row * pixels + j;
      const z = (observed.flux[at] - flux[k * pixels + j]) / observed.sigma[at];
      sum += z * z;
    }
    return sum;
  });
}

describe('template fitting', () => {
  before(() => loadBackend({ name: 'wasm' }));
  const library = createTemplateLibrary(flux, pixels, labels);
  const observed = observe(260);
  const rows = [0, 7, 255, 256, 259];

  test('the nearest template and its chi-square are those of the definition', () => {
    const fit = fitTemplates(library, observed, { kind: 'nearest', count: 1 });
    for (const row of rows) {
      const chi2 = chiSquare(observed, row);
      // Neighbouring templates differ by less than single precision tells.
      assert.ok(Math.abs(chi2[fit.nearest[row]] - Math.min(...chi2)) < 1e-3);
      assert.ok(Math.abs(fit.chi2[row] - Math.min(...chi2)) < 1e-3);
      assert.equal(fit.labels[row], labels[fit.nearest[row]]);
    }
  });

  test('estimates are the weighted means of their definitions', () => {
    for (const [estimate, weigh] of [
      [{ kind: 'posterior' }, (chi2: number, least: number) => Math.exp(-(chi2 - least) / 2)],
      [{ kind: 'nearest', count: 200 }, (chi2: number, _least: number, limit: number) => (chi2 < limit ? 1 / chi2 : 0)],
    ] as [TemplateEstimate, (chi2: number, least: number, limit: number) => number][]) {
      const fit = fitTemplates(library, observed, estimate);
      for (const row of rows) {
        const chi2 = chiSquare(observed, row);
        const ordered = chi2.slice().sort();
        const weights = chi2.map((value) => weigh(value, ordered[0], ordered[200]));
        const total = weights.reduce((sum, value) => sum + value, 0);
        const mean = weights.reduce((sum, value, k) => sum + value * labels[k], 0) / total;
        assert.ok(Math.abs(fit.labels[row] - mean) < 1e-3, `${estimate.kind} ${fit.labels[row]} ${mean}`);
      }
    }
  });

  test('the posterior mean errs less than the nearest template', () => {
    const error = (estimate: TemplateEstimate) =>
      fitTemplates(library, observed, estimate).labels.reduce(
        (sum, label, i) => sum + (label - observed.truth[i]) * (label - observed.truth[i]),
        0,
      );
    const [posterior, ten, nearest] = [
      error({ kind: 'posterior' }),
      error({ kind: 'nearest', count: 10 }),
      error({ kind: 'nearest', count: 1 }),
    ];
    assert.ok(posterior < 0.99 * nearest && ten < 1.02 * nearest, `${posterior} ${ten} ${nearest}`);
  });

  test('misuse is refused', () => {
    assert.throws(() => createTemplateLibrary(flux, 49, labels), /not 2100 spectra of 49 pixels/);
    assert.throws(() => createTemplateLibrary(new Float32Array(0), 5, new Float64Array(0)), /0 spectra/);
    const fit = (sigma: Float32Array, count: number) =>
      fitTemplates(library, { flux, sigma }, { kind: 'nearest', count });
    assert.throws(() => fit(flux.subarray(1), 1), /104999 sigmas are not rows of 50 pixels/);
    const zero = flux.slice().fill(1).fill(0, 103, 104);
    assert.throws(() => fit(zero, 1), /sigma of row 2, pixel 3 is 0/);
    assert.throws(() => fit(zero.fill(NaN, 3, 4), 1), /sigma of row 0, pixel 3 is NaN/);
    assert.throws(() => fit(flux.slice().fill(1), 2101), /the nearest 1 to 2100, not 2101/);
  });
});
