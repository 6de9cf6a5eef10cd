import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../schema/index.ts';
import { writeAtomic } from './files.ts';
import { loadFigures } from './modules.ts';

/** The files of an experiment's figures, by name; drawing is loaded only when there is something to draw. */
export async function figureFiles(runner: string, outcome: Outcome): Promise<Map<string, string>> {
  const figures = (await loadFigures(runner))(outcome);
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

/** Draws an outcome's figures into a folder, touching only what changed and removing what is drawn no more. */
export async function drawFigures(runner: string, outcome: Outcome, folder: string): Promise<void> {
  const files = await figureFiles(runner, outcome);
  for (const [name, text] of files) {
    const file = join(folder, name);
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeAtomic(file, text);
  }
  if (!existsSync(folder)) return;
  // Only what this function writes, and nothing that another process is writing.
  const drawn = readdirSync(folder).filter((name) => /^[^.].*\.(svg|vl\.json)$/.test(name));
  for (const name of drawn) if (!files.has(name)) rmSync(join(folder, name), { force: true });
}
