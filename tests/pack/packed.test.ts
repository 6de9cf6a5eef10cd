import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import ts from 'typescript';
import { parseModule, type Language } from '../../runners/src/engine/sources/module.ts';
import { packedFiles } from '../../scripts/pack/layout.ts';
import { minimalRoot, repository, runCli } from '../cli/scratch-root.ts';
import { filesBelow, hasNode20, nodes, packAndInstall, type Installed } from './install.ts';

/** All that a tarball may hold. A new folder of the tool is listed here and in scripts/pack/layout.ts. */
const allowed = [
  /^(package\.json|README\.md|LICENSE|bin\/paper-factory\.mjs)$/,
  /^build\/(package\.json|astro\.config\.mjs|runners\/package\.json)$/,
  /^build\/src\/(cli|content|evidence|importers|markdown|pictures)\/[\w/-]+\.js$/,
  /^build\/src\/site\/[^.].*\.(astro|css|js|mdx|svg)$/,
  /^build\/src\/templates\/(init|new)\/.+$/,
  /^build\/runners\/src\/[\w/-]+\.js$/,
  /^build\/runners\/src\/backend\/wasm\/\w+\.wasm$/,
  /^build\/types\/runners\/src\/[\w/-]+\.d\.ts$/,
];

const digests = (folder: string): Record<string, string> =>
  Object.fromEntries(
    filesBelow(folder).map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex')
        .slice(0, 16),
    ]),
  );

