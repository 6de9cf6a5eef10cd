import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Hidden } from '../../src/site/lib/public-hidden.ts';
import { cleaner } from '../../src/site/lib/public-text.ts';

const none: ReadonlySet<string> = new Set();
const hidden: Hidden = {
  ids: {
    exp: new Set(['zebra']), claim: new Set(['Z-stripes', 'T-zebra']), track: new Set(['Z']), hub: new Set(['herd']),
    dataset: none, roadmap: none, card: none, principle: none, session: none, note: none, guide: none, repository: new Set(['zoo']),
  },
  entries: { glossary: new Set(['mane']), contradictions: none },
  claimStandIns: new Map(),
  gateStandIns: new Map(),
  files: new Set(['content/tracks/z.md', 'content/claims/z.yaml']),
  logs: none,
  aliases: none,
}; // prettier-ignore
const clean = cleaner(hidden);

describe('links to what is private leave running text, their words stay', () => {
  const rows: [what: string, text: string, left: string][] = [
    ['an experiment', 'See [the *run*](exp:zebra#result "Zebra").', 'See the *run*.'],
    ['a number', 'R2 [0.71](metric:zebra/r2?model=a) here', 'R2 0.71 here'],
    ['a number that the page puts in', 'R2 [](metric:zebra/r2) here', 'R2  here'],
    ['a bare address', 'See <exp:zebra>.', 'See .'],
    ['an address with nothing around it', 'See https://lab.example/experiments/zebra/ now', 'See  now'],
    ['an address without its beginning', 'See www.lab.example/experiments/zebra/ now', 'See  now'],
    ['a claim', '[Stripes](claim:Z-stripes), [spots](claim:T-spots)', 'Stripes, [spots](claim:T-spots)'],
    ['a figure goes with its caption', 'a ![Stripes](fig:zebra/mane) b', 'a  b'],
    ['a figure inside of a link', '[![Stripes](fig:zebra/mane) all](exp:horse)', '[ all](exp:horse)'],
    ['a link around a figure', '[![Mane](fig:horse/mane)](exp:zebra)', '![Mane](fig:horse/mane)'],
    ['a file beside it', '[track](../tracks/z.md), [one](../tracks/t.md)', 'track, [one](../tracks/t.md)'],
    ['a translation, with an anchor', '[track](../tracks/z.zh.md#risks)', 'track'],
    ['a file of claims', '[claims](../claims/z.yaml)', 'claims'],
    ['a file of a run', '[log](../../assets/results/zebra/default/outcome.json)', 'log'],
    ['a page under the base', '[hub](/lab/hubs/herd/) [hub](/hubs/herd)', 'hub hub'],
    ['a page of the site, in full', '[hub](https://lab.example/lab/zh/hubs/herd/)', 'hub'],
    ['a page of another copy of the site', '[hub](https://other.example/old/hubs/herd/)', 'hub'],
    ['a file where it is developed', '[it](https://git.example/a/b/blob/main/content/tracks/z.md)', 'it'],
    ['a page of another site', '[hub](https://other.example/hubs/hers/)', '[hub](https://other.example/hubs/hers/)'],
    ['an entry of a page', '[term](/glossary/#mane) [term](/glossary/#tail)', 'term [term](/glossary/#tail)'],
    ['an address with percent signs', '[hub](../hubs/he%72d.md)', 'hub'],
    ['references', '[the run][z] and [z]\n\n[z]: exp:zebra "Zebra"', 'the run and z\n\n'],
    ['HTML', '<a class="x" href="exp:zebra">run</a>', '<a class="x">run</a>'],
    ['HTML of a block', "<p>\n<a href='../hubs/herd.md'>hub</a>\n</p>", '<p>\n<a>hub</a>\n</p>'],
    ['code and words are the author’s', '`exp:zebra` and zebra', '`exp:zebra` and zebra'],
    ['ids that only begin alike', '[a](exp:zebra-two) [b](claim:Z-stripes-too)', '[a](exp:zebra-two) [b](claim:Z-stripes-too)'],
    ['text without links', 'a < b', 'a < b'],
  ]; // prettier-ignore
  for (const [what, text, left] of rows) {
    test(what, () => assert.equal(clean(text, { file: 'content/notes/one.md', format: 'md' }), left));
  }

  const components: typeof rows = [
    ['a claim', '<Claim id="Z-stripes">Stripes</Claim> <Claim id="Z-stripes" />', 'Stripes '],
    ['a number', 'R2 <Metric of="zebra/r2?model=a" />, <Metric of="horse/r2" />', 'R2 , <Metric of="horse/r2" />'],
    ['a figure goes with its caption', '<Figure of="zebra/mane" caption="Stripes" />', ''],
    ['an element', '<a href="../tracks/z.md">track</a>', 'track'],
  ];
  for (const [what, text, left] of components) {
    test(`component: ${what}`, () => assert.equal(clean(text, { file: 'content/notes/one.mdx', format: 'mdx' }), left));
  }
});
