import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { filesBelow } from '../files-below.ts';
import type { Template } from './fill.ts';

const above = resolve(import.meta.dirname, '..', '..', '..');

/** The package itself; what `npm pack` compiled lies in its `build/`. */
export const packageFolder = basename(above) === 'build' ? resolve(above, '..') : above;

/** The tool's own templates; they lie at the same place below what was compiled. */
const templateFolder = join(above, 'src', 'templates');

/**
 * Where the file of a template goes. What begins with a dot does so only once it is copied: a packer leaves `.gitignore`
 * out and obeys it. What ends in `.template` is no code of the tool.
 */
const placeOf = (path: string): string =>
  path
    .split('/')
    .map((part) => part.replace(/^_/, '.'))
    .join('/')
    .replace(/\.template$/, '');

/** The templates of one folder of `templates/`, by the place that each goes to. */
export function ownTemplates(folder: string): Map<string, Template> {
  const base = join(templateFolder, folder);
  return new Map(
    filesBelow(base).map((file) => [
      placeOf(file),
      { file: `templates/${folder}/${file.replace(/\.template$/, '')}`, text: readFileSync(join(base, file), 'utf8') },
    ]),
  );
}
