import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launcher, repository, scratchRoot } from './scratch-root.ts';

/** Writes, when the process ends, what it loaded. */
const hook = `
import { registerHooks } from 'node:module';
import { writeSync } from 'node:fs';
const loaded = [];
registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
process.on('exit', () => writeSync(2, JSON.stringify(loaded)));
`;

const heavy =
  /node_modules\/(zod|yaml|@tensorflow|vega|acorn|amaro)\/.*\.m?js$|runners\/src\/(schema\/index|engine\/reproduce)\.ts$/;

suite('a command that finds everything fresh', () => {
  for (const args of [['reproduce'], ['reproduce', '--list']]) {
    test(`loads no parser, no schema and nothing that runs: ${args.join(' ')}`, async (t) => {
      const { root, remove, run } = scratchRoot(t);
      // Claims are judged, for which prose is read.
      remove('content/claims');
      assert.equal((await run('reproduce')).code, 0);
      const flags = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`];
      const { status, stderr } = spawnSync(process.execPath, [...flags, launcher, ...args, '--json', '--root', root]);
      assert.equal(status, 0, String(stderr));
      const here = pathToFileURL(`${repository}/`).href;
      const loaded = (JSON.parse(String(stderr)) as string[]).map((url) => url.replace(here, ''));
      assert.ok(loaded.includes('runners/src/engine/look.ts'), loaded.join('\n'));
      assert.deepEqual(
        loaded.filter((url) => heavy.test(url)),
        [],
      );
    });
  }
});
