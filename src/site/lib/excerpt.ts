import { joinSigns } from '../../markdown/search-text.ts';

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };

/**
 * An excerpt of the index as its page reads: there, `R2. R²` is one word and `R2_max R2max R2.` is one formula in
 * three spellings.
 */
function readable(excerpt: string): string {
  return excerpt
    .replace(/(<mark>)?\w+\.(<\/mark>)? (\S*[⁰¹²³⁴-⁹]\S*)/g, '$1$3$2')
    .replace(/(<mark>)?(\w+)_(\w+)(<\/mark>)? (?:<mark>)?\2\3(?:<\/mark>)? (?:<mark>)?\2\.(?:<\/mark>)?/g, '$1$2 $3$4');
}

/** Signs of a Chinese phrase are marked one by one: they become one mark, and one text. */
const joinMarks = (html: string): string =>
  joinSigns(html.replace(/(\p{Script=Han})<\/mark>\s*<mark>(?=\p{Script=Han})/gu, '$1'))
    .replace(/(\p{Script=Han}<\/mark>)\s+(?=[\p{Script=Han}，。、：；！？）”》])/gu, '$1')
    .replace(/(?<=[\p{Script=Han}，。、：；！？（“《])\s+(?=<mark>\p{Script=Han})/gu, '');

/** Cuts an excerpt of Pagefind, HTML with `<mark>`, into plain text, marked or not. */
export function excerptParts(html: string): { text: string; marked: boolean }[] {
  return readable(joinMarks(html))
    .split(/(<mark>.*?<\/mark>)/s)
    .map((part, i) => ({
      text: part
        .replace(/<\/?mark>/g, '')
        .replace(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => entities[name] ?? ''),
      marked: i % 2 === 1,
    }))
    .filter(({ text }) => text !== '');
}
