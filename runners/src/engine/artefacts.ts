import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Scope } from '../schema/index.ts';
import { UserError } from '../schema/user-error.ts';
import { canonicalJson } from './canonical.ts';
import { runName } from './run-name.ts';

/** What one upstream run left: absolute paths by name. */
export interface ArtefactFiles {
  seed: number;
  point: Scope;
  files: Record<string, string>;
}

/** Reads what the runs of an upstream experiment left. */
export function artefactReader(id: string, runs: readonly ArtefactFiles[]) {
  return (name: string, seed: number, point?: Scope): Uint8Array => {
    const found = runs.filter(
      (run) => run.seed === seed && (!point || canonicalJson(run.point) === canonicalJson(point)) && name in run.files,
    );
    if (found.length === 1) return readFileSync(found[0].files[name]);
    const wanted = runName({ seed, point: point ?? {} });
    const all = runs.flatMap((run) => Object.keys(run.files).map((file) => `${file} (${runName(run)})`));
    throw new UserError(`${found.length === 0 ? 'no' : 'more than one'} run of ${id} left "${name}" for ${wanted}`, {
      hint: all.length > 0 ? `It left: ${all.join('; ')}.` : `List the file under \`artefacts\` of ${id}.`,
    });
  };
}

/** Takes the files that a run leaves. @param names What its config lists. */
export function createArtefactFolder({ names, folder }: { names: string[]; folder: string }) {
  const left: Record<string, string> = {};
  return {
    leave(name: string, bytes: Uint8Array): void {
      if (!names.includes(name)) {
        throw new UserError(`the run leaves "${name}", which its config does not list under \`artefacts\``);
      }
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
      left[name] = file;
    },
    /** Path by name. @throws {UserError} where one is missing. */
    left(): Record<string, string> {
      const absent = names.find((name) => !(name in left));
      if (absent === undefined) return left;
      throw new UserError(`the run did not leave "${absent}", which its config lists under \`artefacts\``);
    },
  };
}
