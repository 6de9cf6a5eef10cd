import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { launcher, repository, scratchRoot } from './scratch-root.ts';

const config = `schemaVersion: 1
id: outer
suite: outside
runner: command
title: A program of ours
command:
  run: [node, program.mjs, '{params.factor}', '{output}']
  inputs: [program.mjs, table/]
seeds: [1, 2]
sweep: { shift: [0, 1] }
params: { factor: 3 }
profiles: { smoke: { seeds: [1] }, default: {} }
`;

/** The value depends on the params, the seed, the sweep and an input; `salt` is what a test adds to the program. */
const program = (salt = '') => `
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const { seed, point } = JSON.parse(readFileSync(process.env.PAPER_FACTORY_PARAMS, 'utf8'));
const [, , factor, output] = process.argv;
let value = factor * seed + point.shift + Number(readFileSync('table/offset.txt', 'utf8'));
${salt}
writeFileSync(output + '/metrics.json', JSON.stringify({ metrics: { value } }));
`;

function commandLab(t: TestContext, salt = '') {
  const lab = scratchRoot(t);
  for (const folder of ['experiments/outer', 'table']) mkdirSync(lab.path(folder));
  lab.write('experiments/outer/config.yaml', config);
  lab.write('program.mjs', program(salt));
  lab.write('table/offset.txt', '10');
  lab.edit('factory.config.yaml', 'schemaVersion: 1', 'schemaVersion: 1\ncommands: allow');
  const reproduce = (...args: string[]) => lab.run('reproduce', 'outer', '--profile', 'default', ...args);
  return { ...lab, reproduce };
}

const outcomeFile = 'assets/results/outer/default/outcome.json';

/** Command lines of processes that name a text. */
function processesOf(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return line.includes(text) ? [line.replaceAll('\0', ' ')] : [];
      } catch {
        return []; // it ended meanwhile
      }
    });
}

async function until(met: () => boolean): Promise<void> {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, 20));
}

suite('runner: command', { concurrency: 2 }, () => {
  test('runs only where the root allows it', async (t) => {
    const lab = commandLab(t);
    lab.edit('factory.config.yaml', 'commands: allow', 'commands: refuse');
    const { code, err } = await lab.reproduce();
    assert.equal(code, 1);
    assert.match(err, /experiment outer runs the program node, which this root does not allow/);
    assert.match(err, /add `commands: allow` to factory\.config\.yaml/);
    assert.equal(lab.exists(outcomeFile), false);
    assert.equal(lab.exists('.factory/work') && readdirSync(lab.path('.factory/work')).length > 0, false);
  });

  test('is fresh after a run, stale after a change of an input, equal when verified', async (t) => {
    const lab = commandLab(t);
    assert.equal((await lab.reproduce()).code, 0);
    const outcome = JSON.parse(lab.read(outcomeFile)) as { metrics: { scope: object; value: number }[] };
    assert.deepEqual(
      outcome.metrics.map(({ scope, value }) => ({ scope, value })),
      [
        { scope: { shift: 0 }, value: 14.5 },
        { scope: { shift: 1 }, value: 15.5 },
      ],
    );
    const before = lab.snapshot('assets');
    assert.match((await lab.reproduce('--list')).out, /outer +default +4 +fresh/);
    const verified = await lab.reproduce('--verify');
    assert.equal(verified.code, 0);
    assert.match(verified.out, /outer +default +equal/);
    assert.deepEqual(lab.snapshot('assets'), before);

    lab.write('table/offset.txt', '20');
    assert.match((await lab.reproduce('--list')).out, /outer +default +4 +stale/);
    assert.match((await lab.reproduce('--explain')).out, /table\/ changed/);
    assert.equal((await lab.reproduce()).code, 0);
    assert.match(lab.read(outcomeFile), /24\.5/);
    assert.deepEqual(readdirSync(lab.path('.factory/work')), []);
  });

  test('a program that reads what it does not declare is found out', async (t) => {
    const lab = commandLab(t, "if (existsSync('hidden')) value += Number(readFileSync('hidden', 'utf8'));");
    assert.equal((await lab.reproduce()).code, 0);
    for (const { hidden, result, code } of [
      { hidden: '0.001', result: 'within-noise', code: 0 },
      { hidden: '100', result: 'changed', code: 1 },
    ]) {
      lab.write('hidden', hidden);
      const verified = await lab.reproduce('--verify');
      assert.match(verified.out, new RegExp(`outer +default +${result}`));
      assert.equal(verified.code, code);
    }
  });

  test('a program that fails leaves the earlier result, and its last lines', async (t) => {
    const lab = commandLab(t);
    assert.equal((await lab.reproduce()).code, 0);
    const before = lab.snapshot('assets');
    lab.write('program.mjs', "console.error('no column teff');\nprocess.exit(4);\n");
    const { code, out, err } = await lab.reproduce();
    assert.equal(code, 1);
    assert.match(err, /ended with code 4:\nno column teff\n/);
    assert.match(err, /All it printed is in \.factory\/logs\/outer-default-1-[0-9a-f]{8}\.log/);
    assert.match(out, /outer +default +failed +.* ended with code 4:$/m);
    assert.deepEqual(lab.snapshot('assets'), before);
  });

  test('one that takes longer than its time is ended', async (t) => {
    const lab = commandLab(t, 'await new Promise((resolve) => setTimeout(resolve, 60_000));');
    const { code, err } = await lab.reproduce('--timeout', '1s');
    assert.equal(code, 1);
    assert.match(err, /did not end within its time/);
  });

  test('is skipped where something it requires is missing', async (t) => {
    const lab = commandLab(t);
    lab.edit(
      'experiments/outer/config.yaml',
      'inputs: [program.mjs, table/]',
      'inputs: [program.mjs, table/]\n  requires: [{ run: [node, -e, "import(\'torch\')"], install: pip install torch }]',
    );
    const all = await lab.run('reproduce', '--suite', 'outside', '--profile', 'default');
    assert.match(all.out, /outer +default +skipped +needs `node -e import\('torch'\)` to work here/);
    assert.match(all.out, /Get it with: pip install torch/);
    assert.equal(all.code, 0);
    const named = await lab.reproduce();
    assert.equal(named.code, 1);
    assert.match(named.out, /skipped/);
    const verified = await lab.reproduce('--verify');
    assert.equal(verified.code, 1);
    assert.match(verified.err, /skipped: needs/);
    assert.match(verified.err, /nothing was verified/);
  });

  for (const { name, inputs, says } of [
    {
      name: 'an input that does not exist',
      inputs: '[program.mjs, absent.csv]',
      says: /experiments\/outer\/config\.yaml:8 +expected a file or folder, found nothing at absent\.csv/,
    },
    {
      name: 'a program that is no input',
      inputs: '[table/]',
      says: /command\.run names program\.mjs, a file of the root that command\.inputs does not list/,
    },
  ]) {
    test(`refused: ${name}`, async (t) => {
      const lab = commandLab(t);
      lab.edit('experiments/outer/config.yaml', '[program.mjs, table/]', inputs);
      const { code, err } = await lab.reproduce();
      assert.equal(code, 1);
      assert.match(err, says);
      assert.equal(lab.exists(outcomeFile), false);
    });
  }
});

