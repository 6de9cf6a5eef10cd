import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { normaliseQuery, texSearchText } from '../../src/markdown/search-text.ts';

/** Query, and what is looked for. */
const queries: [string, string][] = [
  ['R²', 'R2'],
  ['R^2', 'R2'],
  ['$R^2$', 'R2'],
  ['R^{2}', 'R2'],
  ['χ² test', 'χ2 test'],
  ['H₂O', 'H2O'],
  ['\\sigma_{\\min}', 'sigma_min'],
  ['enc_pre_latent', 'enc_pre_latent'],
  ['vision transformer', 'vision transformer'],
  ['信噪比', '信噪比'],
];

/** TeX, and the words it is found by. */
const formulas: [string, string][] = [
  ['R^2', 'R2'],
  ['R^{2}_{\\max}', 'R2_max R2max R2'],
  ['\\sigma_{\\min} = 0.2', 'sigma_min sigmamin sigma 0.2'],
  ['\\mathrm{RMSE}', 'RMSE'],
  ['\\log g', 'log g'],
  ['', ''],
];

describe('search text', () => {
  for (const [query, expected] of queries) {
    it(`query ${query}`, () => {
      assert.equal(normaliseQuery(query), expected);
      assert.equal(normaliseQuery(expected), expected, 'normalising twice changes nothing');
    });
  }
  for (const [tex, expected] of formulas) it(`formula ${tex}`, () => assert.equal(texSearchText(tex), expected));
});
