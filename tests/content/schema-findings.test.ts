import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  claimSchema,
  experimentConfigSchema,
  experimentLogSchema,
  factoryConfigSchema,
  trackSchema,
} from '@paper-factory/runners/schema';
import type { z } from 'zod';
import { parseYaml } from '../../src/content/parse-yaml.ts';
import { parseWith } from '../../src/content/schema-findings.ts';
import { describe, formatPath } from '../../src/content/schema-words.ts';

const claim = 'id: T-a\nstatement: A.\n';
const log = 'schemaVersion: 1\nid: a\ntitle: A\ndate: 2026-11-21\nauthors: [Ada]\nsuite: spectra\nstatus: done\nquestion: Q?\n';
const track = 'schemaVersion: 1\nid: T\ntitle: T\ndate: 2026-11-21\nauthors: [Ada]\ncoreIdea: C\nthesis: T\n';
const config = 'schemaVersion: 1\nid: a\nsuite: s\nrunner: s/a\ntitle: A\nseeds: [1]\nprofiles: { smoke: {}, default: {} }\n';
const root = 'schemaVersion: 1\ntitle: R\n';

/** What is added to a valid file, and the text of each finding: line, message, hint. */
const cases: [string, z.ZodType, string, string[]][] = [
  ['a kind that is not known', claimSchema, `${claim}kind: valeu\n`, [
    '3 kind: expected one of value, bound, comparison, ratio, trend, identity, negative, found "valeu" | Did you mean "value"? Write one of the expected values. It is: Kind of test.',
  ]],
  ['a number or an address', claimSchema, `${claim}kind: comparison\nleft: [1]\n`, [
    '4 left: expected a number or text, found a list | Correct "left". It is: A number, or the address of an executed metric.',
  ]],
  ['an address without a metric', claimSchema, `${claim}kind: comparison\nleft: spectra\n`, [
    '4 left: "spectra" is no metric address; expected <experiment>/<metric>?key=value&key=value | Correct "left". It is: A number, or the address of an executed metric.',
  ]],
  ['a misspelt key of an alternative', claimSchema, `${claim}kind: value\ntolerance: { relativ: 0.1 }\n`, [
    '4 expected a known key in tolerance, found "relativ" | Did you mean "relative"?',
  ]],
  ['an alternative of another type', claimSchema, `${claim}kind: value\ntolerance: 0.1\n`, [
    '4 tolerance: expected a mapping, found the number 0.1 | Correct "tolerance". It is: Else 10% relative where the value is reported by a study, else the digits written.',
  ]],
  ['a field of another kind', claimSchema, `${claim}kind: trend\nvalue: '1'\n`, [
    '4 expected a known key, found "value" | Remove it, or use one of: kind, id, contribution, level, statement, status, reported, target, scale, source, expect, because, calibration, experiment, planned, restsOn, conflictsWith, note, metric, over, trend, tolerance.',
  ]],
  ['a reason that is missing', claimSchema, `${claim}kind: trend\nexpect: falsified\n`, [
    '1 because: is required with expect: falsified: say why the statement does not hold here | Give "because" a value. It is: Required where expect is not verified.',
  ]],
  ['an author', experimentLogSchema, log.replace('[Ada]', '[{ nam: Ada }, 7]'), [
    '5 expected a known key in authors[0], found "nam" | Did you mean "name"?',
    '5 authors[1]: expected text or a mapping, found the number 7 | Correct "authors".',
  ]],
  ['no authors', experimentLogSchema, log.replace('[Ada]', '[]'), [
    '5 authors: expected a list with at least 1 item, found a list | Correct "authors". It is: Who wrote it.',
  ]],
  ['a version of tomorrow', experimentLogSchema, log.replace('schemaVersion: 1', 'schemaVersion: 2'), [
    '1 schemaVersion: expected the number 1, found the number 2 | The file is of a newer paper-factory: update the tool. Nothing else of the file is looked at.',
  ]],
  ['a figure source', trackSchema, `${track}figures:\n  - n: 1.5\n    title: F\n    source: { kind: fil, path: a }\n    reportedState: ready\n`, [
    '9 figures[0].n: expected a whole number, found the number 1.5 | Correct "n". It is: Number in the plan, or null.',
    '11 figures[0].source.kind: expected one of file, folder, wandb, mvp, tbd, found "fil" | Did you mean "file"? Write one of the expected values. It is: Kind of source.',
  ]],
  ['a sweep key', experimentConfigSchema, `${config}sweep: { 1snr: [5], snr: [] }\n`, [
    '8 sweep: the key "1snr" must be the name of a param | Rename "1snr".',
    '8 sweep.snr: expected a list with at least 1 item, found a list | Correct "snr".',
  ]],
  ['a repeated seed', experimentConfigSchema, config.replace('[1]', '[1, 1]'), [
    '6 seeds: must not repeat a seed, found a list | Correct "seeds". It is: Integer seeds, each >= 1; one run for each.',
  ]],
  ['an address of the web', factoryConfigSchema, `${root}repository: example\n`, [
    '3 repository: expected a web address, found "example" | Correct "repository". It is: Where the root is developed.',
  ]],
  ['a severity', factoryConfigSchema, `${root}rules: { number-is-bound: warning }\n`, [
    '3 rules.number-is-bound: expected one of error, warn, off, found "warning" | Write one of the expected values.',
  ]],
  ['a file that is a list', factoryConfigSchema, '- 1\n', ['1 expected a mapping, found a list | Correct "the file".']],
];

for (const [name, schema, text, expected] of cases) {
  test(name, () => {
    const yaml = parseYaml(text, 'f');
    const { findings } = parseWith(schema, yaml.value, { file: 'f', line: yaml.line });
    assert.deepEqual(findings.map(({ line, message, hint }) => `${line} ${message} | ${hint}`), expected);
  });
}

test('values and paths as a reader sees them', () => {
  assert.deepEqual(
    [undefined, null, [1], {}, 'x', 0.5, true].map(describe),
    ['nothing', 'nothing', 'a list', 'a mapping', '"x"', 'the number 0.5', 'true'],
  );
  assert.equal(formatPath(['contributions', 0, 'claims', 1]), 'contributions[0].claims[1]');
});
