import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { suite, test } from 'node:test';
import { commandLab } from './command-lab.ts';

const outcomeFile = 'assets/results/outer/default/outcome.json';

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

  test('declared data that change while it runs are found out', async (t) => {
    const lab = commandLab(t, "if (existsSync('spoil')) writeFileSync('catalogue.csv', 'spoilt');");
    lab.edit('experiments/outer/config.yaml', 'command:', 'data: { source: catalogue.csv }\ncommand:');
    lab.write('catalogue.csv', '1');
    lab.write('spoil', '');
    const { code, err } = await lab.reproduce();
    assert.equal(code, 1);
    assert.match(err, /its input catalogue\.csv changed while it ran/);
    assert.ok(!lab.exists('assets/results/outer'));
  });

  test('a published number is not rolled again: another one under the same key is kept beside it', async (t) => {
    const lab = commandLab(t, "if (existsSync('hidden')) value += Number(readFileSync('hidden', 'utf8'));");
    assert.equal((await lab.reproduce()).code, 0);
    const before = lab.snapshot('assets');
    lab.write('hidden', '100');
    const { code, out } = await lab.reproduce('--force');
    assert.equal(code, 0);
    assert.match(
      out,
      /outer +default +ran .*came out otherwise \(changed\) under an unchanged key; the committed outcome stays/,
    );
    const file = 'assets/results/outer/default/measurements.json';
    const { [file]: beside, ...after } = lab.snapshot('assets');
    assert.deepEqual(after, before);
    const { measurements } = JSON.parse(beside) as { measurements: { kind: string; values: { value: number }[] }[] };
    assert.deepEqual(
      measurements.map(({ kind, values }) => [kind, values.map(({ value }) => value)]),
      [['rerun', [114.5, 115.5]]],
    );
    const verified = await lab.reproduce('--verify');
    assert.equal(verified.code, 1, 'what was measured once is no noise when it is measured again');
    assert.match(verified.out, /outer +default +changed/);
    lab.remove('assets/results/outer/default/outcome.json');
    assert.equal((await lab.reproduce()).code, 0);
    assert.equal(lab.read(outcomeFile), before[outcomeFile], 'the store gives back what was measured first');
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
    assert.match(verified.out, /needs `node -e/);
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
