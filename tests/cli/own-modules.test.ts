import assert from 'node:assert/strict';
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { suite, test } from 'node:test';
import { runHere } from './run-here.ts';
import { metric, moduleOf, ownModuleLab } from './own-module-lab.ts';
import { events } from './scratch-root.ts';

const outcome = 'assets/results/mine/smoke/outcome.json';

suite("an experiment of the root's own", () => {
  test('runs, is fresh then, and verifies to the same bytes', async (t) => {
    const lab = ownModuleLab(t);
    const first = await lab.run('reproduce');
    assert.equal(first.code, 0, first.err + first.out);
    const { metrics } = JSON.parse(lab.read('assets/results/mine/default/outcome.json'));
    assert.equal(metrics.length, 2);
    assert.equal(metrics[1].value - metrics[0].value, 1);
    const again = await lab.run('reproduce', '--json');
    assert.ok(
      events(again.out).every(({ event, status }) => event !== 'run' || status === 'fresh'),
      again.out,
    );
    const verified = await lab.run('reproduce', '--verify');
    assert.match(verified.out, /2 of 2 results executed again, 2 equal/);
    assert.equal(verified.code, 0);
  });

  test('is stale for an edit of its code, its data and its params, and --explain names it', async (t) => {
    const lab = ownModuleLab(t);
    assert.equal((await lab.smoke()).code, 0);
    lab.edit('lab/scaled.ts', 'x * factor', '/* times */ x * factor');
    assert.match((await lab.smoke('--explain')).out, /Everything is fresh/);
    lab.edit('lab/scaled.ts', 'x * factor', 'factor * x');
    assert.match((await lab.smoke('--explain')).out, /^ +\.\/lab\/scaled\.ts changed$/m);
    assert.equal((await lab.smoke()).code, 0);
    lab.edit('data/offset.csv', '10', '20');
    assert.match((await lab.smoke('--explain')).out, /data: data changed/);
    lab.edit('experiments/mine/config.yaml', 'factor: 3', 'factor: 4');
    assert.match((await lab.smoke('--explain')).out, /params\.factor: 3 -> 4/);
  });

  test('is never run by check, and needs the leave of the root', async (t) => {
    const lab = ownModuleLab(t, 'refuse');
    const trace = lab.path('trace');
    lab.write(
      'lab/run.ts',
      `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(trace)}, '');\nexport default {};`,
    );
    const refused = await lab.smoke();
    assert.equal(refused.code, 1);
    assert.match(refused.out, /experiment mine runs the module \.\/lab\/run\.ts, which this root does not allow/);
    assert.match(refused.out, /add `modules: allow` to factory\.config\.yaml/);
    lab.edit('factory.config.yaml', 'refuse', 'allow');
    await lab.run('check');
    assert.ok(!existsSync(trace));
  });

  test('has the engine of its root, from JavaScript too, and through a link to the root', async (t) => {
    const lab = ownModuleLab(t);
    assert.equal((await lab.smoke()).code, 0);
    const key = () => JSON.parse(lab.read('assets/results/mine/smoke/provenance.json')).key;
    const before = key();
    const link = `${lab.root}-link`;
    symlinkSync(lab.root, link);
    t.after(() => rmSync(link));
    assert.match((await runHere(link, 'reproduce', '--profile', 'smoke')).out, /fresh/);
    assert.equal(key(), before);
    for (const ending of ['mjs', 'js', 'mts']) {
      lab.write('package.json', '{"type":"module"}');
      lab.write(`lab/run.${ending}`, lab.read('lab/run.ts'));
      lab.write(
        'experiments/mine/config.yaml',
        lab.read('experiments/mine/config.yaml').replace(/run\.\w+$/m, `run.${ending}`),
      );
      const { code, out } = await lab.smoke();
      assert.equal(code, 0, out);
    }
  });
});

