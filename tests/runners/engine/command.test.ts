import assert from 'node:assert/strict';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { CommandJob } from '../../../runners/src/engine/command/run-command.ts';
import { commandRoot, writesMetrics } from './command-job.ts';

type Root = ReturnType<typeof commandRoot>;

suite('an external program', () => {
  test('reads its params, seed and upstream, and gives its metrics and files back', async (t) => {
    const lab = commandRoot(
      t,
      `import { readFileSync, writeFileSync } from 'node:fs';
       const told = JSON.parse(readFileSync(process.env.PAPER_FACTORY_PARAMS, 'utf8'));
       const outcome = JSON.parse(readFileSync(told.upstream.inner.outcome, 'utf8'));
       const weights = readFileSync(told.upstream.inner.artefacts[0].files['deep/weights.bin'], 'utf8');
       const [, , rate, name, output] = process.argv;
       writeFileSync(output + '/model.bin', weights + '!');
       writeFileSync(output + '/metrics.json', JSON.stringify({ metrics: {
         rate: Number(rate), toldRate: told.params.rate, seed: Number(process.env.PAPER_FACTORY_SEED),
         depth: told.params.net.depth, upstream: outcome.metrics.length, spaced: Number(name === 'a  b; $HOME {seed}'),
       } }));`,
    );
    lab.write('store/object', 'weights');
    const outcome = { schemaVersion: 1, id: 'inner', profile: 'default', status: 'ok' } as const;
    const job = lab.job(
      { run: [process.execPath, 'program.mjs', '{params.rate}', 'a  b; $HOME {{seed}}', '{output}'] },
      {
        params: { rate: 0.5, net: { depth: 3 } },
        point: { rate: 0.25 },
        upstream: {
          inner: {
            params: {},
            outcome: { ...outcome, scale: {}, metrics: [], curves: [], gates: [] },
            artefacts: [{ seed: 1, point: {}, files: { 'deep/weights.bin': join(lab.root, 'store/object') } }],
          },
        },
      },
    );
    job.artefacts.names = ['model.bin'];
    const report = await lab.run(job);
    assert.ok(report.kind === 'done', JSON.stringify(report));
    const values = Object.fromEntries(report.result.metrics.map(({ name, value }) => [name, value]));
    assert.deepEqual(values, { rate: 0.25, toldrate: 0.25, seed: 7, depth: 3, upstream: 0, spaced: 1 });
    assert.deepEqual(
      report.result.metrics.map(({ scope }) => scope),
      report.result.metrics.map(() => ({ rate: 0.25 })),
    );
    assert.equal(readFileSync(report.artefacts['model.bin'], 'utf8'), 'weights!');
    assert.ok(report.seconds > 0);
    if (process.platform === 'linux') assert.ok(report.peakMemoryMiB > 1);
  });

  test('sees only what is declared of the environment, and its number of threads', async (t) => {
    const lab = commandRoot(
      t,
      `import { writeFileSync } from 'node:fs';
       writeFileSync(process.env.PAPER_FACTORY_OUTPUT + '/env.json', JSON.stringify(process.env));
       ${writesMetrics('{ one: 1 }').split('\n')[1]}`,
    );
    lab.host.machine = { PATH: process.env.PATH, SECRET: 'hidden', DECLARED: 'here', OMP_NUM_THREADS: '64' };
    const job = lab.job({ threads: 3, environment: { variables: ['DECLARED', 'ABSENT'] } });
    job.artefacts.names = ['env.json'];
    const report = await lab.run(job);
    assert.ok(report.kind === 'done', JSON.stringify(report));
    const env = JSON.parse(readFileSync(report.artefacts['env.json'], 'utf8')) as Record<string, string>;
    assert.equal(env.SECRET, undefined);
    assert.equal(env.DECLARED, 'here');
    assert.equal('ABSENT' in env, false);
    assert.equal(env.OMP_NUM_THREADS, '3');
    assert.equal(env.MKL_NUM_THREADS, '3');
  });

  test('tells its progress by lines', async (t) => {
    const lab = commandRoot(
      t,
      `console.log('epoch 1\\n@progress 1 4 loss 0.5');
       console.log('  @progress 2 4 indented');
       console.log('@progress 4 4 \\u001b[31mred');
       ${writesMetrics('{ one: 1 }')}`,
    );
    assert.equal((await lab.run(lab.job())).kind, 'done');
    assert.deepEqual(lab.progress, [
      [1, 4, 'loss 0.5'],
      [4, 4, ' [31mred'],
    ]);
  });

  test('finds its checkpoints again', async (t) => {
    const lab = commandRoot(
      t,
      `import { existsSync, writeFileSync } from 'node:fs';
       const file = process.env.PAPER_FACTORY_CHECKPOINTS + '/step';
       const resumed = existsSync(file);
       writeFileSync(file, '1');
       if (!resumed) process.kill(process.pid, 'SIGKILL');
       writeFileSync(process.env.PAPER_FACTORY_OUTPUT + '/metrics.json', '{"metrics":{"resumed":1}}');`,
    );
    const first = await lab.run(lab.job());
    assert.ok(first.kind === 'failed');
    assert.match(first.message, /was ended by SIGKILL, as systems do when memory runs out/);
    assert.equal((await lab.run(lab.job())).kind, 'done');
  });
});

