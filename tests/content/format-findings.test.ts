import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatFindings, summarizeFindings } from '../../src/content/format-findings.ts';
import { applySeverity, finding, sortFindings } from '../../src/content/rules.ts';
import { nearest } from '../../src/content/suggest.ts';

const findings = sortFindings([
  finding('claim-is-judged', 'content/claims/t.yaml', 4, 'expected a verdict, found none', 'Bind it.'),
  finding('keys-are-known', 'content/a.md', 12, 'expected a known key, found "txet"', 'Did you mean "text"?'),
  finding('fields-are-valid', 'content/a.md', 3, 'date: must be a date like 2026-11-21, found "soon"', 'Correct "date".'),
]);

test('findings as text', () => {
  assert.equal(
    formatFindings(findings),
    `content/a.md:3   error  fields-are-valid
    date: must be a date like 2026-11-21, found "soon"
    Correct "date".
content/a.md:12  error  keys-are-known
    expected a known key, found "txet"
    Did you mean "text"?

content/claims/t.yaml:4  warn   claim-is-judged
    expected a verdict, found none
    Bind it.

2 errors and 1 warning in 2 files
`,
  );
  assert.equal(formatFindings([]), '');
});

test('summaries', () => {
  assert.equal(summarizeFindings([]), 'no faults');
  assert.equal(summarizeFindings(findings.slice(0, 1)), '1 error in 1 file');
  assert.equal(summarizeFindings(findings.slice(2)), '1 warning in 1 file');
});

test('severities apply twice as once', () => {
  const config = { rules: { 'claim-is-judged': 'error', 'keys-are-known': 'off' } } as const;
  const once = applySeverity(findings, config);
  assert.deepEqual(
    once.map(({ rule, severity }) => [rule, severity]),
    [
      ['fields-are-valid', 'error'],
      ['claim-is-judged', 'error'],
    ],
  );
  assert.deepEqual(applySeverity(once, config), once);
});

test('the nearest word is offered, and none where nothing is near', () => {
  const known = ['title', 'tags', 'authors', 'id'];
  const words = { titel: 'title', Title: 'title', autors: 'authors', tag: 'tags', di: 'id', x: null, completely: null };
  for (const [word, near] of Object.entries(words)) assert.equal(nearest(word, known), near, word);
});
