import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { UserError } from '@paper-factory/runners/user-error';
import { writeDistRecord } from '../../src/cli/dist-record.ts';
import { nameOrdinary } from '../../src/cli/publish/name-ordinary.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import { runHere } from './in-process.ts';
import { scratchRoot } from './scratch-root.ts';

type Lab = ReturnType<typeof scratchRoot>;

/** What an earlier build left. */
function leave(lab: Lab, anonymous: boolean | null): void {
  mkdirSync(lab.path('dist'), { recursive: true });
  lab.write('dist/index.html', 'earlier');
  if (anonymous !== null) writeDistRecord(lab.root, { base: '/lab/', anonymous, verification: null });
}

test('an anonymous build that fails says what still lies where its output would be', async (t) => {
  const lab = scratchRoot(t);
  lab.edit('content/experiments/line-fit.md', '## Setup', '## Setup of A. Tester');
  const fault = new UserError('names are left', { hint: 'Reword.' });
  const hint = () => (nameOrdinary(fault, lab.root, lab.path('dist-offline.zip')) as UserError).hint;
  assert.equal(hint(), 'Reword.');
  leave(lab, null);
  assert.equal(hint(), 'Reword. Send nothing in yet: dist/ still holds the site of an earlier build.');
  leave(lab, true);
  assert.equal(hint(), 'Reword.');
  lab.write('dist-offline.zip', 'earlier');
  assert.equal(hint(), 'Reword. Send nothing in yet: dist-offline.zip is of an earlier build.');
  leave(lab, false);
  const { code, err } = await runHere('build', '--anonymous', '--root', lab.root);
  assert.equal(code, 1);
  const both = 'dist/ still holds the ordinary site of before, and dist-offline.zip is of an earlier build.';
  assert.ok(err.includes(`Send nothing in yet: ${both}\n`), err);
});

test('serve goes by what is in dist, not by a build that failed', async (t) => {
  const lab = scratchRoot(t);
  leave(lab, false);
  lab.edit('content/experiments/line-fit.md', '## Setup', 'See [nothing](claim:T-nowhere).\n\n## Setup');
  assert.equal((await runHere('build', '--base', '/other/', '--root', lab.root)).code, 1);
  const stop = new AbortController();
  let address = '';
  await runCommand(['serve', '--json', '--port', '0', '--root', lab.root], {
    out(text) {
      ({ address } = JSON.parse(text) as { address: string });
      setImmediate(() => stop.abort());
    },
    err: () => {},
    ...{ live: false, width: 80, height: 24, color: false, env: {}, cwd: '/', signal: stop.signal },
  });
  assert.match(address, /^http:\/\/localhost:\d+\/lab\/$/);
});
