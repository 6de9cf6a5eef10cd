import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseModule } from '../../runners/src/engine/sources/module.ts';
import { compileModule, renameInText } from '../../scripts/pack/compile.ts';
import { packedSpecifier } from '../../scripts/pack/specifiers.ts';

const from = 'src/cli/reproduce/run.ts';

suite('what a packed module names', () => {
  const cases: [specifier: string, packed: string][] = [
    ['./list.ts', './list.js'],
    ['../../evidence/types.ts', '../../evidence/types.js'],
    ['@paper-factory/runners/schema', '../../../runners/src/schema/index.js'],
    ['@paper-factory/runners/user-error', '../../../runners/src/schema/user-error.js'],
    ['node:fs', 'node:fs'],
    ['yaml', 'yaml'],
    ['katex/dist/katex.min.css', 'katex/dist/katex.min.css'],
    ['./logo.svg', './logo.svg'],
  ];
  for (const [specifier, packed] of cases) {
    test(specifier, () => assert.equal(packedSpecifier(specifier, from), packed));
  }

  test('a module that the workspace does not export is refused', () => {
    assert.throws(
      () => packedSpecifier('@paper-factory/runners/nothing', from),
      /run\.ts: .*nothing" is in no exports/,
    );
  });
});

suite('a compiled module', () => {
  test('names modules as they are packed wherever it names one, and nowhere else', () => {
    const source = [
      "import type { Gone } from './gone.ts';",
      "import { a } from './a.ts';",
      "export { b } from '@paper-factory/runners/schema';",
      "const c = await import('./c.ts');",
      "const d = new URL('./d.ts', import.meta.url);",
      "const e = require.resolve('@paper-factory/runners/schema');",
      "const text: string = './kept.ts';",
    ];
    assert.equal(
      compileModule(source.join('\n'), from),
      [
        "import { a } from './a.js';",
        "export { b } from '../../../runners/src/schema/index.js';",
        "const c = await import('./c.js');",
        "const d = new URL('./d.js', import.meta.url);",
        "const e = require.resolve('../../../runners/src/schema/index.js');",
        "const text = './kept.ts';",
        '',
      ].join('\n'),
    );
  });

  test('a syntax error names the file', () => {
    assert.throws(() => compileModule('const a = ;', from), /src\/cli\/reproduce\/run\.ts: Expression expected/);
  });

  test('has the digest of its source', () => {
    const text = [
      "import { type Curve, mean } from '../metrics/statistics.ts';",
      'export class Fit<T> {',
      '  readonly values: T[] = [];',
      "  load = async (): Promise<unknown> => (await import('./loop.ts')).train satisfies unknown;",
      '  /** Never negative. */',
      '  override(curve: Curve, scale = 1e3): number {',
      '    return -(mean(curve.x as number[])! * scale);',
      '  }',
      '}',
      "export const kernels = new URL('./kernels.wasm', import.meta.url), worker = new URL('./worker.ts', import.meta.url);",
    ].join('\n');
    assert.equal(
      parseModule(compileModule(text, 'runners/src/train/fit.ts'), 'compiled').digest,
      parseModule(text, 'ts').digest,
    );
  });

  test('another value, name or path is another digest', () => {
    const digestOf = (text: string) => parseModule(text, 'compiled').digest;
    const one = digestOf("import { a } from './a.js';\nexport const b = a + 1;\n");
    assert.notEqual(digestOf("import { a } from './a.js';\nexport const b = a + 2;\n"), one);
    assert.notEqual(digestOf("import { a } from './c.js';\nexport const b = a + 1;\n"), one);
    assert.notEqual(parseModule("import { a } from './a.js';\nexport const b = a + 1;\n", 'js').digest, one);
  });
});

test('a component is packed with its modules renamed and nothing else changed', () => {
  const component = (ending: string, schema: string) =>
    `---\nimport Box from './Box.astro';\nimport { t } from '../lib/translate.${ending}';\nimport type { Track } from '${schema}';\n---\n` +
    `<p>import it from 'a.ts'</p>\n<script src="../scripts/filter.${ending}"></script>\n<script>import '../scripts/sortable.${ending}';</script>\n`;
  assert.equal(
    renameInText(component('ts', '@paper-factory/runners/schema'), 'src/site/components/Some.astro'),
    component('js', '../../../runners/src/schema/index.js'),
  );
});
