import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Nodes, Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { parseMarkdown } from '../../src/markdown/parse.ts';
import { EXIT, SKIP, visit } from '../../src/markdown/walk.ts';

const remark = unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).use(remarkMath).freeze();

function nodesOf(tree: Root): Nodes[] {
  const nodes: Nodes[] = [];
  visit(tree, (node: Nodes) => void nodes.push(node));
  return nodes;
}

/** A tree without its places, and without what only tells how to write a formula as HTML. */
const plain = (tree: Root): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value: unknown) => (['data', 'position'].includes(key) ? undefined : value)));

const cut = new Set(['link', 'linkReference', 'image', 'imageReference', 'definition', 'html']);

function sameAsRemark(text: string): void {
  const result = parseMarkdown(text, 'md');
  assert.ok('tree' in result);
  const expected = remark.parse(text);
  assert.deepEqual(plain(result.tree), plain(expected), text);
  const nodes = nodesOf(result.tree);
  for (const [i, { type, position }] of nodesOf(expected).entries()) {
    // Remark knows no place of what it finds as an address.
    if (!position) continue;
    const own = nodes[i]!.position!;
    assert.equal(own.start.line, position.start.line, `line of ${type} in ${text}`);
    // Links are cut out of texts by where they stand.
    if (!cut.has(type)) continue;
    const [from, to] = [position.start.offset, position.end.offset];
    assert.deepEqual([own.start.offset, own.end.offset], [from, to], `place of ${type} in ${text}`);
  }
}

const texts = [
  'Plain *words*, `code`, $x^2$ and a [link](metric:a/b).\n\n| a | b |\n| - | - |\n| 1 | 2 |',
  'R&D, a+b, a_b and a-b.c: no address; ~~gone~~ [^1]\n\n[^1]: note\n\n- [x] done',
  'Write to a@example.org, a&commat;example.org or a&#64;example.org.',
  'See www.example.org and HTTPS://example.org.',
  'From 5~10 to **7~9**.',
  '| a | b |\n| - | - |\n| $\\|y\\|$ | `x\\|y` |',
  'a |\n--|\n$\\|y\\|$',
  'a | b\n--|--\n1 | 2\n<br>\n\ntext',
  '- [ ] \n  done\n- [x] done',
  '😀 [a](exp:b) 流量\r\n\r\n\t[c](exp:d) e\u0301 ![](fig:a/b)\r\n[x]: y',
  'The norm $\\|y\\|_2$, and a|b.',
  'A \0 is no sign.',
  '$$\nE = mc^2\n$$\n\n> $$\n> x\n> $$\n\n$5 and $6',
  '流量 $x$ 与**“误差”**。5~10 之间，<metric:a/b>',
];
for (const text of texts) test(`as remark parses it: ${text.slice(0, 40)}`, () => sameAsRemark(text));

test('the content and the guides of this project, as remark parses them', () => {
  const files = globSync(['content/**/*.md', 'docs/**/*.md', '*.md']);
  assert.ok(files.length > 100);
  for (const file of files) sameAsRemark(readFileSync(file, 'utf8').replace(/^---\n[^]*?\n---\n/, ''));
});

/** What logs are written with, to be put together in any order. */
const pieces = [
  ...[
    'word ',
    'R² = 0.71 ',
    '**',
    '*',
    '_',
    '`',
    '~~',
    '5~10 ',
    '$x^2$',
    '$',
    ' | ',
    '中文',
    '，',
    '“引”',
    '\\*',
    '&amp;',
    '😀 ',
    '\r\n',
  ],
  ...[
    '[a](metric:x/y)',
    '[](exp:z)',
    '![](fig:a/b)',
    '<metric:a/b>',
    '[^1]',
    '[ref]',
    '<b>',
    '</b>',
    '(',
    ')',
    '[',
    ']',
  ],
  ...['\n', '\n\n', '\n- ', '\n1. ', '\n> ', '\n    ', '\n# ', '\n---\n', '\n\n[ref]: http://e.org "t"\n\n'],
  ...[
    '\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n',
    '\n\n$$\nE=mc\n$$\n\n',
    '\n\n```py\nx=1\n```\n\n',
    '\n\n[^1]: note\n\n',
  ],
];

test('texts put together at random, as remark parses them', () => {
  let state = 7;
  const below = (count: number): number => (state = (state * 48_271) % 2_147_483_647) % count;
  for (let i = 0; i < 1500; i++) {
    sameAsRemark(Array.from({ length: 1 + below(14) }, () => pieces[below(pieces.length)]).join(''));
  }
});

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
