import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import {
  claimSchema,
  datasetSchema,
  experimentConfigSchema,
  experimentLogSchema,
  factoryConfigSchema,
  trackSchema,
} from '@paper-factory/runners/schema';
import { loadRoot } from '../../src/content/load-root.ts';
import { caseNames, rulesDir, withRoot } from './cases.ts';

test('loads everything a root holds', () => {
  withRoot(null, (dir) => {
    const root = loadRoot(dir);
    assert.equal(root.config.title, 'Tiny root');
    assert.deepEqual([...root.tracks.keys()], ['T']);
    assert.deepEqual([...root.experiments.keys()], ['tiny-data']);
    assert.deepEqual([...root.datasets.keys()], ['tiny']);
    assert.deepEqual([...root.results.keys()], ['tiny-data/default']);
    assert.equal(root.claims.get('T-ten-samples')?.line(['value']), 9);
    assert.equal(root.configs.get('tiny-data')?.line(['params', 'samples']), 8);
    assert.match(root.configs.get('tiny-data')!.text, /^schemaVersion: 1\n/);
    assert.deepEqual(root.figures.get('tiny-data/samples'), {
      experiment: 'tiny-data',
      name: 'samples',
      title: 'Samples',
      caption: 'Ten.',
      description: 'One bar of height ten.',
      svg: 'assets/figures/tiny-data/samples.svg',
      spec: 'assets/figures/tiny-data/samples.vl.json',
    });
    const log = root.experiments.get('tiny-data')!;
    const lines = readFileSync(path.join(dir, log.file), 'utf8').split('\n');
    assert.equal(lines.slice(log.bodyLine - 1).join('\n'), log.body);
    assert.match(lines[log.line(['metrics', 0, 'written']) - 1], /written: '10'/);
  });
});

test('normalising twice changes nothing', () => {
  withRoot(null, (dir) => {
    const root = loadRoot(dir);
    const parsed = [
      [factoryConfigSchema, root.config],
      ...[...root.tracks.values()].map(({ data }) => [trackSchema, data]),
      ...[...root.experiments.values()].map(({ data }) => [experimentLogSchema, data]),
      ...[...root.datasets.values()].map(({ data }) => [datasetSchema, data]),
      ...[...root.claims.values()].map(({ claim }) => [claimSchema, claim]),
      ...[...root.configs.values()].map(({ config }) => [experimentConfigSchema, config]),
    ] as [typeof trackSchema, unknown][];
    for (const [schema, data] of parsed) assert.deepEqual(schema.parse(data), data);
  });
});

test('faults of many files are all told at once', () => {
  const together = ['front-matter-is-yaml', 'file-is-expected', 'keys-are-known', 'outcome-is-valid', 'result-has-config'];
  const expected = together.flatMap((name) => JSON.parse(readFileSync(path.join(rulesDir, name, 'expected.json'), 'utf8')));
  withRoot(null, (dir) => {
    for (const name of together) cpSync(path.join(rulesDir, name), dir, { recursive: true });
    const byPlace = (list: { file: string; line: number; message: string }[]) =>
      list.map(({ file, line, message }) => `${file}:${line} ${message}`).sort();
    assert.deepEqual(byPlace(loadRoot(dir).findings), byPlace(expected));
  });
});

test('one broken file is no reason to call references to it dangling', () => {
  for (const file of ['content/tracks/t.md', 'content/claims/t.yaml', 'experiments/tiny-data/config.yaml']) {
    withRoot(null, (dir) => {
      const text = readFileSync(path.join(dir, file), 'utf8');
      for (const broken of [`${text.slice(0, 40)}\n"`, text.replace('schemaVersion: 1', 'schemaVersion: 2')]) {
        writeFileSync(path.join(dir, file), broken);
        const findings = loadRoot(dir).findings;
        assert.deepEqual([...new Set(findings.map((one) => one.file))], [file]);
        assert.equal(findings.length, 1);
      }
    });
  }
});

test('one bad claim leaves the other claims of its file', () => {
  withRoot(null, (dir) => {
    const file = path.join(dir, 'content/claims/t.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}  - id: T-bad\n    statement: No kind.\n`);
    const root = loadRoot(dir);
    assert.deepEqual([...root.claims.keys()], ['T-ten-samples']);
    assert.deepEqual(
      root.findings.map(({ line, message }) => [line, message]),
      [[11, 'claims[1].kind: expected one of value, bound, comparison, ratio, trend, identity, negative, found nothing']],
    );
  });
});

test('severities come from the root: off drops, warn lowers, locked rules stay', () => {
  withRoot('reference-resolves', (dir) => {
    const file = path.join(dir, 'factory.config.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, `${text}rules:\n  reference-resolves: off\n`);
    assert.deepEqual(loadRoot(dir).findings, []);
    writeFileSync(file, `${text}rules:\n  reference-resolves: warn\n`);
    assert.deepEqual(new Set(loadRoot(dir).findings.map(({ severity }) => severity)), new Set(['warn']));
  });
  withRoot('front-matter-is-yaml', (dir) => {
    writeFileSync(path.join(dir, 'factory.config.yaml'), 'schemaVersion: 1\ntitle: T\nrules:\n  front-matter-is-yaml: off\n');
    const rules = new Set(loadRoot(dir).findings.map(({ rule }) => rule));
    assert.ok(rules.has('front-matter-is-yaml') && rules.has('fields-are-valid'));
  });
});

test('nothing that a file can hold makes the loader throw', () => {
  withRoot(null, (dir) => {
    const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((one) => statSync(path.join(dir, one)).isFile());
    for (const name of files.filter((one) => !one.endsWith('.svg'))) {
      const file = path.join(dir, name);
      const bytes = readFileSync(file);
      const cuts = [0, 1, 3, 10, ...[0.2, 0.4, 0.6, 0.8, 0.95].map((part) => Math.floor(bytes.length * part))];
      const variants = [
        ...cuts.map((end) => bytes.subarray(0, end)),
        Buffer.from('[]'),
        Buffer.from('null'),
        Buffer.from('---\n- 1\n---\n'),
        Buffer.from('---\n'.repeat(3)),
        Buffer.concat([bytes, Buffer.from([0, 255, 254])]),
        Buffer.from(bytes.toString().replace(/: .*/g, ':')),
        Buffer.from(bytes.toString().replace(/: .*/g, ': [1, {}]')),
        Buffer.from(bytes.toString().replace(/\n/g, '\r')),
      ];
      for (const variant of variants) {
        writeFileSync(file, variant);
        assert.ok(loadRoot(dir).findings.every(({ line, message, hint }) => line >= 1 && message && hint));
      }
      writeFileSync(file, bytes);
    }
    assert.deepEqual(loadRoot(dir).findings, []);
  });
});

test('every message tells what was expected', () => {
  for (const name of caseNames()) {
    withRoot(name, (dir) => {
      for (const { message } of loadRoot(dir).findings) assert.match(message, /expected|must|is required|the key/);
    });
  }
});