suite('figures of an own module', () => {
  const figure = `{ name: 'all', title: 'All', caption: 'c', description: 'd', spec: { data: { values: [] }, mark: 'point' } }`;

  test('stand in the module, or beside it, where an edit only draws anew', async (t) => {
    const lab = ownModuleLab(t);
    lab.write('factory.config.yaml', `${lab.read('factory.config.yaml')}profile: smoke\n`);
    lab.write(
      'lab/run.figures.ts',
      `import { defineFigures } from 'paper-factory';\nexport default defineFigures(() => [${figure}]);`,
    );
    assert.equal((await lab.smoke()).code, 0);
    assert.match(lab.read('assets/figures/mine/all.svg'), /<svg/);
    lab.edit('lab/run.figures.ts', "'all'", "'some'");
    const { code, out } = await lab.smoke();
    assert.equal(code, 0);
    assert.match(out, /mine +smoke +fresh/);
    assert.ok(
      existsSync(lab.path('assets/figures/mine/some.svg')) && !existsSync(lab.path('assets/figures/mine/all.svg')),
    );
    lab.edit('lab/run.ts', 'run({', `figures: () => [${figure}],\n  run({`);
    assert.match((await lab.smoke()).out, /lab\/run\.ts has figures, and so has lab\/run\.figures\.ts/);
  });

  const faults: [what: string, figures: string, message: RegExp][] = [
    [
      'that throw',
      `() => { throw new Error('no numbers') }`,
      /a figure could not be drawn: lab\/run\.ts:\d+: no numbers/,
    ],
    ['of another form', `() => [{ name: 'all' }]`, /lab\/run\.ts: figures\[0\]\[title\]: /],
    ['with functions', `() => [{ ...${figure}, spec: { mark: () => 1 } }]`, /figures\[0\]\[spec\]/],
    ['of one name', `() => [${figure}, ${figure}]`, /"all" is the name of two figures/],
    ['that end their process', `() => process.exit(3)`, /the process of its figures ended with code 3/],
  ];
  for (const [what, figures, message] of faults) {
    test(`${what} are a fault of the experiment, and its result stays`, async (t) => {
      const lab = ownModuleLab(t);
      lab.write('factory.config.yaml', `${lab.read('factory.config.yaml')}profile: smoke\n`);
      lab.edit('lab/run.ts', 'run({', `figures: ${figures},\n  run({`);
      const { code, out } = await lab.smoke();
      assert.equal(code, 1);
      assert.match(out, message);
      assert.ok(existsSync(lab.path(outcome)));
    });
  }
});

