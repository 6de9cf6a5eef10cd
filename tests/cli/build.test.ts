import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { suite, test, type TestContext } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { launcher, scratchRoot } from './scratch-root.ts';

/** Starts a command that serves, and resolves with the address it prints. */
async function serving(t: TestContext, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [launcher, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  t.after(() => child.kill('SIGINT'));
  let all = '';
  return new Promise((resolve, reject) => {
    const look = (chunk: Buffer) => {
      all += chunk;
      const address = /https?:\/\/\S+/.exec(stripVTControlCharacters(all))?.[0];
      if (address) resolve(address);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.on('close', () => reject(new Error(all)));
  });
}

suite('build, serve and dev', { concurrency: 1 }, () => {
  test('two builds at once do not meet', async (t) => {
    const labs = [scratchRoot(t), scratchRoot(t)];
    labs[1].edit('content/tracks/t.md', 'title: Lines from few points', 'title: Another paper');
    const ends = await Promise.all(labs.map((lab) => lab.run('build')));
    assert.deepEqual(
      ends.map(({ code }) => code),
      [0, 0],
    );
    const titles = labs.map((lab) => /<title>T · (.*?) ·/.exec(lab.read('dist/tracks/t/index.html'))?.[1]);
    assert.deepEqual(titles, ['Lines from few points', 'Another paper']);
  });

  test('a plain build gives the same bytes twice; --verify adds one marked block to the home page', async (t) => {
    const lab = scratchRoot(t);
    assert.equal((await lab.run('build')).code, 0);
    const first = lab.digests('dist');
    assert.doesNotMatch(lab.read('dist/index.html'), /data-verification/);
    lab.remove('dist');
    lab.remove('.factory');
    assert.equal((await lab.run('build')).code, 0);
    assert.deepEqual(lab.digests('dist'), first);

    const verified = await lab.run('build', '--verify', '60s');
    assert.equal(verified.code, 0);
    assert.match(verified.err, /Verified by re-execution in .*: line-fit \(equal\), slope-error \(equal\)/);
    const second = lab.digests('dist');
    const pages = Object.keys(second).filter((name) => name.endsWith('.html') && second[name] !== first[name]);
    assert.deepEqual(pages, ['dist/index.html']);
    assert.match(lab.read('dist/index.html'), /data-verification/);
  });

  test('a build whose re-execution differs stops and says what to do', async (t) => {
    const lab = scratchRoot(t);
    lab.edit('assets/figures/line-fit/training-loss.svg', 'Training loss', 'Training gain');
    // The figure is drawn again from the outcome before anything is verified, so a spoilt figure mends itself.
    assert.equal((await lab.run('build', '--verify', '60s')).code, 0);
    assert.match(lab.read('assets/figures/line-fit/training-loss.svg'), /Training loss/);
  });

  test('runs what is stale before building', async (t) => {
    const lab = scratchRoot(t);
    lab.remove('assets/results/slope-error');
    const { code, err } = await lab.run('build');
    assert.equal(code, 0);
    assert.match(err, /▸ slope-error\/default: 1 run.*it has no result yet/);
    assert.ok(lab.exists('assets/results/slope-error/default/outcome.json'));
  });

  test('serve answers under the base path, with 404 for what is not there, and takes a free port', async (t) => {
    const lab = scratchRoot(t);
    lab.edit('factory.config.yaml', 'site:', 'site:\n  base: /lab/');
    assert.match((await lab.run('serve')).err, /there is no built site\n +Run `paper-factory build` first/);
    assert.equal((await lab.run('build')).code, 0);
    const taken = createServer().listen(4321, '127.0.0.1');
    taken.on('error', () => {}); // somebody else has it: as good
    t.after(() => taken.close());
    const address = await serving(t, 'serve', '--root', lab.root);
    assert.match(address, /^http:\/\/localhost:(?!4321\/)\d+\/lab\/$/);
    const home = await fetch(address);
    assert.equal(home.status, 200);
    assert.match(await home.text(), /Minimal lab/);
    assert.equal((await fetch(new URL('nowhere/', address))).status, 404);
    assert.equal((await fetch(new URL('/other/', address))).status, 404);
    const both = await lab.run('serve', '--port', '4321');
    assert.equal(both.code, 1);
    assert.match(both.err, /could not listen on 127\.0\.0\.1:4321 \(EADDRINUSE\)\n +Choose another with --port/);
  });

  test('dev shows a saved log', async (t) => {
    const lab = scratchRoot(t);
    const address = await serving(t, 'dev', '--port', '4399', '--root', lab.root);
    const page = new URL('experiments/line-fit/', address);
    const text = async () => (await fetch(page)).text();
    assert.match(await text(), /Does gradient descent find a line/);
    lab.edit('content/experiments/line-fit.md', '64 points, 40 steps', 'Sixty-four points, 40 steps');
    const deadline = performance.now() + 10_000;
    while (!(await text()).includes('Sixty-four points') && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.match(await text(), /Sixty-four points/);
  });
});
