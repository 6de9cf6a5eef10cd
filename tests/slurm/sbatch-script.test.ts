import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { slurmSchema } from '@paper-factory/runners/schema';
import { directiveValue, shellWord } from '../../runners/src/engine/slurm/quote.ts';
import { ranges, sbatchScript, type SbatchJob } from '../../runners/src/engine/slurm/sbatch-script.ts';

const plain: SbatchJob = {
  name: 'line-fit/default',
  comment: 'paper-factory 0123456789abcdef 20261121-171200 line-fit/default 0',
  folder: '/shared/lab',
  log: '/shared/lab/.factory/slurm/20261121-171200/line-fit-default',
  elements: [0, 1, 2],
  memoryMiB: null,
  command: ['/opt/node/bin/node', '/opt/paper-factory/bin/paper-factory.mjs', 'run-one', '--root', '/shared/lab'],
  settings: {},
};

/** What the job would run, by a `node` that prints its arguments, one a line. */
function argumentsOf(script: string, env: NodeJS.ProcessEnv = {}): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'paper-factory-'));
  try {
    const file = join(folder, 'job.sh');
    writeFileSync(file, script);
    const out = execFileSync('bash', [file], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
      env: { PATH: process.env.PATH, ...env },
    });
    assert.ok(!existsSync(join(folder, 'x')), 'a value was run');
    return out.split('\n').slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const printing = (words: string[]) => ['printf', '%s\\n', ...words];

suite('the text of a job', () => {
  test('every setting has its place', () => {
    const settings = slurmSchema.parse({
      partition: 'gpu,short',
      account: 'astro',
      qos: 'normal',
      gres: 'gpu:a100:1',
      constraint: 'avx2&(ssd|nvme)',
      time: '1-12:00:00',
      cpusPerTask: 4,
      memory: '8G',
      maxConcurrent: 16,
      prologue: ['module load cuda/12', 'source activate lab'],
      wrapper: 'apptainer exec --nv image.sif',
      scratch: '$TMPDIR/paper-factory',
      node: '/opt/node-24/bin/node',
      options: ['--mail-type=END'],
    });
    const text = sbatchScript({ ...plain, elements: [0, 1, 2, 5, 7, 8], memoryMiB: 300, settings });
    assert.equal(text, readFileSync(join(import.meta.dirname, 'expected', 'every-setting.sbatch'), 'utf8'));
  });

  test('without settings only what is needed is said', () => {
    const text = sbatchScript({ ...plain, elements: null, memoryMiB: 120.5 });
    assert.equal(text, readFileSync(join(import.meta.dirname, 'expected', 'no-setting.sbatch'), 'utf8'));
  });

  const ranged: [number[], string][] = [
    [[0], '0'],
    [[0, 1, 2], '0-2'],
    [[1, 3, 4, 9], '1,3-4,9'],
  ];
  for (const [numbers, expected] of ranged) {
    test(`elements ${numbers.join(' ')} are written ${expected}`, () => assert.equal(ranges(numbers), expected));
  }

  const hostile = [
    '$(touch x)',
    '`touch x`',
    "'; touch x; '",
    '"; touch x; "',
    '\\',
    'a b',
    '$HOME',
    '*',
    '#',
    '!x',
    'é',
  ];
  for (const value of hostile) {
    test(`${value} in a command is one plain word`, () => {
      const text = sbatchScript({ ...plain, command: printing([value]), elements: null });
      assert.deepEqual(argumentsOf(text), [value]);
    });
  }

  test('a line break is refused wherever it comes', () => {
    const message = /cannot be given to Slurm: it has a line break/;
    for (const value of ['a\nb', 'a\r', 'a\0b', '\u001b[2J']) {
      assert.throws(() => shellWord(value), { name: 'UserError', message });
      assert.throws(() => directiveValue(value), { name: 'UserError', message });
      for (const part of ['name', 'comment', 'folder', 'log']) {
        assert.throws(() => sbatchScript({ ...plain, [part]: value }), { name: 'UserError', message });
      }
    }
  });

  test('a log below a backslash is refused, since Slurm would lose it', () => {
    assert.throws(() => sbatchScript({ ...plain, log: '/a\\b/log' }), /the path has a backslash/);
  });

  test('a scratch path takes variables of the node, and ends the job where one is not set', () => {
    const settings = slurmSchema.parse({ scratch: '${TMPDIR}/pf-$SLURM_JOB_ID' });
    const text = sbatchScript({ ...plain, command: printing([]), elements: null, settings });
    assert.deepEqual(argumentsOf(text, { TMPDIR: '/scratch/a b', SLURM_JOB_ID: '12' }), [
      '--scratch',
      '/scratch/a b/pf-12',
    ]);
    assert.throws(() => argumentsOf(text, { TMPDIR: '/scratch' }), /SLURM_JOB_ID: is not set on this node/);
  });
});

suite('settings of Slurm', () => {
  const refused: Record<string, unknown>[] = [
    { partition: 'main --uid=0' },
    { partition: '$(touch x)' },
    { account: 'a\n#SBATCH --uid=0' },
    { qos: '"' },
    { qos: '--uid=0' },
    { gres: 'gpu:1 b' },
    { constraint: '`touch x`' },
    { time: 'soon' },
    { time: '1 day' },
    { cpusPerTask: 0 },
    { cpusPerTask: 1.5 },
    { memory: '4 GB' },
    { maxConcurrent: 0 },
    { prologue: ['module load a\nrm -r b'] },
    { wrapper: 'a\nb' },
    { scratch: 'relative/path' },
    { scratch: '$(touch x)' },
    { scratch: '/tmp/`touch x`' },
    { scratch: '$TMPDIR/a b' },
    { scratch: '/tmp/"; touch x; "' },
    { node: '/opt/node\n' },
    { options: ['mail-type=END'] },
    { options: ['--wrap=a\n'] },
    { partitions: 'main' },
  ];
  for (const settings of refused) {
    test(`${JSON.stringify(settings)} is refused`, () => assert.ok(!slurmSchema.safeParse(settings).success));
  }

  const taken: Record<string, unknown>[] = [
    { time: '90' },
    { time: '2:30:00' },
    { time: '1-12' },
    { memory: '1500M' },
    { constraint: '[rack1|rack2]' },
    { gres: 'gpu:tesla(S:0-1):2' },
    { scratch: '/local/scratch' },
    { options: ['--exclusive', '--nodelist=n[1-4]'] },
  ];
  for (const settings of taken) {
    test(`${JSON.stringify(settings)} is taken`, () => assert.deepEqual(slurmSchema.parse(settings), settings));
  }
});
