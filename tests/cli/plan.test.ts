import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { suite, test } from 'node:test';
import { runHere } from './in-process.ts';
import { events, scratchRoot } from './scratch-root.ts';

type Lab = ReturnType<typeof scratchRoot>;
const config = 'experiments/line-fit/config.yaml';

const reproduce = (lab: Lab, ...args: string[]) => runHere('reproduce', ...args, '--root', lab.root);

/** Names of the tasks that are listed. */
async function listed(lab: Lab, ...args: string[]): Promise<string[]> {
  const { code, out, err } = await reproduce(lab, '--list', '--json', ...args);
  assert.equal(code, 0, err);
  const runs = events(out).filter(({ event }) => event === 'run');
  return [...new Set(runs.map(({ id, profile }) => `${id as string}/${profile as string}`))];
}

/** Status of each run that a command reports, in the order of seeds. */
function statuses(out: string, id: string): unknown[] {
  return events(out)
    .filter((event) => event.event === 'run' && event.id === id)
    .sort((a, b) => Number(a.seed) - Number(b.seed))
    .map(({ status }) => status);
}

/** Adds an experiment like another one to a root. */
function copyExperiment(lab: Lab, from: string, id: string, change = (text: string) => text): void {
  mkdirSync(lab.path(`experiments/${id}`));
  lab.write(
    `experiments/${id}/config.yaml`,
    change(lab.read(`experiments/${from}/config.yaml`).replace(`id: ${from}`, `id: ${id}`)),
  );
}

suite('reproduce: what is chosen', () => {
  test('by id, glob, suite and track, with what is upstream and downstream', async (t) => {
    const lab = scratchRoot(t);
    copyExperiment(lab, 'line-fit', 'other', (text) => text.replace('suite: tiny', 'suite: more'));
    const both = ['line-fit/default', 'slope-error/default'];
    for (const [args, expected] of [
      [[], ['line-fit/default', 'other/default', 'slope-error/default']],
      [['line-fit'], ['line-fit/default']],
      [
        ['line-*', 'oth?r'],
        ['line-fit/default', 'other/default'],
      ],
      [['slope-error', '--upstream'], both],
      [['line-fit', '--downstream'], both],
      [['--suite', 'tiny'], both],
      [['--suite', 'tiny,more', '--track', 't'], both],
      [['--track', 'T', 'line-*'], ['line-fit/default']],
      [['--changed'], ['other/default']],
      [['line-fit', '--profile', 'full'], []],
    ] as const) {
      const found = await listed(lab, '--profile', 'default', ...args);
      const wanted = args.includes('full' as never) ? ['line-fit/full'] : expected;
      assert.deepEqual([...found].sort(), [...wanted], args.join(' '));
    }
  });

  test('--changed goes by profile, and what is upstream or downstream with it', async (t) => {
    const lab = scratchRoot(t);
    lab.edit(config, 'points: 16, steps: 20', 'points: 16, steps: 21');
    assert.deepEqual(await listed(lab, '--changed'), ['line-fit/smoke', 'slope-error/smoke']);
    assert.deepEqual(await listed(lab, 'slope-error', '--changed'), ['slope-error/smoke']);
    assert.deepEqual(await listed(lab, 'slope-error', '--changed', '--upstream'), [
      'line-fit/smoke',
      'slope-error/smoke',
    ]);
    const none = await reproduce(scratchRoot(t), '--changed');
    assert.deepEqual([none.code, none.out], [0, 'Nothing has changed.\n']);
  });

  for (const [args, says] of [
    [['lime-fit'], /there is no experiment "lime-fit"\n.*Known: line-fit, slope-error\./],
    [['x-*'], /there is no experiment "x-\*"\n.*Known: line-fit, slope-error\./],
    [['--suite', 'huge'], /there is no suite "huge"\n.*Known: tiny\./],
    [['--track', 'Q'], /there is no track "Q"\n.*Known: T\./],
    [['--profile', 'huge'], /there is no profile "huge"\n.*Known: smoke, default, full\./],
    [['--list', '--dry-run'], /--list and --dry-run exclude each other/],
    [['--list', '--force'], /--list and --force exclude each other/],
  ] as const) {
    test(`refused: ${args.join(' ')}`, async (t) => {
      const { code, out, err } = await reproduce(scratchRoot(t), ...args);
      assert.notEqual(code, 0);
      assert.match(err, says);
      assert.equal(out, '');
    });
  }

  test('a circle and an upstream that does not exist are named with their file', async (t) => {
    const lab = scratchRoot(t);
    lab.edit('experiments/slope-error/config.yaml', 'upstream: [line-fit]', 'upstream: [lime-fit]');
    const missing = await reproduce(lab);
    assert.equal(missing.code, 1);
    assert.match(missing.err, /experiments\/slope-error\/config\.yaml:6 .*"lime-fit", which does not exist/);

    lab.edit('experiments/slope-error/config.yaml', 'upstream: [lime-fit]', 'upstream: [line-fit]');
    lab.edit(config, 'suite: tiny', 'suite: tiny\nupstream: [slope-error]');
    const circle = await reproduce(lab, '--list');
    assert.equal(circle.code, 1);
    assert.match(circle.err, /experiments\/line-fit\/config\.yaml:4 .*line-fit <- slope-error <- line-fit/);
  });
});

