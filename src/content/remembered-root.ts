import { createRequire } from 'node:module';
import path from 'node:path';
import type { Remembered } from './load-root.ts';
import { openMemory } from './memory.ts';
import { digestOfFiles, parserFiles } from './readers.ts';
import { openRemembered } from './remembered-configs.ts';

/**
 * Opens what earlier commands parsed below a root: front matter, claims, data files and configs by their text, and
 * which results were found valid. `save` writes down what is new.
 */
export function openRememberedRoot(root: string): Required<Omit<Remembered, 'parts'>> & { save(): void } {
  const parser = parserFiles();
  const splitter = createRequire(import.meta.url).resolve('gray-matter/package.json');
  const file = path.join(root, '.factory', 'cache', 'content.json');
  const memory = openMemory(file, digestOfFiles([...parser, splitter]));
  const configs = openRemembered(root, parser);
  return {
    memory,
    configs,
    save() {
      memory.save();
      configs.save();
    },
  };
}
