import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { scratchRoot } from '../cli/scratch-root.ts';

suite('the command line of the cluster, without one', () => {
  test('a dry run prints every job and what it waits for, and submits nothing', async (t) => {
    const lab = scratchRoot(t);
    lab.edit(
      'factory.config.yaml',
      'schemaVersion: 1',
      'schemaVersion: 1\nslurm: { partition: main, time: "10", node: /opt/node }',
    );
    const { code, out } = await lab.run(
      'reproduce',
      '--profile',
      'default',
      '--force',
      '--executor',
      'slurm',
      '--dry-run',
    );
    assert.equal(code, 0);
    const told = out
      .replaceAll(lab.root, '/lab')
      .replaceAll(/'[^']*\/bin\/paper-factory.mjs'/g, "'/paper-factory.mjs'")
      .replaceAll(/paper-factory [0-9a-f]{16} /g, 'paper-factory ROOT ')
      // What the last runs took, which another re-execution moves.
      .replaceAll(/--mem=(?!1024M)\d+M/g, '--mem=LAST');
    assert.equal(told, readFileSync(join(import.meta.dirname, 'expected', 'dry-run.txt'), 'utf8'));
    assert.ok(!lab.exists('.factory/slurm'));
  });

  test('a dry run over fresh results has nothing to say', async (t) => {
    const { code, out } = await scratchRoot(t).run('reproduce', '--executor', 'slurm', '--dry-run');
    assert.deepEqual([code, out], [0, 'Nothing would be submitted: everything is fresh.\n']);
  });

  const refused: [string[], RegExp][] = [
    [['--executor', 'kubernetes'], /there is no executor "kubernetes"\n +Known: local, slurm\./],
    [['--executor', 'slurm', '--verify'], /--executor slurm and --verify exclude each other/],
    [['--executor', 'slurm', '--threads', '2'], /--executor slurm and --threads exclude each other/],
    [['--executor', 'slurm', '--backend', 'node'], /--executor slurm computes on wasm/],
  ];
  for (const [args, message] of refused) {
    test(`${args.join(' ')} is wrong usage`, async (t) => {
      const { code, err } = await scratchRoot(t).run('reproduce', ...args);
      assert.equal(code, 2);
      assert.match(err, message);
    });
  }

  test('a machine without Slurm is one clear error', async (t) => {
    const lab = scratchRoot(t);
    const before = lab.snapshot('assets');
    const { PATH } = process.env;
    process.env.PATH = lab.root;
    try {
      const { code, err } = await lab.run('reproduce', '--force', '--executor', 'slurm');
      assert.equal(code, 1);
      assert.match(
        err,
        /^error: there is no squeue here: Slurm is not installed or not in the PATH\n +Run this on a login/m,
      );
    } finally {
      process.env.PATH = PATH;
    }
    assert.deepEqual(lab.snapshot('assets'), before);
  });

  const faulty: [string, RegExp][] = [
    ['slurm: { partition: "$(touch x)" }', /factory\.config\.yaml:\d+ +slurm\.partition/],
    ['slurm: { scratch: "`touch x`" }', /factory\.config\.yaml:\d+ +slurm\.scratch/],
    ['slurm: { queue: main }', /factory\.config\.yaml:\d+ .*queue/],
  ];
  for (const [line, message] of faulty) {
    test(`${line} is a fault of the root`, async (t) => {
      const lab = scratchRoot(t);
      lab.edit('factory.config.yaml', 'schemaVersion: 1', `schemaVersion: 1\n${line}`);
      const { code, err } = await lab.run('reproduce', '--executor', 'slurm', '--dry-run');
      assert.equal(code, 1);
      assert.match(err, message);
    });
  }
});
