import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';
import { checkInside } from '../inside-root.ts';
import type { Template } from '../templates/fill.ts';
import { ownTemplates } from '../templates/own-templates.ts';

/**
 * The template of a file: the root's own, `templates/<name>`, else the tool's in the language.
 * @param name E.g. `card.md`, `experiment.config.yaml`.
 */
export function chooseTemplate(root: string, name: string, lang: 'en' | 'zh'): Template {
  const file = `templates/${name}`;
  if (lstatSync(join(root, file), { throwIfNoEntry: false })) {
    checkInside(root, file);
    try {
      return { file, text: readFileSync(join(root, file), 'utf8') };
    } catch (error) {
      throw new UserError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`, {
        hint: 'Mend its permissions, or remove it to use the template of the tool.',
      });
    }
  }
  const own = ownTemplates(`new/${lang}`).get(name);
  if (!own) throw new Error(`the tool has no template ${name} in ${lang}`);
  return { ...own, file: `paper-factory/${own.file}` };
}

/** Whether the root has a template of its own. */
export const hasOwn = (root: string, name: string): boolean => existsSync(join(root, 'templates', name));
