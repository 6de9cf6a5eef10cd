import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { readingMinutes } from '../../src/site/lib/reading-time.ts';
import type { Hidden } from '../../src/site/lib/public-hidden.ts';
import { scrub } from '../../src/site/lib/scrub.ts';
import { createSiteModel, type SiteModel } from '../../src/site/model.ts';
import { drawEvidenceMap } from '../../src/site/charts/evidence-map.ts';
import { words } from '../../src/site/text/words.ts';
import { evidenceMap } from '../../src/site/views/evidence-map.ts';
import { foldClaims } from '../../src/site/views/folded.ts';
import { claimFacetsOf } from '../../src/site/views/claim-facets.ts';
import { contradictionViews } from '../../src/site/views/contradictions.ts';
import { experimentFacets, facetsOf } from '../../src/site/views/facets.ts';
import { glossaryView } from '../../src/site/views/glossary.ts';
import { kanbanColumns } from '../../src/site/views/kanban.ts';
import { missingViews } from '../../src/site/views/missing.ts';
import { nextViews } from '../../src/site/views/next-experiments.ts';
import { referrers } from '../../src/site/views/referrers.ts';
import { repositoryViews } from '../../src/site/views/repositories.ts';
import { reviewView } from '../../src/site/views/review.ts';
import { startView } from '../../src/site/views/start.ts';
import { workState, type WorkState } from '../../src/site/views/work-state.ts';
import { copyRoot } from './build-fixture.ts';

const minimal = resolve(import.meta.dirname, '../fixtures/minimal');
const fresh = { status: 'fresh', reason: '' } as const;
const stale = { status: 'stale', reason: 'config changed' } as const;
const missing = { status: 'missing', reason: 'never run' } as const;

describe('the state of the work follows from what is committed', () => {
  const rows: [
    status: string,
    executed: boolean,
    freshness: typeof fresh | typeof stale | typeof missing,
    WorkState,
  ][] = [
    ['planned', false, missing, 'planned'],
    ['planned', true, fresh, 'done'],
    ['running', false, missing, 'running'],
    ['done', true, fresh, 'done'],
    ['done', true, stale, 're-execute'],
    ['done', false, missing, 're-execute'],
    ['abandoned', true, fresh, 'abandoned'],
  ];
  for (const [status, executed, freshness, expected] of rows) {
    test(`${status}, ${executed ? freshness.status : 'no result'}: ${expected}`, () => {
      const outcome = executed ? ({ id: 'x' } as never) : null;
      assert.equal(workState({ status, outcome, freshness }), expected);
    });
  }
});

describe('reading time', () => {
  const words = (n: number): string => 'word '.repeat(n);
  const rows: [what: string, entry: { data: unknown; body: string }, minutes: number][] = [
    ['nothing takes a minute', { data: {}, body: '' }, 1],
    ['200 words a minute', { data: {}, body: words(1000) }, 5],
    [
      'prose of the front matter counts, ids do not',
      { data: { thesis: words(400), id: 'a', list: ['b'] }, body: '' },
      2,
    ],
    ['350 Chinese signs a minute', { data: {}, body: '字'.repeat(1050) }, 3],
    ['code and addresses are not read', { data: {}, body: `\`\`\`\n${words(900)}\n\`\`\` [a](${'x'.repeat(9)})` }, 1],
  ];
  for (const [what, entry, minutes] of rows) test(what, () => assert.equal(readingMinutes(entry), minutes));
});

