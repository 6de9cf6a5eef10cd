import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadRoot } from '../../src/content/load-root.ts';
import { readStored, shareBody, storeText, withBody, withParts } from '../../src/content/stored-text.ts';
import type { LoadedRoot } from '../../src/content/types.ts';
import { anonymousRoot } from '../../src/site/lib/anonymous-root.ts';
import { hiddenOf } from '../../src/site/lib/public-hidden.ts';
import { publicRoot } from '../../src/site/lib/public-root.ts';
import { handOver, takeOver, type JudgedRoot } from '../../src/site/judged.ts';
import { withRoot } from './cases.ts';

const head = (id: string, more = ''): string =>
  `---\nschemaVersion: 1\nid: ${id}\ntitle: R² of ${id} – 光谱 🌌\ndate: 2026-11-21\nauthors: [Ådå]\ntracks: [T]\nsuite: spectra\n` +
  `status: done\nquestion: What of ${id}?\n${more}---\n`;

test('a text is stored as it is written', () => {
  for (const text of ['', 'a', 'é\r\n', 'R² of 0,9 – 光谱 🌌\u{2028}']) assert.equal(readStored(storeText(text)), text);
});

test('a body is all that stands behind the front matter', () => {
  withRoot(null, (root) => {
    const body = '\r\nR² – 光谱 🌌\n\n---\n\nEnd';
writeFileSync(join(root, 'content/experiments/signs.md'), head('signs') + body);
    const { findings, experiments } = loadRoot(root);
    const log = experiments.get('signs');
    assert.equal(log?.body, body, JSON.stringify(findings));
    assert.equal(log.line(['authors']), 6);
  });
});

test('a copy of an entry has its own body, and never the one that was stored for the original', () => {
  const entry = withBody({ id: 'a' }, storeText('A private name.'));
  const copies = [withParts(entry, { body: 'A name.' }), withParts(entry, { id: 'b' }), { ...entry, body: 'A name.' }];
  assert.deepEqual(
    copies.map(({ id, body }) => [id, body]),
    [['a', 'A name.'], ['b', 'A private name.'], ['a', 'A name.']],
  ); // prettier-ignore
  const stored = copies.map((copy) => shareBody(copy));
  assert.deepEqual(
    stored.map((bytes) => bytes && readStored(bytes)),
    ['A name.', 'A private name.', undefined],
  );
  assert.equal(shareBody(entry), stored[1], 'a copy with the same body moves with it');
  assert.equal(withParts({ id: 'a', body: 'b' }, { id: 'c' }).body, 'b');
});

const entriesOf = ({ experiments, tracks, translations, datasets }: LoadedRoot) =>
  [experiments, tracks, translations, datasets].flatMap((map) => [...map.values()]);

test('the public and the anonymous copy of a root keep its texts stored', () => {
  withRoot(null, (root) => {
    const loaded = loadRoot(root);
    const hidden = hiddenOf(loaded);
    for (const copy of [publicRoot(loaded, hidden), anonymousRoot(loaded)]) {
      assert.ok(entriesOf(copy).length > 1);
      for (const entry of entriesOf(copy)) {
        assert.equal(readStored(shareBody(entry)!), entry.body, entry.file);
      }
    }
  });
});

test('a root that is handed to a thread shares the memory of its texts', () => {
  withRoot(null, (root) => {
    const loaded = loadRoot(root);
    const texts = entriesOf(loaded);
    const before = texts.map(({ body }) => body);
    const judged = { loaded, report: {}, state: {} } as JudgedRoot;
    const copies = entriesOf(takeOver(structuredClone(handOver(judged))).loaded);
    assert.deepEqual(
      copies.map(({ body }) => body),
      before,
    );
    assert.deepEqual(
      copies.map(({ data }) => data),
      texts.map(({ data }) => data),
    );
    // Written through one of them, read through the other.
    shareBody(texts.find(({ body }) => body !== '')!)!.fill(0x2e);
    assert.deepEqual(
      copies.map(({ body }) => body),
      texts.map(({ body }) => body),
    );
    assert.notDeepEqual(
      copies.map(({ body }) => body),
      before,
    );
  });
});

test('a private log stays private where a public log reports on its run', () => {
  withRoot(null, (root) => {
    writeFileSync(join(root, 'content/experiments/tiny-data.md'), head('tiny-data', 'visibility: private\naliases: [okapi]\n'));
    writeFileSync(join(root, 'content/experiments/report.md'), head('report', 'config: tiny-data\n'));
    const loaded = loadRoot(root);
    const hidden = hiddenOf(loaded);
    assert.deepEqual([...publicRoot(loaded, hidden).experiments.keys()], ['report']);
    assert.ok(hidden.files.has('content/experiments/tiny-data.md'));
    assert.ok(!hidden.files.has('experiments/tiny-data/config.yaml'));
  });
});
