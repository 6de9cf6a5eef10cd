import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseYaml } from '../../src/content/parse-yaml.ts';

/** What is written, and what it is read as. */
const values: [string, unknown][] = [
  ['007', '007'],
  ['7', 7],
  ['-3', -3],
  ['+0.5', 0.5],
  ['.5', 0.5],
  ['00.5', '00.5'],
  ['1e-3', 0.001],
  ['1e999', '1e999'],
  ['.nan', '.nan'],
  ['.inf', '.inf'],
  ['12345678901234567890', '12345678901234567890'],
  ['0x1F', '0x1F'],
  ['1_000', '1_000'],
  ['12:30:45', '12:30:45'],
  ['2026-11-21', '2026-11-21'],
  ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00Z'],
  ['yes', 'yes'],
  ['NO', 'NO'],
  ['true', true],
  ['null', null],
  ['~', null],
  ["'10'", '10'],
  ['', null],
];

for (const [written, value] of values) {
  test(`reads ${written || 'nothing'}`, () => {
    const { value: data, findings } = parseYaml(`key: ${written}\n`, 'file.yaml');
    assert.deepEqual(findings, []);
    assert.deepEqual(data, { key: value });
  });
}

test('a %YAML 1.1 line changes nothing', () => {
  assert.deepEqual(parseYaml('%YAML 1.1\n---\na: yes\nb: 007\n<<: { c: 1 }\n', 'f').value, {
    a: 'yes',
    b: '007',
    '<<': { c: 1 },
  });
});

test('a key named __proto__ is only a key', () => {
  const value = parseYaml('__proto__: { polluted: true }\n', 'f').value as object;
  assert.deepEqual(Object.keys(value), ['__proto__']);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});

test('lines lead to keys, items and, for what is missing, to what is around it', () => {
  const { line } = parseYaml('a: 1\nb:\n  - c: 2\n    d: 3\n  - &x\n    e: 4\nf: *x\n', 'f', 11);
  const at = (...path: PropertyKey[]) => line(path);
  assert.deepEqual(
    [at('a'), at('b'), at('b', 0), at('b', 0, 'd'), at('b', 1, 'e'), at('f'), at('f', 'e')],
    [11, 12, 13, 14, 16, 17, 16],
  );
  assert.deepEqual([at(), at('missing'), at('b', 0, 'missing'), at('b', 9), at('a', 'b')], [11, 11, 13, 12, 11]);
});

test('an alias may be used, and only so often', () => {
  assert.deepEqual(parseYaml('a: &x [1]\nb: *x\n', 'f').value, { a: [1], b: [1] });
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (const [one, two] of ['ab', 'bc', 'cd', 'de', 'ef']) bomb.push(`${two}: &${two} [${`*${one}, `.repeat(9)}*${one}]`);
  const { value, findings } = parseYaml(bomb.join('\n'), 'f');
  assert.equal(value, undefined);
  assert.deepEqual(
    findings.map(({ rule }) => rule),
    ['yaml-is-well-formed'],
  );
});

test('nesting that would exhaust the stack is a finding', () => {
  for (const text of ['['.repeat(100_000), '{a: '.repeat(50_000), '- '.repeat(50_000)]) {
    assert.equal(parseYaml(text, 'f').findings[0]?.rule, 'yaml-is-well-formed');
  }
});

/** Malformed text, the line its author wants to see, and the start of the message. */
const faults: [string, number, RegExp][] = [
  ['a: 1\na: 2\nb: 1\nb: 2\n', 2, /^expected each key once, found it again: "a: 2"$/],
  ['a:\n\tb: 1\n', 2, /Tabs are not allowed/],
  ['a: [1, 2\nb: 3\n', 2, /^expected well-formed YAML/],
  ['a: 1\nb: "two\nc: 3\nd: 4\n', 2, /found "b: "two" \(Missing closing "quote\)$/],
  ['a: x: y\n', 1, /Nested mappings/],
  ['a: *b\n', 1, /^expected an anchor &b before/],
  ['a: !!binary aGk=\n', 1, /Unresolved tag/],
  ['a: !!js/function x\n', 1, /Unresolved tag/],
  ['a: 1\n---\nb: 2\n', 2, /multiple documents/],
  ['? [a, b]\n: 1\n', 1, /keys must be strings/],
];

for (const [text, line, message] of faults) {
  test(`refuses ${JSON.stringify(text)}`, () => {
    const { value, findings } = parseYaml(text, 'f');
    assert.equal(value, undefined);
    assert.equal(findings[0].line, line);
    assert.match(findings[0].message, message);
    assert.ok(findings[0].hint);
  });
}

test('each repeated key is a finding, every other slip only one', () => {
  assert.equal(parseYaml('a: 1\na: 2\nb: 1\nb: 2\n', 'f').findings.length, 2);
  assert.equal(parseYaml('a: [1\nb: ]]\nc: "\n', 'f').findings.length, 1);
});
