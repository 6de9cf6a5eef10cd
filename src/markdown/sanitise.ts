import type { Schema } from 'hast-util-sanitize';
import { defaultSchema } from 'rehype-sanitize';

/** Fragments, pages of this site and of others; evidence schemes are resolved before anything is dropped. */
const web = ['http', 'https', 'mailto'];

const extraTags = ['figure', 'figcaption', 'mark', 'u', 'abbr', 'small', 'dfn', 'cite', 'time', 'wbr', 'caption'];

/** Removed with all they hold; other unknown elements leave their text behind. */
const removed = ['script', 'style', 'iframe', 'object', 'embed', 'noscript', 'template', 'svg', 'math', 'title'];

const cell = ['align', 'colSpan', 'rowSpan', 'scope', 'headers'];

/**
 * What content may hold. Content is data, imported logs included: no script, no style, no handler, no form.
 * Stricter than GitHub's list in attributes; ids starting with `pf-` belong to the pages.
 */
export const schema: Schema = {
  ...defaultSchema,
  tagNames: [...defaultSchema.tagNames!.filter((tag) => !['picture', 'source'].includes(tag)), ...extraTags],
  strip: removed,
  attributes: {
    ...defaultSchema.attributes,
    a: [...defaultSchema.attributes!.a],
    code: [['className', /^language-./, 'math-inline', 'math-display']],
    input: [
      ['disabled', true],
      ['type', 'checkbox'],
      ['checked', true],
    ],
    img: ['src', 'alt', 'width', 'height'],
    ol: [...defaultSchema.attributes!.ol, 'start', 'type', 'reversed'],
    details: ['open'],
    td: cell,
    th: cell,
    tr: ['align'],
    time: ['dateTime'],
    '*': [['id', /^(?!pf-)/], 'title', 'lang', 'dir', 'dataEvidence'],
  },
  clobber: [],
  protocols: { cite: ['http', 'https'], href: web, src: ['http', 'https'] },
};
