import assert from 'node:assert/strict';
import { test } from 'node:test';
import katex from 'katex';
import { searchedPart } from '../../src/cli/searched-part.ts';

const page = (main: string): string =>
  `<!doctype html><html lang="en"><head><title>T</title></head><body><nav>n</nav><main id="main">${main}</main><footer>f</footer></body></html>`;
const part = (main: string): string => `<!doctype html><html><body><main id="main">${main}</main></body></html>`;

test('of a page, its main part is searched', () => {
  assert.equal(searchedPart(page('<p>a <span class="x">b</span></p>')), part('<p>a <span class="x">b</span></p>'));
});

test('drawings of formulas are left out, and what they are found by stays', () => {
  const formula = (tex: string, displayMode: boolean): string =>
    `<span data-tex="R2"><span data-pagefind-ignore="">${katex.renderToString(tex, { displayMode })}</span></span>`;
  const inline = formula('\\sqrt{R^2}', false);
  const displayed = formula('\\frac{a}{b} \\begin{pmatrix} 1 & 2 \\end{pmatrix}', true);
  const empty = '<span data-tex="R2"><span data-pagefind-ignore=""></span></span>';
  assert.equal(
    searchedPart(page(`<p>a ${inline} b</p>${displayed}<p>c</p>`)),
    part(`<p>a ${empty} b</p>${empty}<p>c</p>`),
  );
});