describe('scrub', () => {
  const none = new Set<string>();
  const hidden: Hidden = {
    ids: {
      exp: new Set(['zebra']), claim: new Set(['T-zebra']), hub: new Set(['stripes']), track: none, dataset: none,
      roadmap: none, card: none, principle: none, session: none, note: none, guide: none, repository: new Set(['herd']),
    },
    entries: { glossary: none, contradictions: none }, logs: none, files: none, aliases: none,
    claimStandIns: new Map([['T-zebra', 'hidden:claim-1']]), gateStandIns: new Map([['T/herd', 'hidden:gate-1']]),
  }; // prettier-ignore
  const rows: [what: string, data: unknown, left: unknown][] = [
    ['ids in lists', { claims: ['T-a', 'T-zebra'], hubs: ['stripes'] }, { claims: ['T-a'], hubs: [] }],
    [
      'items about one',
      { next: [{ text: 'Run', experiment: 'zebra' }, { text: 'Read' }] },
      { next: [{ text: 'Read' }] },
    ],
    ['items by address', { acceptance: [{ metric: 'zebra/r2?model=a' }] }, { acceptance: [] }],
    ['page links', { see: ['exp:zebra', 'exp:horse'] }, { see: ['exp:horse'] }],
    ['a field of the entry itself', { hub: 'stripes', title: 'A' }, { title: 'A' }],
    ['a figure to start from', { see: ['fig:zebra/stripes', 'fig:horse/mane'] }, { see: ['fig:horse/mane'] }],
    [
      'an origin in a repository',
      { origin: [{ path: 'a', repository: 'herd' }, { path: 'b' }] },
      { origin: [{ path: 'b' }] },
    ],
    [
      'a condition goes by a stand-in',
      { nodes: [{ id: 'n', claim: 'T-zebra', next: ['m'] }] },
      { nodes: [{ id: 'n', claim: 'hidden:claim-1', next: ['m'] }] },
    ],
    [
      'so does a condition on a gate',
      { nodes: [{ id: 'n', gate: 'herd', next: [] }] },
      { nodes: [{ id: 'n', next: [], claim: 'hidden:gate-1' }] },
    ],
    [
      'and a criterion',
      { criteria: [{ text: 'Go', claims: ['T-a', 'T-zebra'], gate: 'herd' }] },
      { criteria: [{ text: 'Go', claims: ['T-a', 'hidden:claim-1', 'hidden:gate-1'] }] },
    ],
    [
      'an answer and a criterion of a table are not told',
      {
        options: [{ text: 'Stripes', claim: 'T-zebra' }],
        rows: [{ criterion: 'Stripes', claim: 'T-zebra', required: true }],
      },
      {
        options: [{ text: 'An answer that is not public', claim: 'hidden:claim-1' }],
        rows: [{ criterion: 'A criterion that is not public', claim: 'hidden:claim-1', required: true }],
      },
    ],
    ['words that are only like an id', { tags: ['zebra'], text: 'zebra' }, { tags: ['zebra'], text: 'zebra' }],
  ];
  for (const [what, data, left] of rows)
    test(what, () => assert.deepEqual(scrub(data, { hidden, clean: (text) => text, of: 'T' }), left));
});

