import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite, test } from 'node:test';
import { loadRoot } from '../../src/content/load-root.ts';
import { loadRunnable } from '../../src/content/load-runnable.ts';
import { parserFiles } from '../../src/content/readers.ts';
import { openRemembered } from '../../src/content/remembered-configs.ts';
import { caseNames, withRootFor } from './cases.ts';

const config = 'experiments/tiny-data/config.yaml';
const memoryOf = (root: string) => path.join(root, '.factory/cache/configs.json');
const configsOf = (configs: Map<string, { config: unknown }>) => [...configs].map(([id, one]) => [id, one.config]);

/** What a load without memory finds, and that a second one with it finds the same. */
async function loadTwice(root: string) {
  rmSync(path.join(root, '.factory'), { recursive: true, force: true });
  const first = await loadRunnable(root);
  const second = await loadRunnable(root);
  assert.deepEqual(second.findings, first.findings);
  assert.deepEqual(configsOf(second.root.configs), configsOf(first.root.configs));
  assert.deepEqual(second.root.config, first.root.config);
  return first;
}

/** Replaces text of a file that must be there. */
function edit(root: string, file: string, from: string | RegExp, to: string): void {
  const text = readFileSync(path.join(root, file), 'utf8');
  assert.ok(text.search(from) >= 0, `${file} has no ${from}`);
  writeFileSync(path.join(root, file), text.replace(from, to));
}

suite('what is loaded for running', () => {
  // A folder that is no root is told before anything of it is loaded.
  for (const name of [null, ...caseNames().filter((one) => one !== 'root-has-config')]) {
    test(`has the findings about configs that a whole load has: ${name ?? 'no fault'}`, () =>
      withRootFor(name, async (root) => {
        const all = loadRoot(root);
        const { root: runnable, findings } = await loadTwice(root);
        const isConfig = ({ file, rule }: { file: string; rule: string }) =>
          file.startsWith('experiments/') || (file === 'factory.config.yaml' && rule !== 'reference-resolves');
        assert.deepEqual(findings.filter(isConfig), all.findings.filter(isConfig));
        assert.deepEqual(configsOf(runnable.configs), configsOf(all.configs));
        assert.deepEqual(runnable.config, all.config);
      }));
  }

  test('prose, claims and results with faults are no matter', () =>
    withRootFor(null, async (root) => {
      for (const file of ['content/tracks/t.md', 'content/claims/t.yaml', 'assets/results/tiny-data/default/outcome.json'])
        writeFileSync(path.join(root, file), '---\n[');
      assert.deepEqual((await loadTwice(root)).findings, []);
    }));
});

suite('folders of results that lead out of the root', () => {
  for (const folder of ['assets/results', 'assets/results/tiny-data', 'assets/results/tiny-data/default', 'assets/figures/tiny-data']) {
    test(`${folder} is a fault`, () =>
      withRootFor(null, async (root) => {
        await loadRunnable(root);
        const outside = mkdtempSync(path.join(tmpdir(), 'paper-factory-outside-'));
        rmSync(path.join(root, folder), { recursive: true });
        symlinkSync(outside, path.join(root, folder));
        const { findings } = await loadTwice(root);
        rmSync(outside, { recursive: true });
        assert.deepEqual(
          findings.map(({ rule, file }) => [rule, file]),
          [['path-is-inside-root', folder]],
        );
      }));
  }
});

