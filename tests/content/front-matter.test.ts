import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFrontMatter } from '../../src/content/front-matter.ts';

const lines = (...text: string[]): string => text.join('\n');

test('splits front matter from the body and keeps their lines', () => {
  const text = lines('---', 'id: 007', 'date: 2026-11-21', '---', '', '# Body', '');
  const { value, body, bodyLine, line, findings } = parseFrontMatter(text, 'a.md');
  assert.deepEqual({ value, body, findings }, {
    value: { id: '007', date: '2026-11-21' },
    body: '\n# Body\n',
    findings: [],
  });
  assert.equal(text.split('\n')[bodyLine - 1], '');
  assert.deepEqual([bodyLine, line(['id']), line(['date'])], [5, 2, 3]);
});

test('takes Windows line ends, a byte order mark, ---yaml and an empty body', () => {
  const windows = parseFrontMatter('---\r\nid: a\r\nn: 1\r\n---\r\nBody\r\n', 'a.md');
  assert.deepEqual([windows.value, windows.body, windows.bodyLine, windows.line(['n'])], [{ id: 'a', n: 1 }, 'Body\r\n', 5, 3]);
  assert.deepEqual(parseFrontMatter('---yaml\nid: a\n---\n', 'a.md').value, { id: 'a' });
  assert.deepEqual(parseFrontMatter('---\nid: a\n---', 'a.md').body, '');
  assert.equal(parseFrontMatter('---\nid: a\n---  \nBody', 'a.md').findings.length, 0);
});

test('a rule in the body is no front matter', () => {
  const { value, body } = parseFrontMatter(lines('---', 'id: a', '---', 'One', '', '---', '', 'Two'), 'a.md');
  assert.deepEqual([value, body], [{ id: 'a' }, 'One\n\n---\n\nTwo']);
});

test('nothing is evaluated, whatever the language', () => {
  const text = 'globalThis.evaluated = true';
  for (const language of ['js', 'javascript', 'json', 'toml', 'coffee', 'coffeescript', 'cson', ' js', 'JS', '__proto__']) {
    const { value, findings } = parseFrontMatter(lines(`---${language}`, text, '---', ''), 'a.md');
    assert.equal(value, undefined);
    assert.deepEqual(
      findings.map(({ rule, line }) => [rule, line]),
      [['front-matter-is-yaml', 1]],
    );
  }
  assert.equal((globalThis as { evaluated?: boolean }).evaluated, undefined);
});

test('refuses text without front matter, or without its end', () => {
  for (const text of ['', 'Text', '----\nid: a\n----\n', '---', '---\nid: a\n', '---\nid: a\n---x\n']) {
    assert.deepEqual(
      parseFrontMatter(text, 'a.md').findings.map(({ rule }) => rule),
      ['front-matter-is-yaml'],
      JSON.stringify(text),
    );
  }
});
