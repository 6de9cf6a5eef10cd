import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../schema/index.ts';
import { figureFiles } from './draw.ts';
import type { Difference } from './events.ts';
import type { Task } from './plan.ts';
import { places } from './workspace.ts';

/** Draws the figures of an outcome and compares them with the committed ones of its root. */
export async function changedFigures(root: string, task: Task, outcome: Outcome): Promise<Difference[]> {
  const differences: Difference[] = [];
  const folder = join(places.figures(root), task.id);
  const files = await figureFiles(task.config.runner, root, outcome);
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!files.has(name)) differences.push({ where: `figure ${name}`, committed: 'present', reexecuted: 'not drawn' });
  }
  for (const [name, text] of files) {
    const file = join(folder, name);
    const committed = existsSync(file) ? readFileSync(file, 'utf8') : null;
    if (committed === text) continue;
    const before = committed === null ? 'missing' : 'as committed';
    differences.push({ where: `figure ${name}`, committed: before, reexecuted: 'other' });
  }
  return differences;
}