suite('reproduce --dry-run', () => {
  test('says what would run, upstream included, with its cost, and runs nothing', async (t) => {
    const lab = scratchRoot(t);
    const fresh = await reproduce(lab, '--dry-run');
    assert.equal(fresh.out, 'Nothing would run: everything is fresh.\n');
    lab.edit(config, 'steps: 40', 'steps: 50');
    const before = lab.snapshot('assets');
    const { code, out } = await reproduce(lab, 'slope-error', '--dry-run', '--threads', '2');
    assert.equal(code, 0);
    assert.match(out, /^line-fit +default +3 +about .* s +\d+ MiB a run +its config changed$/m);
    assert.match(out, /^slope-error +default +1 +about .* s +\d+ MiB a run +upstream line-fit is stale$/m);
    assert.match(out, /^4 runs, on 2 threads\. About .* s of work\.$/m);
    assert.deepEqual(lab.snapshot('assets'), before);
    assert.ok(!lab.exists('.factory/store'));
  });

  test('--json gives an event for each experiment and a sum', async (t) => {
    const lab = scratchRoot(t);
    lab.remove('assets/results/slope-error');
    const [first, ...rest] = events((await reproduce(lab, '--dry-run', '--json', '--profile', 'smoke')).out);
    const { expectedSeconds, expectedMemoryMiB, ...known } = first;
    assert.deepEqual([expectedSeconds, expectedMemoryMiB], [null, null]);
    assert.deepEqual(known, {
      ...{ event: 'plan', id: 'slope-error', profile: 'smoke', runs: 1, kept: 0 },
      ...{ status: 'missing', reason: 'it has no result yet' },
    });
    assert.deepEqual(rest, [{ event: 'summary', missing: 1, expectedSeconds: 0, unknown: 1 }]);
  });

  test('--force counts what is chosen, and not what is upstream of it', async (t) => {
    const { out } = await reproduce(scratchRoot(t), 'slope-error', '--dry-run', '--force', '--json');
    const planned = events(out).filter(({ event }) => event === 'plan');
    assert.deepEqual(
      planned.map(({ id, status, reason }) => [id, status, reason]),
      [
        ['slope-error', 'fresh', 'forced'],
        ['slope-error', 'fresh', 'forced'],
      ],
    );
  });
});

