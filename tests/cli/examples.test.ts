import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { runHere } from './run-here.ts';
import { launcher, repository } from './scratch-root.ts';

/** Roots whose experiments are modules of their own. */
const examples = { 'csv-regression': 'growth', 'npz-classification': 'pulses' };

/** A copy of an example outside of the repository, where no `node_modules` lies above it. */
function copyOf(t: TestContext, example: string): string {
  const root = mkdtempSync(join(tmpdir(), 'paper-factory-example-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  cpSync(join(repository, 'examples', example), root, {
    recursive: true,
    filter: (source) => !/\/(\.factory|dist)$/.test(source),
  });
  return root;
}

suite("an example of a module of one's own", () => {
  for (const [example, id] of Object.entries(examples)) {
    test(`${example} is green, fresh, and comes out as it is committed`, async (t) => {
      const root = copyOf(t, example);
      const check = await runHere(root, 'check');
      assert.equal(check.out, '0 errors, 0 warnings\n');
      const { code, out } = await runHere(root, 'reproduce', '--verify');
      assert.match(out, /2 of 2 results executed again, 2 equal/, out);
      assert.equal(code, 0);
      const drawn = await runHere(root, 'reproduce', id, '--profile', 'default');
      assert.match(drawn.out, /fresh/);
    });
  }

  test('goes on from its checkpoint after kill -9, to the same bytes', async (t) => {
    const root = copyOf(t, 'csv-regression');
    const outcome = join(root, 'assets/results/growth/default/outcome.json');
    const committed = readFileSync(outcome, 'utf8');
    rmSync(join(root, 'assets'), { recursive: true });
    const args = [launcher, 'reproduce', '--profile', 'default', '--root', root];
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    const checkpoints = join(root, '.factory/checkpoints');
    const kept = () =>
      existsSync(checkpoints)
        ? readdirSync(checkpoints, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.checkpoint'))
        : [];
    await new Promise<void>((resolve, reject) => {
      const watch = setInterval(
        () => kept().some((name) => name.endsWith('latest.checkpoint')) && child.kill('SIGKILL'),
        5,
      );
      child.on('close', (_, signal) => {
        clearInterval(watch);
        if (signal === 'SIGKILL') resolve();
        else reject(new Error('it ended by itself'));
      });
    });
    assert.ok(kept().length > 0 && !existsSync(outcome));
    const { code, out } = await runHere(root, 'reproduce', '--profile', 'default');
    assert.equal(code, 0, out);
    assert.equal(readFileSync(outcome, 'utf8'), committed);
    assert.deepEqual(kept(), []);
  });
});