suite('remembered configs', () => {
  test('are not parsed again, and no parser is loaded', () =>
    withRootFor(null, async (root) => {
      await loadRunnable(root);
      const script = `import { registerHooks } from 'node:module';
        const loaded = [];
        registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
        const { loadRunnable } = await import(${JSON.stringify(path.resolve('src/content/load-runnable.ts'))});
        const { root } = await loadRunnable(${JSON.stringify(root)});
        console.log(JSON.stringify({ ids: [...root.configs.keys()], loaded }));`;
      const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
      const { ids, loaded } = JSON.parse(output) as { ids: string[]; loaded: string[] };
      assert.deepEqual(ids, ['tiny-data']);
      assert.deepEqual(
        loaded.filter((url) => /node_modules|schema|yaml|parse/.test(url)),
        [],
      );
    }));

  test('follow an edit, a fault, its mending and a renamed folder', () =>
    withRootFor(null, async (root) => {
      await loadRunnable(root);
      edit(root, config, /title: .*/, 'title: Another');
      assert.equal((await loadRunnable(root)).root.configs.get('tiny-data')?.config.title, 'Another');
      edit(root, config, 'title: Another', 'titel: Another');
      const { findings } = await loadRunnable(root);
      assert.deepEqual(findings, (await loadRunnable(root)).findings);
      assert.deepEqual(
        findings.map(({ rule }) => rule),
        ['keys-are-known'],
      );
      edit(root, config, 'titel', 'title');
      assert.deepEqual((await loadRunnable(root)).findings, []);
      renameSync(path.join(root, 'experiments/tiny-data'), path.join(root, 'experiments/other'));
      const [renamed] = (await loadRunnable(root)).findings;
      assert.equal(renamed.rule, 'id-equals-file-name');
      assert.equal(renamed.line, loadRoot(root).findings.find(({ rule }) => rule === renamed.rule)?.line);
    }));

  test('keep their lines for faults between configs', () =>
    withRootFor(null, async (root) => {
      const copy = path.join(root, 'experiments/a');
      cpSync(path.join(root, 'experiments/tiny-data'), copy, { recursive: true });
      edit(root, 'experiments/a/config.yaml', 'id: tiny-data', 'id: a\nupstream: [tiny-data]');
      assert.deepEqual((await loadTwice(root)).findings, []);
      edit(root, config, 'id: tiny-data', 'id: tiny-data\nupstream: [a]');
      const first = (await loadTwice(root)).findings;
      assert.deepEqual(
        first.map(({ rule, file, line }) => [rule, file, line]),
        [['upstream-is-acyclic', 'experiments/a/config.yaml', 3]],
      );
      rmSync(path.join(root, 'experiments/tiny-data'), { recursive: true });
      const [lost] = (await loadRunnable(root)).findings;
      assert.deepEqual([lost.rule, lost.file, lost.line], ['reference-resolves', 'experiments/a/config.yaml', 3]);
    }));

  const spoilt: [string, (file: string) => void][] = [
    ['cut short', (file) => writeFileSync(file, readFileSync(file).subarray(0, 200))],
    ['empty', (file) => writeFileSync(file, '')],
    ['edited', (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('tiny-data', 'evil-data'))],
    ['a folder', (file) => (rmSync(file), mkdirSync(file))],
  ];
  for (const [how, spoil] of spoilt) {
    test(`are ignored when the file is ${how}`, () =>
      withRootFor(null, async (root) => {
        const expected = configsOf((await loadRunnable(root)).root.configs);
        spoil(memoryOf(root));
        const { root: runnable, findings } = await loadRunnable(root);
        assert.deepEqual(findings, []);
        assert.deepEqual(configsOf(runnable.configs), expected);
      }));
  }

  test('are of no use to another parser', () =>
    withRootFor(null, async (root) => {
      const text = readFileSync(path.join(root, config));
      await loadRunnable(root);
      assert.ok(openRemembered(root).experiment(text));
      assert.equal(openRemembered(root, parserFiles().slice(1)).experiment(text), undefined);
    }));

  test('need not be writable', { skip: process.getuid?.() === 0 && 'root may write everywhere' }, () =>
    withRootFor(null, async (root) => {
      mkdirSync(path.join(root, '.factory'));
      chmodSync(path.join(root, '.factory'), 0o500);
      assert.deepEqual((await loadRunnable(root)).findings, []);
    }),
  );

  test('need no folder', () =>
    withRootFor(null, async (root) => {
      writeFileSync(path.join(root, '.factory'), 'a file in its place');
      assert.deepEqual((await loadRunnable(root)).findings, []);
    }));

  test('leave out what JSON cannot hold', () =>
    withRootFor(null, async (root) => {
      edit(root, config, /samples: .*/, 'samples: -0.0');
      const { root: runnable } = await loadTwice(root);
      assert.ok(Object.is(runnable.configs.get('tiny-data')?.config.params.samples, -0));
    }));

  test('do not pile up', () =>
    withRootFor(null, async (root) => {
      await loadRunnable(root);
      const { length } = readFileSync(memoryOf(root));
      for (const digit of '123456789') {
        edit(root, config, /samples: .*/, `samples: ${digit}0`);
        await loadRunnable(root);
      }
      assert.ok(readFileSync(memoryOf(root)).length < length + 20);
      assert.ok(!existsSync(`${memoryOf(root)}.${process.pid}.tmp`));
    }));
});

test('every module that parsing a config goes through counts as the parser', () => {
  const files = new Set(parserFiles());
  const queue = [path.resolve('src/content/load-configs.ts')];
  const seen = new Set<string>();
  const packages = new Set<string>();
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    assert.ok(files.has(file), file);
    for (const [, target] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type)[^;]*?from '(.+)';$/gm)) {
      if (target.startsWith('.')) queue.push(path.resolve(path.dirname(file), target));
      else if (target.endsWith('/schema')) queue.push(path.resolve('runners/src/schema/index.ts'));
      else if (!target.startsWith('node:')) packages.add(target);
    }
  }
  assert.deepEqual([...packages].sort(), ['yaml', 'zod']);
});
