import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError, type Outcome, type Scope } from '../../schema/index.ts';
import { prettyJson } from '../pretty-json.ts';

/** The parts of an upstream experiment that a program may read. */
export interface CommandUpstream {
  params: unknown;
  outcome: Outcome;
  /** What its runs left: absolute paths in the store, by name. */
  artefacts: { seed: number; point: Scope; files: Record<string, string> }[];
}

/** What a program is told. */
export interface CommandParams {
  /** Params with the swept ones in place. */
  params: Record<string, unknown>;
  seed: number;
  point: Scope;
  upstream: Record<string, CommandUpstream>;
}

export interface WorkFolder {
  /** Empty, for the program to write to. Absolute. */
  output: string;
  /** A link to the checkpoints, which outlive the folder. Absolute. */
  checkpoint: string;
  /** The file that tells the program what to do. Absolute. */
  params: string;
}

/**
 * Fills a folder for one run: `params.json`, what lies upstream, and an empty output folder. Nothing in it tells a
 * verification from a reproduce.
 * @param folder Absolute; it does not exist yet, and whoever named it removes it.
 * @param checkpoints Folder that outlives a kill, absolute; made where it is missing.
 * @throws {UserError} where the disk is full or the folder cannot be written.
 */
export function createWorkFolder(folder: string, checkpoints: string, run: CommandParams): WorkFolder {
  const inside = (name: string) => join(folder, name);
  const [output, checkpoint, params] = ['output', 'checkpoint', 'params.json'].map(inside);
  try {
    mkdirSync(output, { recursive: true });
    mkdirSync(checkpoints, { recursive: true });
    symlinkSync(checkpoints, checkpoint);
    const upstream = Object.entries(run.upstream).map(([id, one]) => [id, place(inside(join('upstream', id)), one)]);
    writeFileSync(params, prettyJson({ ...run, upstream: Object.fromEntries(upstream) }));
    return { output, checkpoint, params };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`could not prepare ${folder} (${code ?? String(error)})`, {
      hint:
        code === 'ENOSPC'
          ? 'The disk is full. Free some space and run the same command again; nothing that was there is lost.'
          : 'Check that the folder may be written, then run the same command again.',
      cause: error,
    });
  }
}

/** Links to artefacts, under the names that programs know them by: the store names files by their digest. */
function place(folder: string, { params, outcome, artefacts }: CommandUpstream) {
  const file = join(folder, 'outcome.json');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, prettyJson(outcome));
  const linked = artefacts.map(({ seed, point, files }, i) => {
    const links = Object.entries(files).map(([name, target]) => {
      const link = join(folder, String(i + 1), name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(target, link);
      return [name, link];
    });
    return { seed, point, files: Object.fromEntries(links) };
  });
  return { params, outcome: file, artefacts: linked };
}
