import type { Picker } from './random.ts';

const letters = ['x', 'y', 'z', 'u', 'v', 'w', 'p', 'q'];
const greek = ['\\alpha', '\\beta', '\\gamma', '\\lambda', '\\mu', '\\sigma', '\\theta', '\\phi'];

type Shape = (a: string, b: string, n: number) => string;

/** Formulas in a line of text. */
const inline: Shape[] = [
  (a, b, n) => `${a}_{${n}} = ${b} ${a}_{${n + 1}}`,
  (a, b) => `\\|${a}\\|_2 \\le ${b}`,
  (a, b, n) => `${b}^{${n}} \\propto ${a}^{-1/2}`,
  (a, b) => `\\mathbb{E}[${a} \\mid ${b}]`,
  (a, _, n) => `${a} \\in \\mathbb{R}^{${n}}`,
  (a, b) => `\\hat{${a}} = ${a} + ${b}`,
  (a, b, n) => `\\sqrt{${a}^2 + ${n}${b}}`,
];

/** Formulas that stand alone. */
const displayed: Shape[] = [
  (a, b, n) =>
    `\\mathcal{L}(${b}) = \\frac{1}{N} \\sum_{i=1}^{N} \\left( ${a}_i - f_{${b}}(s_i) \\right)^2 + ${n} \\lVert ${b} \\rVert_1`,
  (a, b) =>
    `F_{jk} = \\sum_i \\frac{1}{\\sigma_i^2} \\frac{\\partial ${a}_i}{\\partial ${b}_j} \\frac{\\partial ${a}_i}{\\partial ${b}_k}`,
  (a, b, n) =>
    `p(${b} \\mid ${a}) = \\frac{p(${a} \\mid ${b}) \\, p(${b})}{\\int p(${a} \\mid ${b}') \\, p(${b}') \\, d${b}'} \\quad (n = ${n})`,
  (a, b, n) =>
    `\\begin{pmatrix} ${a}_1 & ${b} \\\\ 0 & ${a}_{${n}} \\end{pmatrix} \\begin{pmatrix} u \\\\ v \\end{pmatrix} = \\begin{pmatrix} 1 \\\\ ${n} \\end{pmatrix}`,
  (a, b) => `\\operatorname{Var}(${a}) = \\int_0^{\\infty} (t - ${b})^2 \\, e^{-t / ${b}} \\, dt`,
];

const shape = (list: readonly Shape[], picker: Picker): string =>
  picker.pick(list)(picker.pick(letters), picker.pick(greek), 2 + picker.below(40));

export const inlineFormula = (picker: Picker): string => `$${shape(inline, picker)}$`;
export const displayedFormula = (picker: Picker): string => `$$\n${shape(displayed, picker)}\n$$`;
