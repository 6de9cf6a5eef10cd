import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadRoot } from '../../src/content/load-root.ts';
import { readStored, storedBody, storeText, withBody, withParts } from '../../src/content/stored-text.ts';
import { handOver, takeOver, type JudgedRoot } from '../../src/site/judged.ts';
import { withRoot } from './cases.ts';

test('a text is stored as it is written', () => {
  for (const text of ['', 'a', 'é\r\n', 'R² of 0,9 – 光谱 🌌\u{2028}']) assert.equal(readStored(storeText(text)), text);
});

test('a copy of an entry has its own body, and never the one that was stored for the original', () => {
  const entry = withBody({ id: 'a' }, storeText('A private name.'));
  const copies = [withParts(entry, { body: 'A name.' }), withParts(entry, { id: 'b' }), { ...entry, body: 'A name.' }];
  assert.deepEqual(
    copies.map(({ id, body }) => [id, body]),
    [['a', 'A name.'], ['b', 'A private name.'], ['a', 'A name.']],
  ); // prettier-ignore
  assert.equal(readStored(storedBody(copies[0]!)!), 'A name.');
  assert.equal(storedBody(copies[1]!), storedBody(entry));
  assert.equal(storedBody(copies[2]!), undefined);
});

test('a root that is handed to a thread shares the memory of its texts', () => {
  withRoot(null, (root) => {
    const loaded = loadRoot(root);
    const judged = { loaded, report: {}, state: {} } as JudgedRoot;
    const texts = [...loaded.experiments.values(), ...loaded.tracks.values(), ...loaded.translations.values()];
    assert.ok(texts.some(({ body }) => body.trim() !== ''));
    const taken = takeOver(structuredClone(handOver(judged))).loaded;
    const copies = [...taken.experiments.values(), ...taken.tracks.values(), ...taken.translations.values()];
    for (const [i, entry] of texts.entries()) {
      assert.equal(copies[i]!.body, entry.body, entry.file);
      assert.deepEqual(copies[i]!.data, entry.data);
    }
    // Written through one of them, read through the other.
    storedBody(texts.find(({ body }) => body !== '')!)!.fill(0x2e);
    for (const [i, entry] of texts.entries()) assert.equal(copies[i]!.body, entry.body, entry.file);
  });
});
