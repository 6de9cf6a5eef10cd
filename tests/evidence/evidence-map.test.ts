import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { loadRoot } from '../../src/content/load-root.ts';
import { datasetsOf, evidenceMap } from '../../src/evidence/evidence-map.ts';
import { readState } from '../../src/evidence/state.ts';
import { withRoot } from '../content/cases.ts';

function mapOf(root: string) {
  const loaded = loadRoot(root);
  return evidenceMap('T', loaded, readState(loaded, {}));
}

const edges = (root: string): string[] => mapOf(root).edges.map(({ from, to, state }) => `${from} -> ${to} ${state}`);

describe('evidenceMap', () => {
  it('leads from contribution to dataset', () => {
    withRoot(null, (root) => {
      assert.deepEqual(edges(root), [
        'contribution:1 -> claim:T-ten-samples ok',
        'claim:T-ten-samples -> experiment:tiny-data ok',
        'experiment:tiny-data -> metric:tiny-data/samples ok',
        'metric:tiny-data/samples -> config:tiny-data ok',
        'config:tiny-data -> dataset:tiny ok',
        'experiment:tiny-data -> figure:tiny-data/samples ok',
        'figure:tiny-data/samples -> config:tiny-data ok',
      ]);
      const { nodes, loose } = mapOf(root);
      assert.deepEqual(
        nodes.map(({ id, label, state }) => [id, label, state]),
        [
          ['contribution:1', 'Ten samples are counted.', ''],
          ['claim:T-ten-samples', 'The tiny dataset has ten samples.', 'verified'],
          ['experiment:tiny-data', 'Tiny data', 'done'],
          ['metric:tiny-data/samples', 'samples = 10', 'done'],
          ['config:tiny-data', 'experiments/tiny-data/config.yaml', ''],
          ['dataset:tiny', 'Tiny samples', ''],
          ['figure:tiny-data/samples', 'Samples', 'generated'],
        ],
      );
      assert.deepEqual(loose, []);
    });
  });

  it('says what is only planned', () => {
    withRoot(null, (root) => {
      rmSync(path.join(root, 'assets'), { recursive: true });
      assert.deepEqual(edges(root), [
        'contribution:1 -> claim:T-ten-samples ok',
        'claim:T-ten-samples -> experiment:tiny-data planned',
        'experiment:tiny-data -> config:tiny-data ok',
        'config:tiny-data -> dataset:tiny ok',
        'experiment:tiny-data -> figure:tiny-data/samples planned',
        'figure:tiny-data/samples -> config:tiny-data ok',
      ]);
    });
  });

  it('says what is broken', () => {
    withRoot(null, (root) => {
      rmSync(path.join(root, 'experiments'), { recursive: true });
      rmSync(path.join(root, 'content/claims/t.yaml'));
      assert.deepEqual(edges(root), ['contribution:1 -> claim:T-ten-samples broken']);
    });
  });
});

describe('datasetsOf', () => {
  it('takes the data that an experiment and its upstream execute, not that of its neighbours', () => {
    withRoot(null, (root) => {
      const loaded = loadRoot(root);
      const { config, ...entry } = loaded.configs.get('tiny-data')!;
      const data = loaded.datasets.get('tiny')!;
      const add = (id: string, upstream: string[]) =>
        loaded.configs.set(id, { ...entry, config: { ...config, id, upstream } });
      add('tiny-fit', ['tiny-data']);
      add('tiny-latents', ['tiny-fit']);
      add('tiny-other', []);
      const card = (id: string, more: Partial<typeof data.data>) =>
        loaded.datasets.set(id, { ...data, data: { ...data.data, id, ...more } });
      card('latents', { experiment: 'tiny-latents' });
      card('table', { experiment: undefined, state: 'here', suite: config.suite });
      card('paper', { experiment: undefined, state: 'not-at-hand' });
      card('foreign', { experiment: undefined, state: 'here', suite: 'other' });
      const ids = (id: string): string[] => datasetsOf(id, loaded).map((one) => one.id);
      assert.deepEqual(
        ['tiny-data', 'tiny-fit', 'tiny-latents', 'tiny-other', 'none'].map((id) => ids(id).join(' ')),
        ['tiny table', 'tiny table', 'tiny latents table', 'table', ''],
      );
    });
  });
});
