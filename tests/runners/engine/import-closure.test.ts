import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, suite, test } from 'node:test';
import { UserError } from '../../../runners/src/schema/user-error.ts';
import { closureDigest, readSources, sourceClosure, sourceRoot } from '../../../runners/src/engine/import-closure.ts';
import { runnerFile } from '../../../runners/src/engine/modules.ts';

const scratch = mkdtempSync(join(tmpdir(), 'closure-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** Writes sources below a fresh repository. @returns its runners/src */
function sourcesOf(files: Record<string, string>): string {
  const root = join(mkdtempSync(join(scratch, 'root-')), 'runners', 'src');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const closureOf = (root: string, ...entries: string[]) =>
  readSources(root).closureOf(entries.map((entry) => join(root, entry)));

const runners = ['tiny', 'spectra'].flatMap((suiteName) =>
  readdirSync(join(sourceRoot, 'suites', suiteName))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${suiteName}/${basename(name, '.ts')}`)
    .filter((runner) => readFileSync(runnerFile(runner, '/'), 'utf8').includes('export default defineExperiment')),
);
const aggregation = join(sourceRoot, 'engine', 'aggregate.ts');

suite("a runner's closure", () => {
  test('holds what the runner loads, compiled kernels included, and nothing else', () => {
    const { sources, assets, packages } = sourceClosure([runnerFile('tiny/line-fit', '/')]);
    assert.deepEqual(Object.keys(sources), [
      'backend/wasm/instantiate.ts',
      'engine/experiment.ts',
      'metrics/bootstrap.ts',
      'metrics/regression.ts',
      'random.ts',
      'suites/tiny/line-fit.ts',
    ]);
    assert.deepEqual(
      Object.keys(assets),
      ['kernels', 'math', 'normal', 'trees'].map((name) => `backend/wasm/${name}.wasm`),
    );
    assert.deepEqual(packages, ['zod']);
  });

  test('a runner of the spectra suite does not rest on another experiment', () => {
    const files = Object.keys(sourceClosure([runnerFile('spectra/dataset', '/')]).sources);
    assert.ok(files.includes('suites/spectra/simulator.ts'));
    assert.ok(!files.includes('suites/spectra/ceilings.ts'));
  });

  test('the modules of worker threads belong to it, and the packages of all its modules', () => {
    const { sources, packages } = sourceClosure([runnerFile('spectra/vit', '/')]);
    assert.ok('backend/wasm/team-worker.ts' in sources);
    assert.deepEqual(packages, ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm', 'zod']);
  });

  for (const runner of runners) {
    test(`${runner} rests on no schema, figure or engine file that computes nothing`, () => {
      const allowed = ['aggregate', 'canonical', 'experiment', 'out-of-memory', 'param-error'];
      const { sources } = sourceClosure([runnerFile(runner, '/'), aggregation]);
      const beside = Object.keys(sources).filter(
        (file) =>
          /^(schema|engine|figures)\/|\/figures\//.test(file) &&
          file !== 'schema/user-error.ts' &&
          !allowed.includes(basename(file, '.ts')),
      );
      assert.deepEqual(beside, []);
    });
  }

  test('its digest depends on sources and kernels', () => {
    const digests = runners.map((runner) => closureDigest([runnerFile(runner, '/'), aggregation]));
    assert.equal(new Set(digests).size, runners.length);
    assert.equal(closureDigest([runnerFile(runners[0], '/'), aggregation]), digests[0]);
  });
});

suite('what a closure follows', () => {
  const root = sourcesOf({
    'entry.ts': `
      import { b } from './b.ts';
      import './folder/effect.mjs';
      import type { Gone } from './types.ts';
      import { type AlsoGone } from './loaded-for-nothing.ts';
      export type { Gone } from './types.ts';
      export { type AlsoGone } from './re-exported-types.ts';
      export * from '../src/star.ts';
      import 'plain/file.js';
      import '@scope/name/file.js';
      import 'node:fs';
      import 'path';
      const later = () => import('./later.js');
      const data = new URL('./data.bin', import.meta.url);
      const worker = new URL(\`./worker.ts\`, import.meta.url);
      const kernel = (name: string) => new URL(\`./kernels/\${name}.wasm\`, import.meta.url);
      const folder = new URL('./tables/', import.meta.url);
      const site = new URL('https://example.org/', import.meta.url);
      // import './commented.ts'
      const text = "import './quoted.ts'";
    `,
    'b.ts': `import './entry.ts'; export const b = 1;`,
    'folder/effect.mjs': `import table from '../table.json' with { type: 'json' };`,
    'table.json': '[]',
    'types.ts': 'export interface Gone {}',
    'loaded-for-nothing.ts': '',
    're-exported-types.ts': '',
    'star.ts': '',
    'later.js': '',
    'data.bin': '1',
    'worker.ts': '',
    'kernels/one.wasm': '1',
    'kernels/two.wasm': '2',
    'kernels/notes.md': '',
    'tables/a.csv': '',
    'tables/source.ts': '',
  });

  test('imports, re-exports, import() and files beside a module, round a cycle', () => {
    const { sources, assets, packages } = closureOf(root, 'entry.ts');
    assert.deepEqual(Object.keys(sources), [
      'b.ts',
      'entry.ts',
      'folder/effect.mjs',
      'later.js',
      'loaded-for-nothing.ts',
      're-exported-types.ts',
      'star.ts',
      'worker.ts',
    ]);
    assert.deepEqual(Object.keys(assets), [
      'data.bin',
      'kernels/one.wasm',
      'kernels/two.wasm',
      'table.json',
      'tables/a.csv',
    ]);
    assert.deepEqual(packages, ['@scope/name', 'plain']);
  });

  test('the order of the entries and which one comes first in a view do not matter', () => {
    const view = readSources(root);
    const [a, b] = ['entry.ts', 'b.ts'].map((name) => join(root, name));
    const first = view.closureOf([b]);
    assert.deepEqual(view.closureOf([a, b]), readSources(root).closureOf([b, a]));
    assert.deepEqual(first, readSources(root).closureOf([b]));
  });

  test('another view sees what was edited since, to the byte', () => {
    const home = sourcesOf({ 'a.ts': `new URL('./k.wasm', import.meta.url); export const a = 1;`, 'k.wasm': 'x' });
    const view = readSources(home);
    const before = view.closureOf([join(home, 'a.ts')]);
    writeFileSync(join(home, 'a.ts'), `new URL('./k.wasm', import.meta.url); export const a = 2;`);
    writeFileSync(join(home, 'k.wasm'), 'y');
    assert.deepEqual(view.closureOf([join(home, 'a.ts')]), before);
    const now = closureOf(home, 'a.ts');
    assert.notEqual(now.sources['a.ts'], before.sources['a.ts']);
    assert.notEqual(now.assets['k.wasm'], before.assets['k.wasm']);
  });
});

suite('what a closure refuses, with file and line', () => {
  const cases: [what: string, files: Record<string, string>, message: RegExp, hint: RegExp][] = [
    [
      'a missing import',
      { 'a.ts': `// first\nimport './b';`, 'b.ts': '' },
      /^runners\/src\/a\.ts:2 loads runners\/src\/b, which does not exist$/,
      /Expected a file runners\/src\/b; a path is written with its ending/,
    ],
    ['a missing entry', {}, /^runners\/src\/a\.ts does not exist$/, /Expected a file runners\/src\/a\.ts/],
    [
      'a missing file beside a module',
      { 'a.ts': `\n\nnew URL('./k.wasm', import.meta.url);` },
      /^runners\/src\/a\.ts:3 loads runners\/src\/k\.wasm, which does not exist$/,
      /k\.wasm/,
    ],
    [
      'a missing folder of kernels',
      { 'a.ts': 'const k = (n: string) => new URL(`./kernels/${n}.wasm`, import.meta.url);' },
      /^runners\/src\/a\.ts:1 loads runners\/src\/kernels, which does not exist$/,
      /kernels/,
    ],
    [
      'a folder as a module',
      { 'a.ts': `import './b';`, 'b/index.ts': '' },
      /^runners\/src\/a\.ts:1 loads runners\/src\/b, which cannot be read$/,
      /Expected a file/,
    ],
    [
      'a syntax error',
      { 'a.ts': `import './b.ts';`, 'b.ts': 'const a = 1;\nconst b: = 2;' },
      /^runners\/src\/b\.ts:2: cannot be parsed: Unexpected token `=`/,
      /Mend the file/,
    ],
    ['a syntax error in JavaScript', { 'a.ts': `import './b.js';`, 'b.js': '\nlet a: number;' }, /b\.js:2: /, /Mend/],
    ['syntax that cannot be erased', { 'a.ts': '\n\nenum A { b }' }, /a\.ts:3: cannot be parsed: .* enum /, /Mend/],
    [
      'a computed import()',
      { 'a.ts': `const f = (n: string) =>\n  import(\`./\${n}.ts\`);` },
      /a\.ts:2: import\(\) of a computed path cannot be followed/,
      /literal/,
    ],
    [
      'a computed address',
      { 'a.ts': 'const f = (n: string) => new URL(n, import.meta.url);' },
      /a\.ts:1: new URL\(\) of a computed path cannot be followed/,
      /new URL\('\.\/file', import\.meta\.url\)/,
    ],
    ...['import.meta.dirname', 'fileURLToPath(import.meta.url)', "import.meta.resolve('./x.ts')"].map(
      (use): [string, Record<string, string>, RegExp, RegExp] => [
        use,
        { 'a.ts': `\nconst a = ${use};` },
        /a\.ts:2: this use of import\.meta cannot be followed/,
        /new URL/,
      ],
    ),
    ...['#alias', '/absolute.ts', 'file:///x.ts', 'https://example.org/x.js', '@paper-factory/runners/engine'].map(
      (target): [string, Record<string, string>, RegExp, RegExp] => [
        `an import of ${target}`,
        { 'a.ts': `import '${target}';` },
        /a\.ts:1: the import of ".*" cannot be followed/,
        /relative path/,
      ],
    ),
    ['CommonJS', { 'a.ts': `import './b.cjs';`, 'b.cjs': '' }, /a\.ts:1: what the CommonJS module/, /ES module/],
  ];
  for (const [what, files, message, hint] of cases) {
    test(what, () => {
      const root = sourcesOf(files);
      assert.throws(
        () => closureOf(root, 'a.ts'),
        (error: unknown) => {
          assert.ok(error instanceof UserError);
          assert.match(error.message, message);
          assert.match(error.hint, hint);
          return true;
        },
      );
    });
  }

  test('import.meta that finds no file is allowed', () => {
    const root = sourcesOf({
      'a.ts': 'cached("key", make, import.meta.url); createRequire(import.meta.url)("x"); import.meta.main;',
    });
    assert.deepEqual(Object.keys(closureOf(root, 'a.ts').sources), ['a.ts']);
  });
});
