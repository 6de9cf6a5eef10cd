import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { readEvidence } from '../../src/markdown/links.ts';
import { rememberingReader } from '../../src/markdown/remember.ts';

const literals = parse(readFileSync(new URL('literals.yaml', import.meta.url), 'utf8')) as string[][];

describe('literals', () => {
  for (const [text, ...expected] of literals) {
    it(JSON.stringify(text), () => {
      assert.deepEqual(
        readEvidence(text, 'md').literals.map((one) => one.text),
        expected,
      );
    });
  }

  it('know the line on which they begin', () => {
    const text = 'a\n\nb **c\nR²** = 0.5 d\ne F1 0.5\n\n$$\n\\text{x}\\\\\nR^2 = 0.5\n$$';
    assert.deepEqual(
      readEvidence(text, 'md').literals.map(({ line }) => line),
      [4, 5, 9],
    );
  });
});

const links = (text: string, format: 'md' | 'mdx' = 'md') =>
  readEvidence(text, format).links.map(({ scheme, target, text, line }) => [scheme, target, text, line]);

describe('links', () => {
  it('are found in text, images, references, headings and tables, with their lines', () => {
    const text = [
      '# [a](claim:A-x)',
      '',
      'b [0.71](metric:e/r2?model=vit&snr=5)',
      '![c](fig:e/f) <metric:e/r2> [d][r] [](exp:e)',
      '',
      '| [0.5](reported:s#p "title") |',
      '|---|',
      '',
      '[r]: reported:s',
    ].join('\n');
    assert.deepEqual(links(text), [
      ['claim', 'A-x', 'a', 1],
      ['metric', 'e/r2?model=vit&snr=5', '0.71', 3],
      ['fig', 'e/f', 'c', 4],
      ['metric', 'e/r2', '', 4],
      ['reported', 's', 'd', 4],
      ['exp', 'e', '', 4],
      ['reported', 's#p', '0.5', 6],
    ]);
  });

  it('are not found in code, nor in other addresses', () => {
    assert.deepEqual(links('`[a](claim:A-x)` [b](https://claim:x) [c](exponent:x)\n\n    [d](claim:A-x)'), []);
  });

  it('keep mathematics of their text', () => {
    assert.deepEqual(links('[$0.71$ **K**](metric:e/m)'), [['metric', 'e/m', '0.71 K', 1]]);
  });

  it('are what components stand for', () => {
    const text =
      '<Metric of="e/r2">0.71</Metric> <Claim id="A-x" />\n\n<Figure of="e/f" caption="c" />\n\n<Leaderboard suite="s" />';
    assert.deepEqual(links(text, 'mdx'), [
      ['metric', 'e/r2', '0.71', 1],
      ['claim', 'A-x', '', 1],
      ['fig', 'e/f', 'c', 3],
      ['leaderboard', 's', '', 5],
    ]);
  });

  it('in raw HTML are told apart', () => {
    assert.deepEqual(readEvidence("a\n<a href='metric:e/r2'>x</a>", 'md').htmlLinks, [
      { text: 'metric:e/r2', line: 2 },
    ]);
  });
});

/** MDX, and line and message of each fault. */
const mdx: [string, string[]][] = [
  ['text $R^{2}$ <Metric of="e/r2" /> <br/> H<sub>2</sub>O', []],
  ['import x from "y"', ['1 import and export are code']],
  ['a\n\nexport const a = 1', ['3 import and export are code']],
  ['{1}', ['1 {…} is an expression']],
  ['a {1} b', ['1 {…} is an expression']],
  ['{/* a comment */}', ['1 {…} is an expression']],
  ['<Chart />', ['1 <Chart> is no component of a content file']],
  ['<x.y />', ['1 <x.y> is no component of a content file']],
  ['<constructor />', ['1 <constructor> is no component of a content file']],
  ['<script>x</script>', ['1 <script> is no component of a content file']],
  ['<Metric of={x} />', ['1 <Metric> has of={…}, which is code']],
  ['<Metric {...x} />', ['1 <Metric> spreads an expression']],
  ['<Metric />', ['1 <Metric> has no of']],
  ['<Claim of="A-x" />', ['1 <Claim> has no id']],
  ['<b onclick="x">a</b>', ['1 <b> has the attribute onclick']],
  ['a <5% b', ['1 no MDX: Unexpected character `5`']],
  ['<b>a', ['1 no MDX: Expected a closing tag for `<b>`']],
];

describe('MDX is data', () => {
  for (const [text, expected] of mdx) {
    it(JSON.stringify(text), () => {
      const faults = readEvidence(text, 'mdx').mdxFaults.map(({ line, message }) => `${line} ${message}`);
      assert.deepEqual(
        faults.map((fault, i) => fault.slice(0, expected[i]?.length)),
        expected,
      );
    });
  }
});

describe('rememberingReader', () => {
  it('gives what reading gives, also out of a broken memory', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'paper-factory-'));
    const file = path.join(folder, '.factory', 'cache', 'evidence.json');
    const text = '[0.71](metric:e/r2) R² = 0.5 <a href="exp:e">e</a>';
    const expected = readEvidence(text, 'md');
    /** Reads as a command does, from opening the memory to writing it down. */
    const readOnce = () => {
      const { read, save } = rememberingReader(folder);
      const evidence = read(text, 'md');
      save();
      return evidence;
    };
    try {
      assert.deepEqual(readOnce(), expected);
      const kept = readFileSync(file, 'utf8');
      assert.match(kept, /metric/);
      assert.deepEqual(readOnce(), expected);
      for (const broken of ['', '{', 'null', kept.replace('e/r2', 'e/r3'), kept.slice(0, -2)]) {
        writeFileSync(file, broken);
        assert.deepEqual(readOnce(), expected);
      }
      assert.equal(readFileSync(file, 'utf8'), kept);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
