import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { suite, test } from 'node:test';
import type { z } from 'zod';
import { commandSchema } from '@paper-factory/runners/schema';
import { captureEnvironment } from '../../../runners/src/engine/command/environment.ts';
import { fillPlaceholders } from '../../../runners/src/engine/command/placeholders.ts';
import { missingRequirement } from '../../../runners/src/engine/command/requirements.ts';
import { sampleUsage } from '../../../runners/src/engine/command/usage.ts';

const root = tmpdir();
const node = process.execPath;
const parse = (over: Partial<z.input<typeof commandSchema>>) => commandSchema.parse({ run: ['program'], ...over });
const prints = (text: string): [string, ...string[]] => [node, '-e', `console.log(${JSON.stringify(text)})`];

suite('what the provenance tells of the machine', () => {
  const capture = (environment: object, machine: NodeJS.ProcessEnv) =>
    captureEnvironment(root, parse({ environment }), { PATH: process.env.PATH, ...machine });

  test('values only of variables that hold no secret', async () => {
    const variables = ['CUDA_VISIBLE_DEVICES', 'WANDB_API_KEY', 'ABSENT'];
    const captured = await capture({ variables }, { CUDA_VISIBLE_DEVICES: '0,1', WANDB_API_KEY: 'secret' });
    assert.deepEqual(captured.variables, [
      { name: 'CUDA_VISIBLE_DEVICES', set: true, value: '0,1' },
      { name: 'WANDB_API_KEY', set: true, value: null },
      { name: 'ABSENT', set: false, value: null },
    ]);
  });

  for (const { name, text, published } of [
    { name: 'plain text', text: 'Python 3.11.7', published: 'Python 3.11.7' },
    {
      name: 'a password in an address',
      text: 'lab @ git+https://me:token@host/lab',
      published: 'lab @ git+https://host/lab',
    },
    { name: 'the home folder', text: 'lab @ file:///people/me/lab', published: 'lab @ file://~/lab' },
    { name: 'the root', text: `-e ${root}/lab`, published: '-e ./lab' },
    { name: 'long text', text: 'x'.repeat(20_000), published: `${'x'.repeat(16_384)}…` },
  ]) {
    test(`what a command prints: ${name}`, async () => {
      const run = prints(text);
      const { versions } = await capture({ versions: [run] }, { HOME: '/people/me' });
      assert.deepEqual(versions, [{ run, output: published }]);
    });
  }

  test('a command that fails says so', async () => {
    const fails: [string, ...string[]] = [node, '-e', 'console.error("no such option"); process.exit(2)'];
    const absent: [string, string] = ['absent-program', '--version'];
    const { versions } = await capture({ versions: [absent, fails] }, {});
    assert.deepEqual(versions, [
      { run: absent, output: 'absent-program was not found' },
      { run: fails, output: 'it ended with code 2: no such option' },
    ]);
  });
});

suite('what a machine must have', () => {
  const works = { run: [node, '--version'] as [string, string], install: 'nothing' };
  const absent = { run: ['absent-program', '--version'] as [string, string], install: 'apt install absent' };
  const fails = { run: [node, '-e', 'process.exit(1)'] as [string, ...string[]], install: 'pip install torch' };
  for (const { name, requires, missing } of [
    { name: 'nothing', requires: [], missing: null },
    { name: 'what is there', requires: [works], missing: null },
    {
      name: 'a program that is not there',
      requires: [works, absent],
      missing:
        'needs `absent-program --version` to work here (absent-program was not found). Get it with: apt install absent',
    },
    {
      name: 'a module that does not load',
      requires: [fails],
      missing: `needs \`${fails.run.join(' ')}\` to work here (it ended with code 1). Get it with: pip install torch`,
    },
  ]) {
    test(name, async () => {
      assert.equal(await missingRequirement(root, parse({ requires })), missing);
    });
  }
});

test('each argument stays one argument, whatever a param holds', () => {
  const values = { seed: 3, output: '/o', checkpoint: '/c', root: '/r', threads: 2 };
  const params = { name: 'a b $(rm)', list: [1, 2], net: { depth: 4 }, on: true, tiny: 1e-7 };
  const fill = (...run: [string, ...string[]]) => fillPlaceholders(run, { ...values, params });
  assert.deepEqual(fill('--seed={seed}', '{params.name}', '{params.list}', '{params.net.depth}', '{params.on}'), [
    '--seed=3',
    'a b $(rm)',
    '[1,2]',
    '4',
    'true',
  ]);
  assert.deepEqual(fill('{output}/{threads}', '{{seed}}', '{"a":{"b":1}}', '{params.tiny}'), [
    '/o/2',
    '{seed}',
    '{"a":{"b":1}}',
    '1e-7',
  ]);
});

suite('memory and processor time of a tree of processes', () => {
  const files: Record<string, string> = {
    '/proc/10/task/10/children': '11 12 ',
    '/proc/11/task/11/children': '',
    '/proc/10/status': 'VmHWM:\t  4096 kB\nVmRSS:\t  1024 kB\n',
    '/proc/11/status': 'VmHWM:\t  2048 kB\nVmRSS:\t  2048 kB\n',
    '/proc/10/stat': '10 (a) b) S 1 10 10 0 -1 4194560 1 1 1 1 100 50 25 25 20 0',
    '/proc/11/stat': '11 (c) S 10 10 10 0 -1 4194560 1 1 1 1 300 0 0 0 20 0',
  };
  test('sums what is there, and takes the peak of the process itself where that is more', () => {
    const usage = sampleUsage(10, (file) => {
      if (file in files) return files[file];
      throw new Error('it ended'); // as 12 did between two looks
    }).stop();
    assert.deepEqual(usage, { cpuSeconds: 5, peakMemoryMiB: 4 });
  });
  test('is unknown where the system does not tell', () => {
    const usage = sampleUsage(10, () => {
      throw new Error('no /proc');
    }).stop();
    assert.deepEqual(usage, { cpuSeconds: null, peakMemoryMiB: null });
  });
});
