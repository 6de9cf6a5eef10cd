import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { renderDocument } from '../../src/markdown/render.ts';
import { context, renderMarkdown } from './fixtures.ts';

interface Case {
  name: string;
  text: string;
  format?: 'md' | 'mdx';
  lang?: 'en' | 'zh';
  has?: string[];
  lacks?: string[];
}

const cases = parse(readFileSync(new URL('render-cases.yaml', import.meta.url), 'utf8')) as Case[];

describe('renderMarkdown', () => {
  for (const { name, text, format, lang, has = [], lacks = [] } of cases) {
    it(name, async () => {
      const html = await renderMarkdown(text, { ...context, format, lang });
      for (const part of has) assert.ok(html.includes(part), `expected ${part}\nin ${html}`);
      for (const part of lacks) assert.ok(!html.includes(part), `did not expect ${part}\nin ${html}`);
    });
  }

  it('gives the same bytes again', async () => {
    const all = cases.filter(({ format }) => format !== 'mdx').map(({ text }) => text);
    const text = all.join('\n\n');
    assert.equal(await renderMarkdown(text, context), await renderMarkdown(text, context));
  });

  it('returns headings for a table of contents, without badges', async () => {
    const { headings } = await renderDocument('# T\n\n## $R^2$ and [a](claim:A-vit-beats-gbdt)\n\n## T', context);
    assert.deepEqual(headings, [
      { depth: 2, id: 't', text: 'T' },
      { depth: 3, id: 'r2-and-a', text: 'R^2 and a' },
      { depth: 3, id: 't-1', text: 'T' },
    ]);
  });

  it('prefixes every id, and what refers to one', async () => {
    const text = '## S\n\n[s](#s) a[^1] ![](fig:spectra-core/r2-vs-snr)\n\n[^1]: b';
    const { html, headings } = await renderDocument(text, { ...context, idPrefix: 'log-' });
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    for (const id of ids) assert.ok(id.startsWith('log-'), id);
    for (const [, id] of html.matchAll(/ (?:href="#|aria-describedby="|clip-path="url\(#)([^")]+)/g))
      assert.ok(ids.has(id), id);
    assert.equal(headings[0].id, 'log-s');
  });

  it('asks the resolver where relative links and images lead', async () => {
    const file = (href: string) => (href === './x.md' ? '/lab/experiments/x/' : null);
    const html = await renderMarkdown('[x](./x.md) [y](y.pdf)', {
      ...context,
      resolver: { ...context.resolver, file },
    });
    assert.match(html, /href="\/lab\/experiments\/x\/".*href="y\.pdf"/);
  });

  it('says where a text is no MDX', async () => {
    await assert.rejects(renderMarkdown('a\n\nb <5% c', { ...context, format: 'mdx' }), {
      name: 'UserError',
      message: /^expected MDX, found a fault on line 3: Unexpected character `5`/,
    });
  });
});
