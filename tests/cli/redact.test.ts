import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { wordsLeft } from '../../src/cli/publish/left.ts';
import { redactSite } from '../../src/cli/publish/redact.ts';

const patterns = ['/home/*', '*.example.edu', 'Ada Lovelace', '王小明团队', 'TH'];

/** A folder of one file, redacted. */
function redacted(file: string, text: string): { text: string; left: string[]; counts: [string, number][] } {
  const folder = mkdtempSync(join(tmpdir(), 'pf-redact-'));
  try {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), text);
    const counts = [...redactSite(folder, patterns)].filter(([, count]) => count > 0);
    return { text: readFileSync(join(folder, file), 'utf8'), left: wordsLeft(folder, patterns), counts };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('a mark takes the place of what a pattern matches', () => {
  const rows: [what: string, file: string, text: string, expected: string][] = [
    ['text', 'a.html', '<p>In /home/ada/x <b>it</b></p>', '<p>In [redacted] <b>it</b></p>'],
    ['coloured code', 'a.html', '<span>/ho</span><span>me/</span><span>ada</span> y', '<span>[redacted]</span><span></span><span></span> y'],
    ['a path that may break', 'a.html', '<code>/home/<wbr>ada/<wbr>x_<wbr>y</code>', '<code>[redacted]<wbr><wbr><wbr></code>'],
    ['not from block to block', 'a.html', '<p>/home/a</p><p>next</p>', '<p>[redacted]</p><p>next</p>'],
    ['entities', 'a.html', '<p>&#47;home/a&amp;b &amp; c</p>', '<p>[redacted] &amp; c</p>'],
    ['an attribute', 'a.html', '<img alt="of /home/a, &quot;x&quot;" title=\'x > y\'>', '<img alt="of [redacted], &quot;x&quot;" title=\'x > y\'>'],
    ['a link that leads out', 'a.html', '<a href="https://n1.example.edu/x" rel="external">it</a>', '<a rel="external">it</a>'],
    ['an anchor and its link alike', 'a.html', '<a href="#x.example.edu">a</a><i id="x.example.edu">', '<a href="#[redacted]">a</a><i id="[redacted]">'],
    ['an anchor and its encoded link alike', 'a.html', '<h2 id="log-王小明团队的想法">x</h2><a href="#log-%E7%8E%8B%E5%B0%8F%E6%98%8E%E5%9B%A2%E9%98%9F%E7%9A%84%E6%83%B3%E6%B3%95">a</a>', '<h2 id="log-[redacted]的想法">x</h2><a href="#log-[redacted]的想法">a</a>'],
    ['an encoded link that leads out', 'a.html', '<a href="https://x.org/%E7%8E%8B%E5%B0%8F%E6%98%8E%E5%9B%A2%E9%98%9F">a</a>', '<a>a</a>'],
    ['an encoded address in text', 'a.html', '<p>see /a/Ada%20Lovelace, 5%20</p>', '<p>see /a/[redacted], 5%20</p>'],
    ['an encoded address in JSON', 'api/a.json', '{"url":"/x/#%E7%8E%8B%E5%B0%8F%E6%98%8E%E5%9B%A2%E9%98%9F"}', '{"url":"/x/#[redacted]"}'],
    ['a short name is not an element', 'a.html', '<th>of TH</th>', '<th>of [redacted]</th>'],
    ['words over lines', 'a.html', '<p>Ada\n Lovelace</p>', '<p>[redacted]</p>'],
    ['accents however written', 'a.html', '<p>Cafe\u0301 Ada Lovelace</p>', '<p>Café [redacted]</p>'],
    ['metadata of a drawing', 'f/a.svg', '<svg><metadata>/home/ada/x.py</metadata><text>n1.<tspan>example.edu</tspan></text></svg>', '<svg><metadata>[redacted]</metadata><text>[redacted]<tspan></tspan></text></svg>'],
    ['CDATA', 'feed.xml', '<t><![CDATA[a & /home/x]]></t>', '<t><![CDATA[a & [redacted]]]></t>'],
    ['JSON, keys too', 'api/a.json', '{"/home/x":"a \\"\\/home\\/ada\\" n1.example.edu","n":1.50}', '{"[redacted]":"a \\"[redacted]\\" [redacted]","n":1.50}'],
    ['any other text', 'CNAME', 'n1.example.edu\n', '[redacted]\n'],
    ['nothing', 'a.html', '<p class=x data-a="1">a &mdash; b</p><script src="/theme.js"></script>', '<p class=x data-a="1">a &mdash; b</p><script src="/theme.js"></script>'],
  ]; // prettier-ignore
  for (const [what, file, text, expected] of rows) {
    test(what, () => {
      const { text: found, left } = redacted(file, text);
      assert.equal(found, expected);
      assert.deepEqual(left, []);
    });
  }

  test('the last look reads encoded addresses', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pf-left-'));
    try {
      writeFileSync(join(folder, 'a.html'), '<a href="#%E7%8E%8B%E5%B0%8F%E6%98%8E%E5%9B%A2%E9%98%9F">a</a>');
      assert.deepEqual(wordsLeft(folder, patterns), ['a.html: "王小明团队"']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('how often each was met is counted', () => {
    assert.deepEqual(redacted('a.html', '<p title="/home/a">/home/b n1.example.edu</p>').counts, [
      ['/home/*', 2],
      ['*.example.edu', 1],
    ]);
  });

  test('an address cannot be marked', () => {
    assert.throws(
      () => redacted('notes/n1.example.edu/index.html', '<p>'),
      /the address \/notes\/n1\.example\.edu\/index\.html has what "\*\.example\.edu" redacts/,
    );
  });
});