describe('the layers of a root', () => {
  let model: SiteModel;
  before(() => {
    model = createSiteModel(minimal);
  });

  test('a finding has the standing of its claims', () => {
    const hub = model.layers.hubs.get('lines')!;
    assert.deepEqual(
      hub.findings.map(({ standing }) => [standing.standing, standing.words]),
      [
        ['holds', '1 of 1 claim verified'],
        ['fails', '1 of 2 claims verified, 1 failed'],
        ['open', '0 of 1 claim verified, 1 open'],
        ['open', ''],
      ],
    );
    assert.deepEqual(
      hub.all.map(({ id }) => id),
      ['line-fit', 'slope-error', 'tail-noise'],
      'named ones first, then those of the topic',
    );
    assert.deepEqual(
      hub.next.map(({ state }) => state),
      ['done', 'planned'],
    );
    assert.deepEqual(
      [hub.roadmaps, hub.principles, hub.cards, hub.sessions, hub.notes].map((links) => links.length),
      [1, 1, 1, 1, 1],
    );
  });

  test('a milestone has a computed state beside the reported one', () => {
    const { milestones, counts, unbound } = model.layers.roadmaps.get('lines')!;
    assert.deepEqual(
      milestones.map(({ state, reported }) => [state, reported?.status ?? null]),
      [
        ['done', 'done'],
        ['planned', null],
        [null, 'planned'],
      ],
    );
    assert.deepEqual(
      milestones.map(({ after }) => after.map(({ text, href }) => `${text} ${href}`)),
      [[], ['1 #milestone-fit'], ['1 #milestone-fit', '2 #milestone-tails']],
    );
    assert.deepEqual([counts.length, unbound], [2, 1]);
  });

  test('a principle stands by its claims; one against it that fails does not count', () => {
    const { standing, supporting, against } = model.layers.principles.get('baseline-first')!;
    assert.equal(standing.standing, 'partly');
    assert.deepEqual([supporting.length, against.length], [2, 1]);
  });

  test('terms are sorted, and brackets and formulas do not count', () => {
    const { groups, total } = glossaryView(model.context)!;
    assert.deepEqual(
      groups.map(({ letter, terms }) => `${letter}: ${terms.map(({ id }) => id).join(', ')}`),
      ['N: noise', 'R: r2', 'S: slope'],
    );
    assert.equal(total, 3);
  });

  test('the ways in say who gave the minutes', () => {
    const { entries, minutes } = startView(model.context)!;
    assert.deepEqual(
      entries.map(({ link, kind, minutes: each, counted }) => [link.text, kind, each, counted]),
      [
        ['T · Lines from few points', 'track', 5, false],
        ['All about lines', 'hub', 1, true],
        ['Review', 'page', 1, true],
      ],
    );
    assert.equal(minutes, 7);
    assert.equal(entries.at(-1)!.link.href, '/review/');
  });

  test('a repository knows what stands for it and whose origin it is', () => {
    const [notes, wiki] = repositoryViews(model.context, model);
    assert.deepEqual(
      notes!.replacedBy.map(({ id }) => id),
      ['line-fit'],
    );
    assert.deepEqual(
      notes!.named.map(({ kind, links }) => `${kind}: ${links.map(({ text }) => text).join(', ')}`),
      ['experiment: A line under heavy tails', 'hub: Lines from points', 'dataset: Lines of the survey'],
    );
    assert.deepEqual(wiki!.named, []);
  });

  test('contradictions: open ones first, settled ones say by what', () => {
    const views = contradictionViews(model.context, model);
    assert.deepEqual(
      views.map(({ id, state, how }) => `${id} ${state} ${how}`),
      ['point-count open null', 'r2-of-the-line settled evidence'],
    );
    assert.match(views[1]!.settledBy ?? '', /T-r2-reported is falsified/);
    assert.equal(views[1]!.sides[0]!.source, 'Old notes on lines, Results, page 1');
  });

  test('data that is not at hand is missing', () => {
    const item = missingViews(model.context).find(({ kind }) => kind === 'data');
    assert.equal(item?.item, 'Lines of the survey');
    assert.deepEqual([item?.resolved, item?.blocks], [false, false]);
  });

  test('the board has each experiment once; the next one is that for which claims wait', () => {
    const columns = kanbanColumns(model.experiments.values());
    assert.deepEqual(
      columns.filter(({ total }) => total > 0).map(({ state, total }) => `${state} ${total}`),
      ['planned 1', 'done 2'],
    );
    const [next] = nextViews(model.context, model);
    assert.equal(next?.experiment.id, 'tail-noise');
    assert.deepEqual(
      next?.claims.map(({ id }) => id),
      ['T-heavy-tails'],
    );
  });

  test('links go in both directions', () => {
    const groups = referrers(model.context, { kind: 'experiment', id: 'line-fit' }, ['claim', 'experiment', 'track']);
    assert.deepEqual(
      groups.map(({ kind, links }) => `${kind}: ${links.map(({ text }) => text).join(', ')}`),
      [
        'Datasets: Points of a noisy line',
        'Hubs: Lines from points',
        'Roadmaps: From one line to many',
        'Sessions: The first fit',
        'Guides: Fit a line',
        'Repositories: Line notes',
      ],
    );
  });

  test('the review counts every claim once', () => {
    const review = reviewView(model);
    const sum = (rows: { health: { total: number } }[]): number => rows.reduce((n, { health }) => n + health.total, 0);
    assert.equal(sum(review.byTrack), model.claims.size);
    assert.equal(sum(review.byKind), model.claims.size);
    assert.deepEqual([review.unexpected.length, review.contradictions.length, review.questions.length], [0, 1, 1]);
  });

  test('the evidence map draws a claim once and a line from every group that names it', () => {
    const map = evidenceMap(model.context, model.tracks.get('T')!, model.experiments);
    const groups = map.groups.map(({ label, claims }) => `${label}: ${claims.map(({ id }) => id).join(' ')}`);
    assert.deepEqual(groups.slice(0, 2), ['Thesis: T-line-explains', 'Contribution 1: T-line-explains T-r2-reported']);
    const drawn = drawEvidenceMap(map, words('en'));
    const named = map.groups.flatMap(({ claims }) => claims);
    assert.equal(
      drawn.match(/<path class="edge" d=/g)!.length,
      named.length + map.experiments.flatMap((one) => one.datasets).length,
    );
    assert.equal(drawn.match(/>line-explains</g)!.length, 1);
    assert.deepEqual(
      map.figures.get('T-line-explains')?.map(({ text, state }) => `${text} ${state}`),
      ['Training loss generated'],
    );
    assert.deepEqual(map.figures.get('T-r2-reported'), [], 'the plan does not name it');
  });

  test('filters offer what the rows have', () => {
    const all = [...model.experiments.values()];
    const facets = facetsOf(model.context, all);
    assert.deepEqual(
      facets.map(({ name, options }) => `${name}: ${options.map(({ value }) => value).join(', ')}`),
      ['track: T', 'status: done, planned', 'topic: lines', 'suite: tiny', 'language: en'],
    );
    assert.deepEqual(
      claimFacetsOf(model.context, [...model.claims.values()]).map(({ name, options }) => `${name}: ${options.length}`),
      ['track: 1', 'verdict: 3', 'kind: 4', 'level: 2', 'status: 2'],
    );
    const planned = model.experiments.get('tail-noise')!;
    assert.equal(planned.freshness.status, 'planned', 'nothing is missing that cannot have been run');
    assert.deepEqual(experimentFacets(model.context, planned), {
      track: 'T', status: 'planned', topic: 'lines', suite: 'tiny', language: 'en',
    }); // prettier-ignore
  });
});

