import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { launcher, repository } from './scratch-root.ts';

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
    // What is published stays where the same key gives another number, as this program does.
    rmSync(join(root, 'assets/results/pytorch-line/smoke'), { recursive: true });
    const { status, stdout } = run('--profile', 'smoke');
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
