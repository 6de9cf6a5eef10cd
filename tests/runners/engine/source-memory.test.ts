import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { sourceRoot } from '../../../runners/src/engine/import-closure.ts';

const scratch = mkdtempSync(join(tmpdir(), 'source-memory-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const href = (path: string) => JSON.stringify(pathToFileURL(join(sourceRoot, path)).href);
const child = `
  import { createRequire } from 'node:module';
  import { sourceClosure } from ${href('engine/import-closure.ts')};
  import { runnerFile } from ${href('engine/modules.ts')};
  import { rememberIn } from ${href('engine/sources/memory.ts')};
  rememberIn(process.env.HOME_OF_SOURCES);
  const closure = sourceClosure([runnerFile('tiny/line-fit', '/')]);
  const loaded = Object.keys(createRequire(import.meta.url).cache);
  const parsers = ['amaro', 'acorn'].filter((name) => loaded.some((file) => file.split(/[/\\\\]/).includes(name)));
  process.stdout.write(JSON.stringify({ closure, parsers }));
`;

/** The closure of a runner from a process of its own, and the parsers that it loaded. */
function closureIn(folder: string): { closure: unknown; parsers: string[] } {
  const text = execFileSync(process.execPath, [...process.execArgv, '--input-type=module', '-e', child], {
    env: { ...process.env, HOME_OF_SOURCES: folder },
    encoding: 'utf8',
  });
  return JSON.parse(text) as { closure: unknown; parsers: string[] };
}

const both = ['amaro', 'acorn'];

suite('memory of parsed sources', () => {
  const folder = join(scratch, 'cache');
  const file = join(folder, 'sources.json');
  const cold = closureIn(folder);
  const written = readFileSync(file, 'utf8');

  test('a second process gives the same closure without a parser and writes nothing', () => {
    assert.deepEqual(cold.parsers, both);
    const before = statSync(file);
    const warm = closureIn(folder);
    assert.deepEqual(warm, { closure: cold.closure, parsers: [] });
    assert.equal(statSync(file).ino, before.ino);
    assert.equal(statSync(file).mtimeMs, before.mtimeMs);
  });

  const damages: [what: string, damage: (text: string) => string][] = [
    ['cut short', (text) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['another JSON', () => 'null'],
    ['a digest that was changed', (text) => text.replace(/("digest":")[0-9a-f]{4}/, '$1beef')],
    ['what another version wrote', (text) => text.replace(/("format":")[0-9a-f]{4}/, '$1beef')],
  ];
  for (const [what, damage] of damages) {
    test(`is not believed and is renewed: ${what}`, () => {
      assert.notEqual(damage(written), written);
      writeFileSync(file, damage(written));
      assert.deepEqual(closureIn(folder), { closure: cold.closure, parsers: both });
      assert.equal(readFileSync(file, 'utf8'), written);
    });
  }

  test('does without a place to write', () => {
    const occupied = join(scratch, 'occupied');
    writeFileSync(occupied, '');
    assert.deepEqual(closureIn(join(occupied, 'cache')).closure, cold.closure);
    const blocked = join(scratch, 'blocked');
    mkdirSync(join(blocked, 'sources.json'), { recursive: true });
    assert.deepEqual(closureIn(blocked).closure, cold.closure);
  });
});
