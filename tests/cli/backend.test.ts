import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { describeBackend } from '../../runners/src/engine/backends.ts';
import { measurementsSchema } from '../../runners/src/schema/measurements.ts';
import { UserError } from '../../runners/src/schema/user-error.ts';
import { events, scratchRoot } from './scratch-root.ts';

/** Why the native backend cannot be used here, or false. */
function fault(): string | false {
  try {
    describeBackend('node');
    return false;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

suite('reproduce --backend', { concurrency: 2 }, () => {
  test('refuses an unknown backend, and comparing bytes on another than the reference', async (t) => {
    const lab = scratchRoot(t);
    const unknown = await lab.run('reproduce', '--backend', 'gpu');
    assert.match(unknown.err, /there is no backend "gpu"\n +Known: wasm, node\./);
    assert.equal(unknown.code, 1);
    if (fault()) return;
    const verified = await lab.run('reproduce', '--backend', 'node', '--verify');
    assert.match(verified.err, /--backend node and --verify exclude each other/);
    assert.equal(verified.code, 2);
  });

  test('node: values go beside the reference, whose outcome stays', { skip: fault() }, async (t) => {
    const lab = scratchRoot(t);
    const measurements = 'assets/results/line-fit/smoke/measurements.json';
    await lab.run('reproduce', 'line-fit', '--profile', 'smoke');
    const before = lab.snapshot('assets');
    const args = ['reproduce', 'line-fit', '--profile', 'smoke', '--backend', 'node', '--json'];
    const { code, out } = await lab.run(...args);
    assert.equal(code, 0, out);
    assert.equal(events(out).find(({ event }) => event === 'run')!.backend, 'node');
    const after = lab.snapshot('assets');
    const { [measurements]: text, ...rest } = after;
    assert.deepEqual(rest, before);
    const [measured] = measurementsSchema.parse(JSON.parse(text)).measurements;
    // A line fit calls no backend, so nothing can differ.
    const { kind, backend, result, values } = measured;
    assert.deepEqual(
      { kind, backend, result, values },
      { kind: 'backend', backend: describeBackend('node'), result: 'equal', values: [] },
    );
    assert.equal(events((await lab.run(...args)).out).at(-1)!.fresh, 1);
  });

  test('node: asks for the reference first where it is stale', { skip: fault() }, async (t) => {
    const lab = scratchRoot(t);
    lab.edit('experiments/line-fit/config.yaml', 'seeds: [1, 2, 3]', 'seeds: [1, 2, 4]');
    const before = lab.snapshot('assets');
    const { code, out } = await lab.run('reproduce', 'line-fit', '--profile', 'default', '--backend', 'node');
    assert.equal(code, 1);
    assert.match(
      out,
      /not fresh \(its config changed.*\); run `paper-factory reproduce line-fit --profile default` first/,
    );
    assert.deepEqual(lab.snapshot('assets'), before);
  });
});
