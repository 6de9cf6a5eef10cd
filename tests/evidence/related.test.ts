import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadRoot } from '../../src/content/load-root.ts';
import { type PageKind, relatedPages } from '../../src/evidence/related.ts';
import { readEvidence } from '../../src/markdown/links.ts';
import { withRoot } from '../content/cases.ts';

const words = (pages: { kind: string; id: string }[]) => pages.map(({ kind, id }) => `${kind} ${id}`);

function linksOf(name: string | null, kind: PageKind, id: string, texts = false) {
  return withRoot(name, (root) => {
    const { refersTo, referredBy } = relatedPages(loadRoot(root), texts ? readEvidence : null)({ kind, id });
    return { refersTo: words(refersTo), referredBy: words(referredBy) };
  });
}

test('links of a track, in both directions', () => {
  assert.deepEqual(linksOf(null, 'track', 'T'), {
    refersTo: ['claim T-ten-samples', 'experiment tiny-data'],
    referredBy: ['experiment tiny-data', 'dataset tiny'],
  });
});

test('what refers to an experiment', () => {
  assert.deepEqual(linksOf(null, 'experiment', 'tiny-data').referredBy, [
    'track T',
    'claim T-ten-samples',
    'dataset tiny',
  ]);
  assert.deepEqual(linksOf('reference-resolves--pages', 'experiment', 'tiny-data').referredBy, [
    'track T',
    'claim T-ten-samples',
    'dataset tiny',
    'hub counting',
    'roadmap plan',
    'repository shelf',
    'glossary ten',
  ]);
});

test('pages of the second layer refer to each other', () => {
  assert.deepEqual(linksOf('reference-resolves--pages', 'hub', 'counting').referredBy, [
    'card ten',
    'note remark',
    'glossary ten',
  ]);
  assert.deepEqual(linksOf('reference-resolves--pages', 'repository', 'shelf').referredBy, ['hub counting']);
});

test('links of texts count where a reader is given', () => {
  withRoot(null, (root) => {
    const loaded = loadRoot(root);
    const hub = { ...loaded.experiments.get('tiny-data')!, body: '[it](claim:T-ten-samples) and [x](exp:other#part)' };
    loaded.experiments.set('tiny-data', hub);
    const to = (read: typeof readEvidence | null) =>
      words(relatedPages(loaded, read)({ kind: 'experiment', id: 'tiny-data' }).refersTo);
    assert.deepEqual(to(null), ['track T']);
    assert.deepEqual(to(readEvidence), ['track T', 'claim T-ten-samples', 'experiment other']);
  });
});
