import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Root } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { parseMarkdown } from '../../src/markdown/parse.ts';
import { mayHoldAddress, remarkPlugins } from '../../src/markdown/remark-plugins.ts';
import { EXIT, SKIP, visit } from '../../src/markdown/walk.ts';

/** Texts, and whether the search for bare addresses is left out. */
const texts: [text: string, leavesOut: boolean][] = [
  ['Plain *words*, `code`, $x^2$ and a [link](metric:a/b).\n\n| a | b |\n| - | - |\n| 1 | 2 |', true],
  ['R&D, a+b, a_b and a-b.c: no address; ~~gone~~ [^1]\n\n[^1]: note\n\n- [x] done', true],
  ['Write to a@example.org.', false],
  ['Write to a&commat;example.org or a&#64;example.org.', false],
  ['See www.example.org and HTTPS://example.org.', false],
];

for (const [text, leavesOut] of texts) {
  test(`as remark parses it: ${text.slice(0, 40)}`, () => {
    assert.equal(!mayHoldAddress(text), leavesOut);
    const parsed = parseMarkdown(text, 'md');
    assert.deepEqual('tree' in parsed && parsed.tree, unified().use(remarkParse).use(remarkPlugins).parse(text));
  });
}

test('a walk skips, ends and goes on where its visitor says', () => {
  const tree = unified().use(remarkParse).parse('a *b* **c**\n\n# d') as Root;
  const walked = (of: (type: string, index: number | undefined) => 'skip' | false | number | undefined): string[] => {
    const seen: string[] = [];
    visit(tree, (node, index) => {
      seen.push(node.type);
      return of(node.type, index);
    });
    return seen;
  };
  assert.deepEqual(
    walked((type) => (type === 'paragraph' ? SKIP : undefined)),
    ['root', 'paragraph', 'heading', 'text'],
  );
  assert.deepEqual(
    walked((type) => (type === 'paragraph' ? EXIT : undefined)),
    ['root', 'paragraph'],
  );
  assert.deepEqual(walked((type, index) => (type === 'emphasis' ? index! + 2 : undefined)).slice(0, 5), [
    'root',
    'paragraph',
    'text',
    'emphasis',
    'text',
  ]);
});
