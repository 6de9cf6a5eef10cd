import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { acquireLock } from '@paper-factory/runners/engine';
import { buildAlone } from '../../src/cli/publish/one-build.ts';
import { runGate } from '../../src/cli/gate.ts';
import { shareJudged } from '../../src/site/judged.ts';
import { createSiteModel } from '../../src/site/model.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import { scratchRoot } from './scratch-root.ts';

test('how a build publishes is what it was told, whatever another build writes meanwhile', async (t) => {
  const lab = scratchRoot(t);
  const { loaded, freshness, ...report } = await runGate(lab.root);
  const publication = { base: '/review/', url: null, anonymous: true };
  shareJudged(lab.root, { loaded, report, state: { freshness, verification: null, publication } });
  mkdirSync(lab.path('.factory/state'), { recursive: true });
  lab.write('.factory/state/build.json', JSON.stringify({ freshness, verification: null }));
  const { context } = createSiteModel(lab.root);
  assert.equal(context.loaded.config.site.base, '/review/');
  assert.doesNotMatch(JSON.stringify([...context.loaded.experiments.values()].map(({ data }) => data)), /Tester/);
});

test('a second build of a root waits and says so; one that is stopped meanwhile builds nothing', async (t) => {
  const lab = scratchRoot(t);
  const lock = await acquireLock(lab.path('.factory/locks/build.lock'));
  t.after(() => lock.release());
  const stop = new AbortController();
  let said = '';
  const code = await runCommand(['build', '--root', lab.root], {
    out: () => {},
    err(text) {
      said += text;
      stop.abort();
    },
    ...{ live: false, width: 80, height: 24, color: false, env: {}, cwd: '/', signal: stop.signal },
  });
  assert.notEqual(code, 0);
  assert.match(said, new RegExp(`Waiting for another build of this root \\(process ${process.pid}\\) …`));
  assert.match(said, /stopped; nothing was built/);
  assert.equal(lab.exists('dist'), false);
});

test('a build gives its turn back, also where it fails, and removes what killed ones left', async (t) => {
  const lab = scratchRoot(t);
  const terminal = { err: assert.fail, signal: new AbortController().signal };
  const left = ['dist-4194399', 'offline-4194399.zip', `dist-${process.pid}`, 'dist-mine', 'line-fit'];
  for (const name of left) mkdirSync(lab.path(`.factory/work/${name}`), { recursive: true });
  writeFileSync(lab.path('.factory/work/dist-4194399/index.html'), 'x');
  await assert.rejects(
    buildAlone(lab.root, terminal, () => Promise.reject(new Error('no'))),
    /^Error: no$/,
  );
  assert.equal(await buildAlone(lab.root, terminal, () => Promise.resolve(7)), 7);
  assert.deepEqual(
    left.map((name) => lab.exists(`.factory/work/${name}`)),
    [false, false, true, true, true],
  );
  await assert.rejects(
    buildAlone(lab.root, terminal, (stillAlone) => {
      lab.remove('.factory/locks');
      return Promise.resolve().then(stillAlone);
    }),
    /another build of this root took over meanwhile/,
  );
});
