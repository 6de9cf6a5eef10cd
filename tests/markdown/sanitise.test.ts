import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Element, Root } from 'hast';
import rehypeRaw from 'rehype-raw';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { parse } from 'yaml';
import { context, renderMarkdown, resolver } from './fixtures.ts';

const attacks = parse(readFileSync(new URL('xss.yaml', import.meta.url), 'utf8')) as string[];

const evilSvg =
  '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script><style>*{}</style>' +
  '<foreignObject><img src="x" onerror="alert(1)"/></foreignObject><a href="javascript:alert(1)"><text>x</text></a>' +
  '<image href="https://evil.example/x.png"/><use href="https://evil.example/x.svg#a"/><rect fill="url(https://evil.example)"/>' +
  '<rect style="background:url(//evil.example)"/><animate attributeName="href" to="javascript:alert(1)"/><text>kept</text></svg>';

const evil = {
  ...context,
  resolver: {
    ...resolver,
    figure: () => ({ href: '/f/', title: 'T', svg: evilSvg, caption: '', description: '' }),
  },
};

const never = new Set('script style iframe object embed form button link meta base video template noscript'.split(' '));

/** Elements of a rendered page, as a browser would see them. */
function elementsOf(html: string): Element[] {
  const tree = unified()
    .use(rehypeRaw)
    .runSync({ type: 'root', children: [{ type: 'raw', value: html }] } as Root);
  const elements: Element[] = [];
  visit(tree as Root, 'element', (node) => void elements.push(node));
  return elements;
}

function assertSafe(html: string): void {
  for (const { tagName, properties } of elementsOf(html)) {
    assert.ok(!never.has(tagName), `<${tagName}> in ${html}`);
    if (tagName === 'input') assert.deepEqual([properties.type, properties.disabled], ['checkbox', true]);
    for (const [name, value] of Object.entries(properties)) {
      assert.ok(!/^on/i.test(name), `${name} in ${html}`);
      assert.ok(!/^(formAction|srcDoc|action|dataEvidence)$/.test(name), `${name} in ${html}`);
      const address = String(value).replace(/\s/g, '');
      if (/^(href|src|xLinkHref)$/.test(name))
        assert.doesNotMatch(address, /^(?:javascript|vbscript|data|metric|fig):/i);
      if (name !== 'dataTex' && name !== 'title') assert.doesNotMatch(address, /evil\.example/);
      if (name === 'style') assert.doesNotMatch(String(value), /position:fixed|url\(/);
      if (name === 'id') assert.doesNotMatch(String(value), /^pf-/);
    }
  }
}

describe('sanitising', () => {
  for (const attack of attacks) {
    it(`disarms ${attack.split('\n')[0]}`, async () => assertSafe(await renderMarkdown(attack, evil)));
  }

  it('keeps the drawing of a figure and drops what is none', async () => {
    const html = await renderMarkdown('![x](fig:a/b)', evil);
    assertSafe(html);
    assert.match(html, /<text>kept<\/text>/);
    assert.doesNotMatch(html, /foreignObject|animate|alert/);
  });

  it('keeps harmless HTML of imported logs', async () => {
    const html = await renderMarkdown(
      'H<sub>2</sub>O <kbd>Ctrl</kbd> <br> <mark>m</mark>\n\n<details><summary>More</summary>\n\n*text*\n\n</details>\n\n<table><tr><td colspan="2">c</td></tr></table>',
      context,
    );
    for (const part of [
      '<sub>2</sub>',
      '<kbd>',
      '<br>',
      '<mark>',
      '<summary>More</summary>',
      '<em>text</em>',
      'colspan="2"',
    ]) {
      assert.ok(html.includes(part), `${part} in ${html}`);
    }
  });
});