describe('folded claims', () => {
  const claims = (...levels: ('headline' | 'supporting')[]) => levels.map((level) => ({ level }));
  const counts = (levels: ReturnType<typeof claims>): number[] => {
    const { shown, folded } = foldClaims(levels);
    return [shown.length, folded.length];
  };
  const supporting = (n: number): 'supporting'[] => Array.from({ length: n }, () => 'supporting');
  for (const [name, levels, expected] of [
    ['a short list is whole', claims('headline', ...supporting(7)), [8, 0]],
    ['of a long one the headline ones stand', claims('headline', 'headline', ...supporting(7)), [2, 7]],
    ['without a headline the first few stand', claims(...supporting(20)), [4, 16]],
  ] as const) {
    test(name, () => assert.deepEqual(counts([...levels]), expected));
  }
});

describe('private entries of every layer', () => {
  let root: string;
  let model: SiteModel;
  before(() => {
    root = copyRoot(minimal);
    const write = (folder: string, front: string): void => {
      mkdirSync(join(root, 'content', folder), { recursive: true });
      const text = `---\nschemaVersion: 1\ntitle: Zebra\ndate: 2026-11-02\nauthors: [A. Tester]\nvisibility: private\n`;
      writeFileSync(join(root, 'content', folder, 'zebra.md'), `${text}id: zebra\n${front}\n---\nZebra\n`);
    };
    write('hubs', 'topic: lines\nquestion: Is it hidden?');
    write('roadmaps', 'milestones: [{ id: one, title: One }]');
    write('cards', 'summary: Hidden\nhubs: [lines]');
    write('principles', 'rule: Hide\nclaims: [T-line-explains]');
    write('sessions', 'subject: Hidden\nhubs: [lines]');
    write('notes', 'hubs: [lines]');
    model = createSiteModel(root);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  test('are in none of the lists', () => {
    for (const entries of Object.values(model.layers)) assert.ok(!(entries as Map<string, unknown>).has('zebra'));
    const hub = model.layers.hubs.get('lines')!;
    assert.doesNotMatch(JSON.stringify([hub.cards, hub.sessions, hub.notes, hub.principles]), /Zebra/);
  });
});