suite('reproduce: what is run', () => {
  const smokeOff = ['--profile', 'default', '--json'];

  test('a seed that is added runs alone, and taking the change back runs nothing', async (t) => {
    const lab = scratchRoot(t);
    const committed = lab.read('assets/results/line-fit/default/outcome.json');
    await reproduce(lab, ...smokeOff, '--force');
    lab.edit(config, 'seeds: [1, 2, 3]', 'seeds: [1, 2, 3, 4]');
    const dry = events((await reproduce(lab, 'line-fit', '--dry-run', ...smokeOff)).out)[0];
    assert.deepEqual([dry.runs, dry.kept], [1, 3]);
    const more = await reproduce(lab, ...smokeOff);
    assert.deepEqual(statuses(more.out, 'line-fit'), ['kept', 'kept', 'kept', 'ran']);

    lab.edit(config, 'seeds: [1, 2, 3, 4]', 'seeds: [1, 2, 3]');
    const back = await reproduce(lab, ...smokeOff);
    assert.deepEqual(statuses(back.out, 'line-fit'), ['kept', 'kept', 'kept']);
    assert.deepEqual(statuses(back.out, 'slope-error'), ['kept']);
    assert.equal(lab.read('assets/results/line-fit/default/outcome.json'), committed);

    const again = await reproduce(lab, ...smokeOff);
    assert.deepEqual(statuses(again.out, 'line-fit'), ['fresh', 'fresh', 'fresh']);
  });

  test('an upstream that comes out as it was leaves what rests on it fresh', async (t) => {
    const lab = scratchRoot(t);
    lab.edit('assets/results/line-fit/default/provenance.json', '"schemaVersion": 1', '"schemaVersion": 9');
    const dry = await reproduce(lab, '--dry-run', '--profile', 'default');
    assert.match(dry.out, /slope-error .*upstream line-fit is stale/);
    const { code, out } = await reproduce(lab, ...smokeOff);
    assert.equal(code, 0);
    assert.deepEqual(statuses(out, 'line-fit'), ['ran', 'ran', 'ran']);
    assert.deepEqual(statuses(out, 'slope-error'), ['fresh']);
  });

  test('--force runs what is chosen, and nothing upstream of it', async (t) => {
    const { out } = await reproduce(scratchRoot(t), 'slope-error', '--force', ...smokeOff);
    assert.deepEqual(statuses(out, 'line-fit'), ['fresh', 'fresh', 'fresh']);
    assert.deepEqual(statuses(out, 'slope-error'), ['ran']);
  });

  test('--accept gives an equal outcome its new key and keeps what would change', async (t) => {
    const lab = scratchRoot(t);
    const folder = 'assets/results/line-fit/default';
    const outcome = lab.read(`${folder}/outcome.json`);
    const keyOf = () => (JSON.parse(lab.read(`${folder}/provenance.json`)) as { key: string }).key;
    const before = keyOf();
    // Another key, and the same numbers.
    lab.edit(config, 'learningRate: 0.2', 'learningRate: 0.20000000000000001110223');
    assert.deepEqual(statuses((await reproduce(lab, 'line-fit', '--accept', ...smokeOff)).out, 'line-fit'), [
      ...['fresh', 'fresh', 'fresh'],
    ]);
    lab.write(`${folder}/provenance.json`, lab.read(`${folder}/provenance.json`).replaceAll(before, 'a'.repeat(64)));
    assert.match((await reproduce(lab, 'line-fit', '--list')).out, /line-fit +default +3 +stale/);
    assert.equal((await reproduce(lab, 'line-fit', '--accept', ...smokeOff)).code, 0);
    assert.deepEqual([keyOf(), lab.read(`${folder}/outcome.json`)], [before, outcome]);

    lab.edit(config, 'steps: 40', 'steps: 50');
    const files = lab.snapshot('assets');
    const { code, out } = await reproduce(lab, 'line-fit', '--accept', '--profile', 'default');
    assert.equal(code, 1);
    assert.match(out, /failed .*its outcome is not the committed one, which is kept/);
    assert.deepEqual(lab.snapshot('assets'), files);
  });
});

suite('reproduce: limits', () => {
  for (const [how, args, change] of [
    ['--timeout', ['--timeout', '1s'], (text: string) => text],
    ['timeoutMinutes', [], (text: string) => text.replace('suite: tiny', 'suite: tiny\ntimeoutMinutes: 0.02')],
  ] as const) {
    test(`${how} ends a run with its words, and what is committed stays`, async (t) => {
      const lab = scratchRoot(t);
      lab.edit(config, 'steps: 40', 'steps: 100000000');
      lab.write(config, change(lab.read(config)).replace('seeds: [1, 2, 3]', 'seeds: [1]'));
      const before = lab.snapshot('assets');
      const { code, out } = await reproduce(lab, 'line-fit', '--profile', 'default', ...args);
      assert.equal(code, 1);
      assert.match(out, /line-fit\/config\.yaml: the run took longer than 1(\.2)? s, its timeout; its checkpoints are/);
      assert.deepEqual(lab.snapshot('assets'), before);
    });
  }

  test('a run that needs more memory than all may have runs alone', async (t) => {
    const { code, out } = await reproduce(scratchRoot(t), 'line-fit', '--force', '--memory', '1M', '--json');
    assert.equal(code, 0);
    assert.deepEqual(statuses(out, 'line-fit'), ['ran', 'ran', 'ran', 'ran']);
  });
});
