import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { moduleOf } from './memory.ts';
import { isCompiled, moduleEnding, sourceRoot } from './own-modules.ts';
import type { Reference, ReExport } from './references.ts';
import { SourceFault } from './source-fault.ts';

/** What modules of a root import the tool by. */
export const publicName = 'paper-factory';

/** The module that hands on all that they may import. */
export const publicFile = join(sourceRoot, `public${moduleEnding}`);

/** What the public interface hands on, by name. */
export function publicNames(): Map<string, ReExport> {
  const { reExports } = moduleOf(readFileSync(publicFile), isCompiled(publicFile) ? 'compiled' : 'ts');
  return new Map(reExports.map((one) => [one.name, one]));
}

/** Where the names that an import takes of the public interface come from. @throws {SourceFault} for an unknown name. */
export function resolvePublic({ names = ['*'], line }: Reference): { files: string[]; packages: string[] } {
  const known = publicNames();
  const taken = names.includes('*') ? [...known.values()] : names.map((name) => known.get(name) ?? unknown(name, line));
  const paths = taken.filter(({ target }) => target.startsWith('.'));
  return {
    files: paths.map(({ target }) => join(dirname(publicFile), target)),
    packages: taken.filter((one) => !paths.includes(one)).map(({ target }) => target),
  };
}

function unknown(name: string, line: number): never {
  const what = name === 'default' ? 'no default export' : `no export "${name}"`;
  const hint =
    name === 'default'
      ? `Import by name: import { defineExperiment } from '${publicName}'.`
      : `A type is imported with \`import type\`. Values: ${[...publicNames().keys()].sort().join(', ')}.`;
  throw new SourceFault(`'${publicName}' has ${what}`, line, hint);
}