suite('the packed tool', { concurrency: 1 }, () => {
  let installed: Installed;
  let untouched: string[];
  /** What `npm install` put there. */
  const home = (...path: string[]) => join(installed.app, 'node_modules', ...path);
  const rootOf = (name: string) => join(installed.scratch, name, 'lab');

  before(() => {
    installed = packAndInstall();
    untouched = filesBelow(home('paper-factory'));
  });
  after(() => installed?.remove());

  test('holds what is listed and nothing else', (t) => {
    const { packed, packTime, installTime } = installed;
    const paths = packed.files.map(({ path }) => path);
    const unlisted = paths.filter((path) => !allowed.some((pattern) => pattern.test(path)));
    assert.deepEqual(unlisted, []);
    const wanted = packedFiles().map(({ file, treatment }) =>
      treatment === 'compile' ? `build/${file.replace(/\.ts$/, '.js')}` : `build/${file}`,
    );
    assert.deepEqual(
      wanted.filter((path) => !paths.includes(path)),
      [],
    );
    t.diagnostic(`${packed.size} bytes packed, ${packed.unpackedSize} unpacked, ${paths.length} files`);
    t.diagnostic(`packed in ${packTime.toFixed(1)} s, installed in ${installTime.toFixed(1)} s`);
  });

  test('is installed without a development dependency, a second zod or a script of its own', () => {
    const lock = JSON.parse(readFileSync(home('.package-lock.json'), 'utf8')) as {
      packages: Record<string, { dev?: boolean }>;
    };
    const names = Object.keys(lock.packages);
    assert.deepEqual(
      names.filter((name) => lock.packages[name].dev || /node_modules\/(eslint|playwright-core|prettier)$/.test(name)),
      [],
    );
    assert.deepEqual(
      names.filter((name) => /(^|\/)node_modules\/zod$/.test(name)),
      ['node_modules/zod'],
    );
    const { scripts } = JSON.parse(readFileSync(home('paper-factory', 'package.json'), 'utf8')) as { scripts: object };
    assert.deepEqual(
      Object.keys(scripts).filter((name) => /^(pre|post)?(install|prepare)$/.test(name)),
      [],
    );
  });

  suite('away from the repository', { concurrency: true }, () => {
    for (const { name, node } of nodes) {
      test(`makes a root, checks it and builds it, from elsewhere, started by Node ${name}`, async () => {
        const root = rootOf(name);
        mkdirSync(join(root, '..'));
        const init = await installed.run(node, join(root, '..'), 'init', 'lab', '--yes', '--title', 'A new lab');
        assert.equal(init.code, 0, init.err);
        const tarball = `vendor/${installed.packed.filename}`;
        const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
        assert.deepEqual(dependencies, { 'paper-factory': `file:${tarball}` });
        const packed = readFileSync(join(installed.scratch, installed.packed.filename));
        assert.ok(readFileSync(join(root, tarball)).equals(packed), 'the repository holds the tool');
        const check = await installed.run(node, '/', 'check', '--root', root);
        assert.equal(check.code, 0, check.err);
        const list = await installed.run(node, '/', 'reproduce', '--list', '--root', root);
        assert.match(list.out, /^penguin-mass +default +3 +fresh$/m, list.err);
        const build = await installed.run(node, '/', 'build', '--root', root);
        assert.equal(build.code, 0, build.err);
        assert.match(readFileSync(join(root, 'dist/index.html'), 'utf8'), /<title>A new lab/);
      });
    }
  });

  test(
    'is started by Node 20, the oldest that users are told of',
    {
      skip: !hasNode20 && `NOT TESTED: no Node 20 on PATH, only ${nodes.map(({ name }) => name).join(' and ')}`,
    },
    async () => {
      const { node } = nodes.find(({ name }) => name.startsWith('v20.'))!;
      const help = await installed.run(node, '/', '--help');
      assert.equal(help.code, 0, help.err);
    },
  );

  test('holds modules with the digests of their sources, each of them, so that a result stays fresh', () => {
    const digestOf = (file: string, language: Language): string => {
      try {
        return parseModule(readFileSync(file, 'utf8'), language).digest;
      } catch (error) {
        return (error as Error).message.replace(/:\d+/, ''); // what no closure can follow is no part of a key
      }
    };
    const modules = packedFiles().filter(
      ({ file, treatment }) => treatment === 'compile' && file.startsWith('runners/'),
    );
    assert.ok(modules.length > 300, `${modules.length} modules`);
    const different = modules.filter(({ file }) => {
      const compiled = home('paper-factory', 'build', file.replace(/\.ts$/, '.js'));
      return digestOf(join(repository, file), 'ts') !== digestOf(compiled, 'compiled');
    });
    assert.deepEqual(different, []);
  });

  test('gives the same outcomes and figures with either Node, and the pages that the repository gives', async () => {
    const [first, ...others] = nodes.map(({ name }) => rootOf(name));
    // Provenance says how long a run took, and on what.
    const results = (root: string) =>
      Object.entries(digests(join(root, 'assets'))).filter(([file]) => !/provenance|measurements/.test(file));
    for (const other of others) assert.deepEqual(results(other), results(first));

    const pages = digests(join(first, 'dist'));
    const list = await runCli(['reproduce', '--list', '--root', first]);
    assert.match(list.out, /^penguin-mass +default +3 +fresh$/m, list.err);
    const build = await runCli(['build', '--root', first]);
    assert.equal(build.code, 0, build.err);
    assert.deepEqual(digests(join(first, 'dist')), pages);
  });

  test('takes the results of the repository for fresh, and makes the same', async () => {
    const root = rootOf('minimal');
    cpSync(minimalRoot, root, { recursive: true, filter: (source) => !/\/(\.factory|dist)$/.test(source) });
    const committed = digests(join(root, 'assets'));
    const [{ node }] = nodes;
    const list = await installed.run(node, installed.scratch, 'reproduce', '--list', '--root', root);
    assert.match(list.out, /\n\n4 fresh\.\n$/, list.err);
    const again = await installed.run(node, root, 'reproduce', '--force', '--profile', 'smoke');
    assert.equal(again.code, 0, again.err);
    assert.deepEqual(digests(join(root, 'assets')), committed);
  });

  test('tells an editor the types of its public interface', () => {
    const folder = join(installed.app, 'mine');
    mkdirSync(folder);
    // What a new root begins with, and a module that gives back what no run does.
    const [{ name }] = nodes;
    cpSync(join(rootOf(name), 'experiments', 'penguin-mass'), folder, { recursive: true });
    const bad = [
      "import { defineExperiment, z } from 'paper-factory';",
      'export default defineExperiment({',
      '  params: z.strictObject({ rate: z.number() }),',
      '  run: async ({ rate }) => ({ metric: rate }),',
      '});',
    ];
    writeFileSync(join(folder, 'bad.ts'), bad.join('\n'));
    const files = ['run.ts', 'run.figures.ts', 'bad.ts'].map((file) => join(folder, file));
    const program = ts.createProgram(files, {
      ...{ strict: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true, types: [] },
      ...{ target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.NodeNext },
    });
    const faults = files.map((file) =>
      ts
        .getPreEmitDiagnostics(program, program.getSourceFile(file))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
    );
    assert.deepEqual(faults.slice(0, 2), [[], []]);
    assert.match(faults[2].join(), /'metrics' is missing|metric/);
  });

  test('has written nothing where it is installed', () => {
    assert.deepEqual(filesBelow(home('paper-factory')), untouched);
  });
});
