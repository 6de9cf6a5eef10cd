import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { loadRoot } from '../../src/content/load-root.ts';
import { isRule, rules } from '../../src/content/rules.ts';
import { caseNames, rulesDir, withRoot } from './cases.ts';

/** Rules that other modules keep, with fixtures of their own. */
const elsewhere = [
  'mdx-is-data',
  'gate-passes',
  'result-is-present',
  'result-is-fresh',
  'number-is-bound',
  'evidence-link-resolves',
  'file-link-resolves',
  'metric-address-resolves',
  'number-matches-execution',
  'expected-number-is-written',
  'units-agree',
  'scale-is-recorded',
  'claim-is-judged',
  'verdict-is-expected',
];

const ruleOf = (name: string): string => name.split('--')[0];

/** The findings of a case; what names the temporary folder is made the same everywhere. */
const findingsOf = (name: string) =>
  withRoot(name, (root) => {
    const { findings } = loadRoot(root);
    return JSON.parse(JSON.stringify(findings).replaceAll(root, '<root>'));
  });

test('the base has no findings', () => {
  assert.deepEqual(
    withRoot(null, (root) => loadRoot(root).findings),
    [],
  );
});

// `UPDATE=1` rewrites the expectations; read the diff before you keep it.
for (const name of caseNames().filter((one) => !elsewhere.includes(ruleOf(one)))) {
  test(`case ${name}`, () => {
    const file = path.join(rulesDir, name, 'expected.json');
    const found = findingsOf(name);
    if (process.env.UPDATE) writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
    assert.ok(isRule(ruleOf(name)), `${name} is no rule`);
    assert.ok(found.length > 0);
    for (const { rule } of found) assert.equal(rule, ruleOf(name));
    assert.deepEqual(found, JSON.parse(readFileSync(file, 'utf8')));
  });
}

test('every rule that the loader keeps has a case', () => {
  const missing = Object.keys(rules).filter(
    (rule) => !elsewhere.includes(rule) && !existsSync(path.join(rulesDir, rule, 'expected.json')),
  );
  assert.deepEqual(missing, []);
});
