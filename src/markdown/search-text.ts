/**
 * One spelling for mathematics in search: `R²`, `R^2`, `$R^2$` and `R^{2}` all become `R2`.
 * The index gets it as an attribute, the query goes through the same function; it runs in the browser too.
 */

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const lowered = '₀₁₂₃₄₅₆₇₈₉';

const digit = (text: string): string =>
  text
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (d) => String(raised.indexOf(d)))
    .replace(/[₀₁₂₃₄₅₆₇₈₉]/g, (d) => String(lowered.indexOf(d)));

/** Normalises a search query; words without mathematics come back unchanged. */
export function normaliseQuery(query: string): string {
  return digit(query)
    .replaceAll('$', '')
    .replace(/\\([a-zA-Z]+)/g, '$1')
    .replace(/\^\{([^{}]*)\}/g, '$1')
    .replace(/_\{([^{}]*)\}/g, '_$1')
    .replace(/([\p{L}\d)])\^/gu, '$1')
    .trim();
}

/** Commands that say how to draw, not what is meant. */
const drawing = /\\(?:mathrm|mathbf|mathcal|text|operatorname|rm|bf|left|right|,|;|!|quad|qquad|displaystyle)\b\*?/g;

/** What a formula is found by: `R^2_{\max}` gives `R2_max R2max R2`. */
export function texSearchText(tex: string): string {
  const words = digit(tex.replace(drawing, ' '))
    .replace(/\\([a-zA-Z]+)/g, '$1')
    .replace(/\^\s*\{([^{}]*)\}/g, '$1')
    .replace(/_\s*\{([^{}]*)\}/g, '_$1')
    .replace(/\^/g, '')
    .replace(/[{}\\&]/g, ' ')
    .replace(/\s*_\s*/g, '_')
    .split(/[^\p{L}\p{N}_.]+/u)
    .filter((word) => word !== '' && word !== '_' && word !== '.');
  const spellings = words.flatMap((word) =>
    word.includes('_') ? [word, word.replaceAll('_', ''), word.split('_')[0]] : [word],
  );
  return [...new Set(spellings)].join(' ');
}

/** Words of running text that hold a power or an index: `R²`, `R^2`, `χ²`; Chinese stands before without a space. */
export const mathWord = /(?<![A-Za-z\d])[A-Za-z\p{Script=Greek}\d]+(?:[⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉]+|\^\{?\d+\}?)/gu;

const sign = '[\\p{Script=Han}，。、：；！？（）“”《》]';
const anySign = new RegExp(sign, 'u');
const beforeSign = new RegExp(`(?<=[^\\s>])(?=${sign})`, 'gu');
const afterSign = new RegExp(`(?<=${sign})(?=[^\\s<])`, 'gu');

/** Chinese with a blank around each sign: every sign is a word of the index, whatever stands around it. */
export const separateSigns = (text: string): string =>
  anySign.test(text) ? text.replace(beforeSign, ' ').replace(afterSign, ' ') : text;

/** Text of the index as it was before `separateSigns`. */
export const joinSigns = (text: string): string =>
  text.replace(
    /(?<=\p{Script=Han})\s+(?=\p{Script=Han})|\s+(?=[，。、：；！？）”》])|(?<=\p{Script=Han})\s+(?=[（“《])|(?<=[，。、：；！？（“《])\s+|(?<=[）”》])\s+(?=\p{Script=Han})/gu,
    '',
  );

/** A query as searches that must all find a page: the words together, and each run of Chinese as a phrase. */
export function searchesOf(query: string): string[] {
  const words = normaliseQuery(query);
  const runs = words.match(/\p{Script=Han}+/gu) ?? [];
  if (runs.length === 0) return /[\p{L}\p{N}]/u.test(words) ? [words] : [];
  const rest = words.replace(/[\p{Script=Han}，。、：；！？（）“”《》]+/gu, ' ').trim();
  return [...runs.map((run) => `"${[...run].join(' ')}"`), ...(rest ? [rest] : [])];
}