/** Faults, each with what the message must say. */
const faults: {
  name: string;
  program?: string;
  job?: (lab: Root) => CommandJob;
  says: RegExp[];
}[] = [
  {
    name: 'no metrics',
    program: `import { writeFileSync } from 'node:fs'; writeFileSync(process.env.PAPER_FACTORY_OUTPUT + '/metric.json', '{}');`,
    says: [
      /wrote no metrics: there is no metrics\.json in its output folder \(it holds metric\.json\)/,
      /PAPER_FACTORY_OUTPUT/,
    ],
  },
  { name: 'nothing at all', program: '', says: [/\(it is empty\)/] },
  {
    name: 'a metric that is NaN',
    program: `import { writeFileSync } from 'node:fs';
      writeFileSync(process.env.PAPER_FACTORY_OUTPUT + '/metrics.json', '{"metrics": {"loss": NaN, "r2": 1}}');`,
    says: [/metrics\.json/, /loss/, /NaN/],
  },
  {
    name: 'a metric that is NaN in CSV',
    program: `import { writeFileSync } from 'node:fs';
      writeFileSync(process.env.PAPER_FACTORY_OUTPUT + '/log.csv', 'step,loss\\n1,0.5\\n2,nan\\n');`,
    job: (lab) => lab.job({ metrics: { path: 'log.csv' } }),
    says: [/not every metric in log\.csv is a finite number: loss is NaN \(line 3\)/],
  },
  {
    name: 'a metrics file that is too large',
    program: `import { openSync, ftruncateSync } from 'node:fs';
      ftruncateSync(openSync(process.env.PAPER_FACTORY_OUTPUT + '/metrics.json', 'w'), 1 << 30);`,
    says: [/metrics\.json has 1024 MiB; at most 128 MiB are read/],
  },
  {
    name: 'a declared file that is missing',
    program: writesMetrics('{ one: 1 }'),
    job: (lab) => {
      const job = lab.job();
      job.artefacts.names = ['model.pt'];
      return job;
    },
    says: [/did not leave model\.pt in its output folder/],
  },
  {
    name: 'a program that is not there',
    job: (lab) => lab.job({ run: ['no-such-program'], inputs: [] }),
    says: [/there is no program no-such-program on the PATH \(.*\/.*\)/],
  },
  {
    name: 'a path to a program that is not there',
    job: (lab) => lab.job({ run: ['./bin/absent'], inputs: [] }),
    says: [/there is no program \.\/bin\/absent/, /looked for in the root/],
  },
  {
    name: 'a program that may not be executed',
    job: (lab) => lab.job({ run: ['./program.mjs'] }),
    says: [/\.\/program\.mjs may not be executed/, /chmod \+x/],
  },
  {
    name: 'an interpreter that is not there',
    job: (lab) => {
      lab.write('script', '#!/no/such/interpreter\n');
      chmodSync(join(lab.root, 'script'), 0o755);
      return lab.job({ run: ['./script'] });
    },
    says: [/\.\/script names an interpreter that is not there/],
  },
  {
    name: 'too many arguments',
    job: (lab) => lab.job({ run: [process.execPath, 'program.mjs', 'x'.repeat(1 << 22)] }),
    says: [/arguments are too long/],
  },
  {
    name: 'a code that is not 0',
    program: `console.log('loading'); console.error('Traceback: no such column'); process.exit(3);`,
    says: [
      /ended with code 3:\nloading\nTraceback: no such column\n/,
      /All it printed is in \.factory\/logs\/outer\.log/,
    ],
  },
  {
    name: 'a signal',
    program: `process.kill(process.pid, 'SIGSEGV');`,
    says: [/was ended by SIGSEGV, and printed nothing/],
  },
  {
    name: 'no end in its time',
    program: `setInterval(() => {}, 1000);`,
    job: (lab) => lab.job({}, { timeoutSeconds: 0.3 }),
    says: [/did not end within its time/, /timeoutMinutes/],
  },
  {
    name: 'a placeholder for a param that is not there',
    job: (lab) => lab.job({ run: [process.execPath, 'program.mjs', '{params.rat}'] }, { params: { rate: 1 } }),
    says: [/\{params\.rat\} names no param/, /Its params are: rate/],
  },
  {
    name: 'an input that changed while it ran',
    program: `import { writeFileSync } from 'node:fs'; writeFileSync('program.mjs', '');`,
    job: (lab) => lab.job({}, { inputs: { 'program.mjs': 'as it was' } }),
    says: [/its input program\.mjs changed while it ran/],
  },
];

suite('a program that fails says why', () => {
  for (const { name, program = '', job, says } of faults) {
    test(name, async (t) => {
      const lab = commandRoot(t, program);
      const report = await lab.run(job ? job(lab) : lab.job());
      assert.ok(report.kind === 'failed');
      assert.match(report.message, /^experiments\/outer\/config\.yaml: /);
      for (const part of says) assert.match(report.message, part);
      assert.doesNotMatch(report.message, /\.factory\/work/);
    });
  }

  test('one that prints without end has a bounded log with beginning and end', async (t) => {
    const lab = commandRoot(
      t,
      `const line = 'x'.repeat(1023) + '\\n';
       process.stdout.write('first\\n' + line.repeat(20 * 1024), () => process.stdout.write('last\\n', () => process.exit(1)));`,
    );
    const report = await lab.run(lab.job());
    assert.ok(report.kind === 'failed');
    assert.match(report.message, /last\n/);
    const log = readFileSync(join(lab.root, '.factory/logs/outer.log'), 'utf8');
    assert.ok(log.length < 17 * 1024 * 1024);
    assert.match(log, /^first\n/);
    assert.match(log, /\[\d+ bytes left out\]/);
    assert.match(log, /last\n$/);
  });
});
