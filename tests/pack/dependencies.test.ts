import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { parseModule } from '../../runners/src/engine/sources/module.ts';
import { packedFiles } from '../../scripts/pack/layout.ts';
import { repository } from '../../scripts/pack/specifiers.ts';

type Dependencies = Record<string, string>;

const read = (file: string): string => readFileSync(join(repository, file), 'utf8');
const tool = JSON.parse(read('package.json')) as { dependencies: Dependencies; optionalDependencies: Dependencies };
const runners = JSON.parse(read('runners/package.json')) as { dependencies: Dependencies };

const packageOf = (name: string): string => name.split('/', name.startsWith('@') ? 2 : 1).join('/');

/** What a component imports: statements of one line or of several, without those of types. */
const importOf = /^(?:import(?! type\b).*?|\} from )['"]([^'"\n]+)['"];$/gm;

function namesIn(file: string): string[] {
  const text = read(file);
  if (!file.endsWith('.ts')) return [...text.matchAll(importOf)].map(([, name]) => name);
  try {
    return parseModule(text, 'ts').imports.map(({ target }) => target);
  } catch {
    // It loads what a root names, which no closure can follow.
    return [...text.matchAll(importOf)].map(([, name]) => name);
  }
}

const isPackage = (name: string): boolean =>
  !isBuiltin(name) && !/^(?:\.|astro:|@paper-factory\/|paper-factory$)/.test(name);

suite('what is installed with the packed tool', () => {
  test('the dependencies of the workspace are its own, in the same versions', () => {
    const of = (names: string[]) => Object.fromEntries(names.map((name) => [name, tool.dependencies[name]]));
    assert.deepEqual(of(Object.keys(runners.dependencies)), runners.dependencies);
  });

  test('every package that a packed module imports is a dependency, and none is there for tests only', () => {
    const modules = packedFiles().filter(({ treatment }) => treatment !== 'copy');
    const missing = modules.flatMap(({ file }) =>
      namesIn(file)
        .filter(isPackage)
        .map(packageOf)
        // The native backend takes a package that a user adds.
        .filter((name) => !(name in tool.dependencies) && name !== '@tensorflow/tfjs-node')
        .map((name) => `${file}: ${name}`),
    );
    assert.deepEqual(missing, []);
  });

  test('every version is exact', () => {
    const all = Object.entries({ ...tool.dependencies, ...tool.optionalDependencies });
    assert.deepEqual(
      all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
      [],
    );
  });
});