suite('a fault in an own module is said once, exits 1 and keeps the earlier result', { concurrency: 2 }, () => {
  const value = metric('1');
  const faults: [what: string, module: string, message: RegExp][] = [
    [
      'no default export',
      'export const a = 1; // by default',
      /lab\/run\.ts is no experiment: it has no default export\. Expected: export default/,
    ],
    ['no params', 'export default { run() {} };', /lab\/run\.ts is no experiment: it has no `params`/],
    ['no run', moduleOf('').replace('run({', 'runs({'), /it has no `run`/],
    [
      'a key that nothing reads',
      moduleOf('').replace('run({', 'figure: 1, run({'),
      /it has `figure`, which nothing reads; known: params, run, figures/,
    ],
    ['a syntax error', 'const a: = 1;', /lab\/run\.ts:1: cannot be parsed/],
    [
      'a throw at import',
      "\nthrow new Error('not today');",
      /lab\/run\.ts:2: not today\. lab\/run\.ts could not be imported/,
    ],
    ['a name that is not exported', "\nimport { half } from './scaled.ts';", /lab\/run\.ts(:2)?: .*half/],
    [
      'a throw in a run',
      moduleOf("\n\n throw new Error('too cold');"),
      /experiments\/mine\/config\.yaml: lab\/run\.ts:8: too cold/,
    ],
    ['a value that is thrown', moduleOf("throw 'cold';"), /mine +smoke +failed.*cold/],
    ['params that its schema refuses', moduleOf('').replace('.positive()', '.max(2)'), /params\.factor: 3: /],
    ['nothing returned', moduleOf(''), /\.\/lab\/run\.ts: what it returned: .*\. A run returns \{ metrics/],
    [
      'a metric without a field',
      moduleOf(`return { metrics: [{ name: 'value', value: 1 }] };`),
      /\.\/lab\/run\.ts: metrics\.0\.label \(metric value\): /,
    ],
    [
      'a metric that is not finite',
      moduleOf(`return { metrics: [${metric('NaN')}] };`),
      /metric value with scope \{"shift":0\} is NaN at seed 1; it must be finite/,
    ],
    ['a metric twice', moduleOf(`return { metrics: [${value}, ${value}] };`), /measured twice by one seed/],
    [
      'data that is not there',
      moduleOf("context.file('other.csv');"),
      /there is no file data\/other\.csv\. Files there: offset\.csv/,
    ],
    ['data outside', moduleOf("context.file('../factory.config.yaml');"), /there is no file factory\.config\.yaml/],
    [
      'no name of a file',
      moduleOf('context.file();'),
      /data\.source is the folder data: which file of it\?.*file\('offset\.csv'\)/,
    ],
    ['the end of its process', moduleOf('process.exit(7);'), /the process of the run ended with code 7/],
  ];
  for (const [what, module, message] of faults) {
    test(what, async (t) => {
      const lab = ownModuleLab(t);
      lab.write(outcome, 'an earlier one');
      lab.write('lab/run.ts', module);
      const { code, out, err } = await lab.smoke();
      assert.equal(code, 1);
      assert.match(out, message);
      assert.doesNotMatch(out + err, /^ +at /m);
      assert.equal(lab.read(outcome), 'an earlier one');
    });
  }

  test('one that hangs is ended by its timeout', async (t) => {
    const lab = ownModuleLab(t);
    lab.write('lab/run.ts', moduleOf('for (;;) ;'));
    const { code, out } = await lab.smoke('--timeout', '2s');
    assert.equal(code, 1);
    assert.match(out, /the run took longer than 2 s, its timeout/);
  });

  test('and others run all the same; check tells of it with file and line', async (t) => {
    const lab = ownModuleLab(t);
    lab.write(
      'experiments/other/config.yaml',
      lab.read('experiments/mine/config.yaml').replace('id: mine', 'id: other').replace('lab/run', 'lab/other'),
    );
    lab.write('lab/other.ts', 'const a: = 1;');
    const { code, out } = await lab.smoke();
    assert.equal(code, 1);
    assert.match(out, /mine +smoke +ran/);
    assert.match(out, /other +smoke +failed .*lab\/other\.ts:1: cannot be parsed/);
    lab.write('lab/other.ts', lab.read('lab/run.ts'));
    assert.equal((await lab.run('reproduce')).code, 0);
    lab.write('lab/other.ts', 'const a: = 1;');
    assert.match((await lab.run('check')).out, /lab\/other\.ts:1: cannot be parsed/);
  });

  test('an edit while it runs is refused', async (t) => {
    const lab = ownModuleLab(t);
    const file = lab.path('lab/scaled.ts');
    lab.write(
      'lab/run.ts',
      `${lab.read('lab/run.ts')}\nimport { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(file)}, 'export const scaled = () => 1;');`,
    );
    const { code, out } = await lab.smoke();
    assert.equal(code, 1);
    assert.match(out, /its source files changed while it ran/);
  });

  test('data edited while it runs is refused', async (t) => {
    const lab = ownModuleLab(t);
    const file = JSON.stringify(lab.path('data/offset.csv'));
    lab.write(
      'lab/run.ts',
      `${lab.read('lab/run.ts')}\nimport { writeFileSync } from 'node:fs';\nwriteFileSync(${file}, 'offset\\n11\\n');`,
    );
    const { code, out } = await lab.smoke();
    assert.equal(code, 1);
    assert.match(out, /its data changed while it ran/);
  });
});
