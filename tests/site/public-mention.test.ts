import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Hidden, isNothing } from '../../src/site/lib/public-hidden.ts';
import { mentionTest } from '../../src/site/lib/public-mention.ts';
import { cleaner } from '../../src/site/lib/public-text.ts';

const none: ReadonlySet<string> = new Set();
const hidden: Hidden = {
  ids: {
    exp: new Set(['zebra']), claim: new Set(['Z-stripes']), track: new Set(['Z']), hub: new Set(['herd']),
    dataset: none, roadmap: none, card: none, principle: none, session: none, note: none, guide: none, repository: none,
  },
  entries: { glossary: new Set(['mane']), contradictions: none },
  claimStandIns: new Map(),
  gateStandIns: new Map(),
  files: new Set(['content/tracks/z.md', 'content/claims/z.yaml', 'content/hubs/herd.md']),
  logs: none,
  aliases: none,
}; // prettier-ignore
const paths = ['experiments/zebra', 'figures/zebra', 'results/zebra', 'claims/z-stripes', 'tracks/z', 'hubs/herd', 'glossary/mane', 'claims/z']; // prettier-ignore
const mayMention = mentionTest(hidden, paths);
const clean = cleaner(hidden);

describe('what may lead to something private is looked at, however it is written', () => {
  const rows: [what: string, link: string, file?: string][] = [
    ['a scheme', 'exp:zebra'],
    ['a number of it', 'metric:zebra/r2?model=a'],
    ['a figure of it', 'fig:zebra/mane'],
    ['a claim', 'claim:Z-stripes'],
    ['a track of one letter', 'track:Z'],
    ['a character reference', 'e&#120;p:zebra'],
    ['a reference in the id', 'exp:&#122;ebra'],
    ['a backslash', 'exp\\:zebra'],
    ['percent signs', '/hubs/%68erd/'],
    ['percent signs in a scheme', 'exp%3Azebra'],
    ['large letters', '/HUBS/HERD/'],
    ['dots on the way', '/hubs/lions/../herd/'],
    ['the folder of the file', 'herd.md', 'content/hubs/lions.md'],
    ['the folder of the file, with a dot', './herd.md#all', 'content/hubs/lions.md'],
    ['a step up', '../tracks/z.md', 'content/hubs/lions.md'],
    ['the folder of the file, one letter', 'z.md', 'content/tracks/a.md'],
    ['an entry by its anchor', '../glossary#mane'],
    ['a file of a run', '/assets/results/zebra/default/outcome.json'],
    ['a query on the way', '/hubs/herd/?print#all'],
  ];
  for (const [what, link, file = 'content/notes/one.md'] of rows) {
    test(what, () => {
      const text = `Before [words](<${link}>) after`;
      assert.ok(mayMention(text, file));
      assert.equal(clean(text, { file, format: 'md' }), 'Before words after');
    });
  }

  test('a component', () => {
    const place = { file: 'content/notes/one.mdx', format: 'mdx' } as const;
    for (const text of ['<Claim id="Z-stripes" />', '<Metric of="zebra/r2" />', '<Figure of="zebra/mane" />']) {
      assert.ok(mayMention(text, place.file));
      assert.equal(clean(text, place), '');
    }
  });

  test('where a name is no ASCII, every text is looked at', () => {
    const odd = { ...hidden, ids: { ...hidden.ids, note: new Set(['ΟΔΟΣ']) } };
    assert.ok(mentionTest(odd, [])('nothing', 'content/notes/one.md'));
  });
});

test('what names nothing private is not looked at', () => {
  assert.equal(isNothing(hidden), false);
  for (const text of [
    'See [the run](exp:horse), [R2](metric:horse/r2), [it](../hubs/lions.md) and <https://example.org/>.',
    'A herd of [horses](note:horses), and a mane.',
  ]) {
    assert.equal(mayMention(text, 'content/notes/one.md'), false);
    assert.equal(clean(text, { file: 'content/notes/one.md', format: 'md' }), text);
  }
});
