import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../schema/index.ts';
import { canonicalJson, digest } from './canonical.ts';
import { writeAtomic } from './files.ts';
import { closureDigest } from './import-closure.ts';
import { figuresFile, figuresOf, ownRoot } from './modules.ts';
import type { Task } from './plan.ts';
import { moduleEnding, sourceRoot } from './sources/own-modules.ts';
import type { StoredResult } from './stored-result.ts';

/** The files of an experiment's figures, by name; drawing is loaded only when there is something to draw. */
export async function figureFiles(runner: string, root: string, outcome: Outcome): Promise<Map<string, string>> {
  const figures = await figuresOf(runner, root, outcome);
  const files = new Map<string, string>();
  if (figures.length === 0) return files;
  const { renderFigure } = await import('../figures/render.ts');
  for (const figure of figures) {
    const { svg, spec } = await renderFigure(outcome.id, figure);
    files.set(`${figure.name}.svg`, svg);
    files.set(`${figure.name}.vl.json`, spec);
  }
  return files;
}

// Only what this module writes, and nothing that another process is writing.
const drawnName = /^[^.].*\.(svg|vl\.json)$/;

/** Writes an outcome's figures into a folder, touching only what changed and removing what is drawn no more. */
async function drawInto(folder: string, files: Map<string, string>): Promise<void> {
  for (const [name, text] of files) {
    const file = join(folder, name);
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeAtomic(file, text);
  }
  if (!existsSync(folder)) return;
  const drawn = readdirSync(folder).filter((name) => drawnName.test(name));
  for (const name of drawn) if (!files.has(name)) rmSync(join(folder, name), { force: true });
}

/** Draws the figures of many experiments, those of which anything changed since they were drawn here. */
export interface FigureDrawer {
  draw(task: Task, stored: StoredResult): Promise<void>;
  /** Only to see that they can be drawn. */
  attempt(task: Task, outcome: Outcome | null): Promise<void>;
  /** Remembers what was drawn. */
  close(): void;
}

/**
 * @param root Absolute.
 * @param memory File that remembers, by experiment, a digest over what its figures are made of and what lies there.
 * @param folder Folder of all figures.
 */
export function createFigureDrawer(root: string, memory: string, folder: string): FigureDrawer {
  const known = readMemory(memory);
  const digests = new Map<string, string | null>();
  /** Of the code that draws for a runner; null where it draws nothing. */
  const codeOf = (runner: string): string | null => {
    if (!digests.has(runner)) {
      const file = figuresFile(runner, root);
      const render = join(sourceRoot, 'figures', `render${moduleEnding}`);
      digests.set(runner, file && existsSync(file) ? closureDigest([file, render], ownRoot(runner, root)) : null);
    }
    return digests.get(runner)!;
  };
  const stateOf = (home: string, outcome: string | null, code: string | null): string => {
    const files = existsSync(home) ? readdirSync(home).filter((name) => drawnName.test(name)) : [];
    return digest(
      canonicalJson([outcome, code, files.sort().map((name) => [name, digest(readFileSync(join(home, name)))])]),
    );
  };
  let changed = false;
  return {
    async draw(task, stored) {
      const home = join(folder, task.id);
      const code = codeOf(task.config.runner);
      if (code === null && !existsSync(home)) return;
      if (stored.status === null || stored.status === 'diverged') return;
      if (known[task.id] === stateOf(home, stored.digest, code)) return;
      const { outcome } = stored;
      if (!outcome) return;
      await drawInto(home, await figureFiles(task.config.runner, root, outcome));
      known[task.id] = stateOf(home, stored.digest, code);
      changed = true;
    },
    async attempt(task, outcome) {
      if (outcome && outcome.status !== 'diverged') await figureFiles(task.config.runner, root, outcome);
    },
    close() {
      try {
        if (changed) writeAtomic(memory, `${canonicalJson(known)}\n`);
      } catch {
        // The figures are there; not to know it costs the time to draw them once more.
      }
    },
  };
}

function readMemory(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch {
    return {}; // none yet, or cut short: the figures are drawn once more
  }
}
