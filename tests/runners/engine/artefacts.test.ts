import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { artefactReader, createArtefactFolder } from '../../../runners/src/engine/artefacts.ts';
import { UserError } from '../../../runners/src/schema/index.ts';

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'paper-factory-artefacts-'))));
after(() => rmSync(folder, { recursive: true, force: true }));

suite('what upstream runs left', () => {
  const fileWith = (text: string) => {
    const file = join(folder, text);
    writeFileSync(file, text);
    return file;
  };
  const read = () =>
    artefactReader('up', [
      { seed: 1, point: { snr: 3 }, files: { weights: fileWith('1-3') } },
      { seed: 1, point: { snr: 5 }, files: { weights: fileWith('1-5') } },
      { seed: 2, point: { snr: 3 }, files: { weights: fileWith('2-3') } },
    ]);
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

  test('is found by seed, and by point where several have the seed', () => {
    assert.equal(text(read()('weights', 2)), '2-3');
    assert.equal(text(read()('weights', 1, { snr: 5 })), '1-5');
  });

  for (const [what, ask, message] of [
    ['a name', () => read()('bias', 1), 'no run of up left "bias" for seed 1'],
    ['a seed', () => read()('weights', 9), 'no run of up left "weights" for seed 9'],
    ['a point', () => read()('weights', 2, { snr: 5 }), 'no run of up left "weights" for seed 2, snr 5'],
    ['which of two', () => read()('weights', 1), 'more than one run of up left "weights" for seed 1'],
  ] as const) {
    test(`${what} that does not tell is refused with what there is`, () => {
      const hint = 'It left: weights (seed 1, snr 3); weights (seed 1, snr 5); weights (seed 2, snr 3).';
      assert.throws(ask, (error: UserError) => error.message === message && error.hint === hint);
    });
  }

  test('where nothing was left, what to do is said', () => {
    const ask = () => artefactReader('up', [])('weights', 1);
    assert.throws(ask, (error: UserError) => error.hint === 'List the file under `artefacts` of up.');
  });
});

suite('what a run leaves', () => {
  test('is a file for each name, below folders too', () => {
    const artefacts = createArtefactFolder({ names: ['weights', 'logs/train.bin'], folder: join(folder, 'run') });
    artefacts.leave('weights', Uint8Array.of(1, 2));
    artefacts.leave('logs/train.bin', Uint8Array.of(3));
    const { weights } = artefacts.left();
    assert.deepEqual([...readFileSync(weights)], [1, 2]);
    assert.deepEqual(Object.keys(artefacts.left()), ['weights', 'logs/train.bin']);
  });

  test('must be listed, and all of it must come', () => {
    const artefacts = createArtefactFolder({ names: ['weights'], folder: join(folder, 'other') });
    assert.throws(
      () => artefacts.leave('../escape', Uint8Array.of(1)),
      /"\.\.\/escape", which its config does not list/,
    );
    assert.throws(() => artefacts.left(), /did not leave "weights", which its config lists under `artefacts`/);
  });
});
