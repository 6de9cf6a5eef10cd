import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { suite, test, type TestContext } from 'node:test';
import type { Executed } from '@paper-factory/runners/schema';
import { runHere } from './in-process.ts';
import { events, scratchRoot } from './scratch-root.ts';

type Lab = ReturnType<typeof scratchRoot>;

const reproduce = (lab: Lab, ...args: string[]) =>
  runHere('reproduce', 'line-evaluation', '--profile', 'smoke', '--json', ...args, '--root', lab.root);

const head = (id: string, runner: string) =>
  `schemaVersion: 1\nid: ${id}\nsuite: tiny\nrunner: tiny/${runner}\ntitle: ${id}\nseeds: [1, 2]\nprofiles: { smoke: {}, default: {} }\n`;

const pretrain = 'experiments/line-pretrain/config.yaml';
const fineTune = 'experiments/line-fine-tune/config.yaml';

/** Data set, pre-training, fine-tuning and evaluation, the first inside the second. */
function chainLab(t: TestContext): Lab {
  const lab = scratchRoot(t);
  for (const id of ['pretrain', 'fine-tune', 'evaluation']) mkdirSync(lab.path(`experiments/line-${id}`));
  lab.write(
    pretrain,
    `${head('line-pretrain', 'pretrain')}artefacts: [weights]\nparams: { slope: 2, intercept: 0.5, noise: 0.1, points: 50 }\n`,
  );
  lab.write(
    fineTune,
    `${head('line-fine-tune', 'fine-tune')}upstream: [line-pretrain]\nparams: { upstream: line-pretrain, artefact: weights, slope: 1, points: 4, steps: 8, learningRate: 0.1 }\n`,
  );
  lab.write(
    'experiments/line-evaluation/config.yaml',
    `${head('line-evaluation', 'slope-error').replace('[1, 2]', '[1]')}upstream: [line-fine-tune]\nparams: { upstream: line-fine-tune, largest: 5 }\n`,
  );
  return lab;
}

/** What became of each experiment, in the order of the chain. */
const statuses = (out: string) =>
  ['line-pretrain', 'line-fine-tune', 'line-evaluation'].map((id) => {
    const runs = events(out).filter((event) => event.event === 'run' && event.id === id);
    return [...new Set(runs.map(({ status }) => status))].join(' ');
  });

const failuresOf = (out: string) => events(out).at(-1)!.failures as { id: string; reason: string }[];

const provenanceOf = (lab: Lab, id: string) =>
  JSON.parse(lab.read(`assets/results/${id}/smoke/provenance.json`)) as Executed;

const valuesOf = (lab: Lab, id: string, name: string) => {
  const { metrics } = JSON.parse(lab.read(`assets/results/${id}/smoke/outcome.json`)) as {
    metrics: { name: string; perSeed: unknown }[];
  };
  return metrics.find((metric) => metric.name === name)!.perSeed;
};

suite('artefacts', () => {
  test('go from run to run of one seed, are recorded, and are made again where the store lost them', async (t) => {
    const lab = chainLab(t);
    const first = await reproduce(lab);
    assert.deepEqual([first.code, ...statuses(first.out)], [0, 'ran', 'ran', 'ran']);
    // Each seed went on from its own weights.
    assert.deepEqual(valuesOf(lab, 'line-fine-tune', 'first_slope'), valuesOf(lab, 'line-pretrain', 'slope'));
    const left = provenanceOf(lab, 'line-pretrain').runs.map(({ artefacts }) => artefacts!.weights);
    assert.equal(new Set(left).size, 2);
    for (const digest of left) {
      assert.ok(lab.exists(`.factory/store/objects/${digest.slice(0, 2)}/${digest.slice(2)}`));
    }

    // Losing the store makes nothing stale.
    const before = lab.snapshot('assets/results/line-pretrain');
    lab.remove('.factory/store');
    assert.deepEqual(statuses((await reproduce(lab)).out), ['fresh', 'fresh', 'fresh']);

    lab.edit(fineTune, 'steps: 8', 'steps: 9');
    const dry = events((await reproduce(lab, '--dry-run')).out);
    assert.deepEqual(
      dry.slice(0, -1).map(({ id, reason, runs }) => [id, reason, runs]),
      [
        ['line-pretrain', 'what it left for line-fine-tune is not in the store', 2],
        ['line-fine-tune', 'its config changed', 2],
        ['line-evaluation', 'upstream line-fine-tune is stale', 1],
      ],
    );
    const again = await reproduce(lab);
    assert.deepEqual([again.code, ...statuses(again.out)], [0, 'ran', 'ran', 'ran']);
    assert.match(again.out, /"status":"ran","reason":"what it left for line-fine-tune is not in the store"/);
    assert.deepEqual(lab.snapshot('assets/results/line-pretrain'), before);
  });

  test('other bytes make what reads them stale, though the outcome is the same', async (t) => {
    const lab = chainLab(t);
    await reproduce(lab);
    const file = 'assets/results/line-pretrain/smoke/provenance.json';
    const { weights } = provenanceOf(lab, 'line-pretrain').runs[0].artefacts!;
    lab.edit(file, weights, 'f'.repeat(64));
    const { out } = await reproduce(lab, '--list');
    assert.deepEqual(statuses(out), ['', '', 'stale']);
    const { out: explained } = await runHere('reproduce', '--explain', '--profile', 'smoke', '--root', lab.root);
    assert.match(
      explained,
      /line-fine-tune\/smoke: stale, an upstream experiment changed\n.*\n +upstream line-pretrain changed/,
    );
  });

  test('one that a config lists and no run leaves, or that is left and not listed, fails the run', async (t) => {
    const lab = chainLab(t);
    lab.edit(pretrain, 'artefacts: [weights]', 'artefacts: [weights, moments]');
    const absent = await reproduce(lab);
    assert.equal(absent.code, 1);
    assert.match(
      failuresOf(absent.out)[0].reason,
      /^experiments\/line-pretrain\/config\.yaml: the run did not leave "moments", which its config lists/,
    );
    lab.edit(pretrain, 'artefacts: [weights, moments]', 'artefacts: []');
    assert.match(
      failuresOf((await reproduce(lab)).out)[0].reason,
      /the run leaves "weights", which its config does not list/,
    );
  });

  test('one that upstream did not leave is refused with what it did', async (t) => {
    const lab = chainLab(t);
    lab.edit(fineTune, 'artefact: weights', 'artefact: moments');
    const { code, out } = await reproduce(lab);
    assert.equal(code, 1);
    assert.deepEqual(
      failuresOf(out).map(({ id }) => id),
      ['line-fine-tune', 'line-evaluation'],
    );
    assert.equal(
      failuresOf(out)[0].reason,
      'experiments/line-fine-tune/config.yaml: no run of line-pretrain left "moments" for seed 1. It left: weights (seed 1); weights (seed 2).',
    );
  });
});
