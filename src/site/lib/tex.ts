import katex from 'katex';
import { mathWord, normaliseQuery, texSearchText } from '../../markdown/search-text.ts';
import { escapeHtml } from './format.ts';

const formula = /(?<!\\)\$([^$]+)(?<!\\)\$/g;

const greek: Record<string, string> = {
  alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', epsilon: 'ε', varepsilon: 'ε', theta: 'θ', lambda: 'λ', mu: 'μ',
  nu: 'ν', pi: 'π', rho: 'ρ', sigma: 'σ', tau: 'τ', phi: 'φ', chi: 'χ', omega: 'ω', Delta: 'Δ', Sigma: 'Σ',
  le: '≤', leq: '≤', ge: '≥', geq: '≥', times: '×', cdot: '·', pm: '±', approx: '≈', to: '→', infty: '∞', odot: '⊙',
}; // prettier-ignore

const superscripts: Record<string, string> = { '0': '⁰', '1': '¹', '2': '²', '3': '³', '-': '⁻' };

/** A formula as plain text, for titles, labels of diagrams and text alternatives: `R^2_{\max}` as `R²max`. */
export function texToPlain(tex: string): string {
  return tex
    .replace(/\\(?:mathrm|text|mathbf|boldsymbol|operatorname)\{([^{}]*)\}/g, '$1')
    .replace(/\\([A-Za-z]+)/g, (_, name: string) => greek[name] ?? name)
    .replace(/\^\{?(-?[0-3]+)\}?/g, (_, digits: string) => [...digits].map((d) => superscripts[d] ?? d).join(''))
    .replace(/_\{([^{}]*)\}|_/g, '$1')
    .replace(/[{}]/g, '')
    .replace(/\\[,;! ]/g, ' ')
    .trim();
}

/** Text with formulas between dollars, all of it plain. */
export function plainText(text: string): string {
  return text.replace(formula, (_, tex: string) => texToPlain(tex));
}

/** One formula, without dollars, on a line of its own. */
export function displayTex(tex: string): string {
  const drawn = katex.renderToString(tex, { displayMode: true, throwOnError: false, strict: 'ignore' });
  return found(texSearchText(tex), `<span data-pagefind-ignore>${drawn}</span>`);
}

const rendered = new Map<string, string>();

/** Text with formulas between dollars as HTML; everything else is escaped, `code` in backticks is kept. */
export function inlineTex(text: string): string {
  const known = rendered.get(text);
  if (known !== undefined) return known;
  let html = '';
  let at = 0;
  for (const match of text.matchAll(formula)) {
    html += inlineCode(text.slice(at, match.index));
    const tex = match[1] ?? '';
    const drawn = katex.renderToString(tex, { throwOnError: false, strict: 'ignore' });
    html += found(texSearchText(tex), `<span data-pagefind-ignore>${drawn}</span>`);
    at = match.index + match[0].length;
  }
  html += inlineCode(text.slice(at));
  rendered.set(text, html);
  return html;
}

/** What the search index holds in place of the content. */
const found = (words: string, html: string): string =>
  `<span data-tex="${escapeHtml(words)}" data-pagefind-index-attrs="data-tex">${html}</span>`;

function inlineCode(text: string): string {
  return escapeHtml(text.replaceAll('\\$', '$'))
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(mathWord, (word) => found(normaliseQuery(word), word));
}
