import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, suite, test } from 'node:test';
import { runnerCode } from '../../../runners/src/engine/keys.ts';
import { UserError } from '../../../runners/src/schema/user-error.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'own-closure-')));
after(() => rmSync(scratch, { recursive: true, force: true }));

type Files = Record<string, string>;

function write(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function rootOf(files: Files): string {
  const root = mkdtempSync(join(scratch, 'root-'));
  write(root, files);
  return root;
}

const codeOf = (root: string) => runnerCode('./lab/run.ts', root);
const run = (imports = '', rest = '') => `
import { defineExperiment, z } from 'paper-factory';
${imports}
export default defineExperiment({ params: z.strictObject({}), run: () => ({ metrics: [] }) });
${rest}`;

suite("the closure of a root's own module", () => {
  const files: Files = {
    'lab/run.ts': run("import { half } from './half.ts';\nnew URL('./table.csv', import.meta.url);"),
    'lab/half.ts': 'export const half = (x: number): number => x / 2;',
    'lab/table.csv': 'a\n1\n',
    'lab/beside.ts': 'export const other = 1;',
  };

  test('holds its files by their paths in the root, and of the tool what it imports by name', () => {
    assert.deepEqual(Object.keys(codeOf(rootOf(files)).files), [
      './lab/half.ts',
      './lab/run.ts',
      'engine/aggregate.ts',
      'engine/canonical.ts',
      'metrics/statistics.ts',
      'public/define.ts',
      './lab/table.csv',
    ]);
  });

  const edits: [what: string, file: string, text: string, isFresh: boolean][] = [
    ['a comment', 'lab/half.ts', '// why\nexport const half = (x: number): number => x / 2;', true],
    ['a type', 'lab/half.ts', 'export const half = (x: any) => x / 2;', true],
    ['a module that nothing imports', 'lab/beside.ts', 'export const other = 2;', true],
    ['a number', 'lab/half.ts', 'export const half = (x: number): number => x / 3;', false],
    ['a file beside a module', 'lab/table.csv', 'a\n2\n', false],
  ];
  for (const [what, file, text, isFresh] of edits) {
    test(`an edit of ${what} ${isFresh ? 'changes nothing' : 'changes the key'}`, () => {
      const root = rootOf(files);
      const before = codeOf(root).parts;
      write(root, { [file]: text });
      assert.equal(JSON.stringify(codeOf(root).parts) === JSON.stringify(before), isFresh);
    });
  }

  test('is the same wherever the root lies, through a link too', () => {
    const root = rootOf(files);
    const link = join(scratch, 'link');
    symlinkSync(root, link);
    assert.deepEqual(codeOf(link), codeOf(root));
    assert.deepEqual(codeOf(rootOf(files)), codeOf(root));
  });

  const taken: [imports: string, has: string[], hasNot: string[], packages: string[]][] = [
    ["import { createRandom } from 'paper-factory';", ['random.ts'], ['metrics/ranking.ts', 'train/loop.ts'], []],
    ["import { auroc as area } from 'paper-factory';", ['metrics/ranking.ts'], ['random.ts'], []],
    ["export { readNpz } from 'paper-factory';", ['data/npz.ts', 'data/npy.ts'], ['data/csv.ts'], ['fflate']],
    ["import { tf } from 'paper-factory';", [], ['train/loop.ts'], ['@tensorflow/tfjs']],
    ["import type { Outcome } from 'paper-factory';", [], ['schema/index.ts', 'schema/outcome.ts'], []],
    ["import * as pf from 'paper-factory';", ['random.ts', 'train/loop.ts'], [], ['@tensorflow/tfjs', 'csv-parse']],
    ["const later = () => import('paper-factory');", ['random.ts', 'train/loop.ts'], [], ['@tensorflow/tfjs']],
  ];
  for (const [imports, has, hasNot, packages] of taken) {
    test(`${imports} takes that and no more`, () => {
      const { files: found, parts } = codeOf(rootOf({ 'lab/run.ts': run(imports) }));
      for (const file of has) assert.ok(file in found, file);
      for (const file of hasNot) assert.ok(!(file in found), file);
      for (const name of packages) assert.match(parts.packages[name], /^\d+\./);
      if (packages.length === 0) assert.deepEqual(parts.packages, {});
    });
  }

  test("a package of the root goes by its version, and one of the tool's name beside the tool's own", () => {
    const root = rootOf({
      'lab/run.ts': run(
        "import 'matrix/deep.js';\nimport '@a/b';\nimport 'fflate';\nimport { readNpz } from 'paper-factory';",
      ),
      'node_modules/matrix/package.json': '{"version":"1.0.0"}',
      'lab/node_modules/@a/b/package.json': '{"version":"2.0.0"}',
      'node_modules/fflate/package.json': '{"version":"0.0.1"}',
    });
    const { packages } = codeOf(root).parts;
    assert.deepEqual(Object.keys(packages).sort(), ['@a/b', 'fflate', 'fflate (of the root)', 'matrix']);
    assert.deepEqual(
      [packages.matrix, packages['@a/b'], packages['fflate (of the root)']],
      ['1.0.0', '2.0.0', '0.0.1'],
    );
    write(root, { 'node_modules/matrix/package.json': '{"version":"1.0.1"}' });
    assert.equal(codeOf(root).parts.packages.matrix, '1.0.1');
  });
});

suite("what the closure of a root's own module refuses, with file and line", () => {
  const refused: [what: string, files: Files, message: RegExp, hint: RegExp][] = [
    ['a module that is not there', {}, /^lab\/run\.ts does not exist$/, /Expected a file lab\/run\.ts/],
    [
      'a missing import',
      { 'lab/run.ts': "\nimport './half';" },
      /^lab\/run\.ts:2 loads lab\/half, which does not exist$/,
      /with its ending/,
    ],
    [
      'a file outside the root',
      { 'lab/run.ts': "import '../../other.ts';" },
      /^lab\/run\.ts:1 loads \.\.\/other\.ts, which lies outside the root$/,
      /Copy what it needs into the root/,
    ],
    ['a syntax error', { 'lab/run.ts': '\n\nconst a: = 1;' }, /^lab\/run\.ts:3: cannot be parsed/, /Mend/],
    [
      'a name that the tool does not have',
      { 'lab/run.ts': "\nimport { createRandm } from 'paper-factory';" },
      /^lab\/run\.ts:2: 'paper-factory' has no export "createRandm"$/,
      /import type.*createRandom/,
    ],
    [
      'a default import of the tool',
      { 'lab/run.ts': "import pf from 'paper-factory';" },
      /^lab\/run\.ts:1: 'paper-factory' has no default export$/,
      /Import by name/,
    ],
    [
      'a file of the tool',
      { 'lab/run.ts': "import 'paper-factory/runners/src/random.ts';" },
      /^lab\/run\.ts:1: the import of "paper-factory\/runners\/src\/random\.ts" cannot be followed$/,
      /Import 'paper-factory' itself/,
    ],
    [
      'a package that is not installed',
      { 'lab/run.ts': "import 'not-there-at-all';" },
      /^lab\/run\.ts:1: the package "not-there-at-all" is not installed$/,
      /npm install not-there-at-all/,
    ],
    [
      'zod by its own name',
      { 'lab/run.ts': "import { z } from 'zod';" },
      /"zod" is not installed/,
      /from 'paper-factory'/,
    ],
    [
      'a package without a version',
      { 'lab/run.ts': "import 'bare';", 'node_modules/bare/package.json': '{}' },
      /^lab\/run\.ts:1: the package "bare" has no version$/,
      /published version/,
    ],
    ['a computed import()', { 'lab/run.ts': 'const f = (n) => import(n);' }, /^lab\/run\.ts:1: import\(\)/, /literal/],
    ['CommonJS', { 'lab/run.ts': "import './a.cjs';", 'lab/a.cjs': '' }, /^lab\/run\.ts:1: .*CommonJS/, /ES module/],
  ];
  const refusesIn = (root: string, message: RegExp, hint: RegExp) =>
    assert.throws(
      () => codeOf(root),
      (error: unknown) => {
        assert.ok(error instanceof UserError, String(error));
        assert.match(error.message, message);
        assert.match(error.hint, hint);
        return true;
      },
    );
  for (const [what, files, message, hint] of refused) {
    test(what, () => refusesIn(rootOf({ 'note.md': '', ...files }), message, hint));
  }

  test('a link that leads out of the root, for the module and for what it imports', () => {
    const outside = rootOf({ 'secret.ts': 'export const a = 1;' });
    const root = rootOf({ 'lab/note.md': '' });
    symlinkSync(join(outside, 'secret.ts'), join(root, 'lab/run.ts'));
    refusesIn(root, /^\.\.\/root-\w+\/secret\.ts lies outside the root$/, /Copy/);
    rmSync(join(root, 'lab/run.ts'));
    symlinkSync(join(outside, 'secret.ts'), join(root, 'lab/linked.ts'));
    write(root, { 'lab/run.ts': "import './linked.ts';" });
    refusesIn(root, /^lab\/run\.ts:1 loads \.\.\/root-\w+\/secret\.ts, which lies outside the root$/, /Copy/);
  });

  test('a package that is a link to a folder, which changes under its version', () => {
    const elsewhere = rootOf({ 'package.json': '{"version":"1.0.0"}' });
    const root = rootOf({ 'lab/run.ts': "import 'linked';" });
    mkdirSync(join(root, 'node_modules'));
    symlinkSync(elsewhere, join(root, 'node_modules/linked'));
    refusesIn(root, /^lab\/run\.ts:1: the package "linked" is a link/, /Install it from a registry/);
  });
});