suite('runner: command, stopped', { concurrency: 1, skip: process.platform !== 'linux' && 'looks into /proc' }, () => {
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    test(`${signal} leaves no program running, and its checkpoints are found again`, async (t) => {
      const lab = commandLab(
        t,
        `const kept = process.env.PAPER_FACTORY_CHECKPOINTS + '/half';
         if (!existsSync(kept)) {
           writeFileSync(kept, '');
           writeFileSync('began', '');
           await new Promise((resolve) => setTimeout(resolve, 60_000));
         }`,
      );
      lab.edit('experiments/outer/config.yaml', 'sweep: { shift: [0, 1] }', 'sweep: { shift: [0] }');
      lab.edit('experiments/outer/config.yaml', 'seeds: [1, 2]', 'seeds: [1]');
      const args = ['reproduce', 'outer', '--profile', 'default', '--root', lab.root];
      const child = spawn(process.execPath, [launcher, ...args], { stdio: 'ignore' });
      await until(() => lab.exists('began'));
      assert.equal(processesOf(`${lab.root}/.factory/work`).length, 1);
      child.kill(signal);
      await until(() => processesOf(lab.root).length === 0);
      assert.equal((await lab.reproduce()).code, 0);
    });
  }
});

suite('the PyTorch example', () => {
  const example = 'examples/pytorch';
  const files = ['factory.config.yaml', 'train.py', 'experiments', 'content', 'assets'];

  /** A copy of the example with a `python3` of the test's own before all others. */
  function exampleLab(t: TestContext, python: string) {
    const root = mkdtempSync(join(tmpdir(), 'paper-factory-pytorch-'));
    t.after(() => rmSync(root, { recursive: true, force: true }));
    for (const file of files) cpSync(join(repository, example, file), join(root, file), { recursive: true });
    mkdirSync(join(root, '.bin'));
    writeFileSync(join(root, '.bin', 'python3'), `#!/bin/sh\n${python}\n`, { mode: 0o755 });
    const env = { ...process.env, PATH: `${join(root, '.bin')}:${process.env.PATH}` };
    const run = (...args: string[]) => {
      const command = [launcher, 'reproduce', ...args, '--root', root];
      return spawnSync(process.execPath, command, { encoding: 'utf8', env });
    };
    return { root, run };
  }

  test('is skipped with a word where PyTorch is absent', (t) => {
    const { root, run } = exampleLab(t, 'exit 1');
    const results = join(root, 'assets/results/pytorch-line/default/outcome.json');
    const before = readFileSync(results, 'utf8');
    const { status, stdout } = run('--force');
    assert.equal(status, 0);
    assert.match(stdout, /pytorch-line +default +skipped +needs `python3 -c import torch`.*pip install torch/);
    assert.equal(readFileSync(results, 'utf8'), before);
  });

  // As far as a machine without PyTorch can tell: the program is started as its config says, and its files are kept.
  test('runs where PyTorch is there', (t) => {
    const { root, run } = exampleLab(
      t,
      `case "$1" in
        -c|--version) echo present ;;
        *) for last; do :; done
           output="\${last#--output=}"
           echo weights > "$output/model.pt"
           echo '{"metrics": {"rmse": 0.5}}' > "$output/metrics.json" ;;
      esac`,
    );
    const { status, stdout } = run('--force', '--profile', 'smoke');
    assert.equal(status, 0);
    assert.match(stdout, /pytorch-line +smoke +ran/);
    const provenance = readFileSync(join(root, 'assets/results/pytorch-line/smoke/provenance.json'), 'utf8');
    assert.match(provenance, /"output":"present"/);
    assert.match(provenance, /"model\.pt":/);
  });

  const torch = spawnSync('python3', ['-c', 'import torch']).status === 0;
  test('verifies with PyTorch itself', { skip: !torch && 'needs PyTorch: pip install torch' }, (t) => {
    const { run } = exampleLab(t, `PATH="\${PATH#*:}" exec python3 "$@"`);
    const { status, stdout } = run('--verify', '--profile', 'smoke');
    assert.match(stdout, /pytorch-line +smoke +(equal|within-noise)/);
    assert.equal(status, 0);
  });
});
