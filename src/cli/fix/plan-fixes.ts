import { loadRoot } from '../../content/load-root.ts';
import { collectAliases } from './aliases.ts';
import { fixFields } from './fix-fields.ts';
import { fixId } from './fix-id.ts';
import { fixLinks } from './fix-links.ts';
import { fixVersion } from './fix-version.ts';
import { fixableFiles } from './fixable-files.ts';
import { keepOldIds } from './keep-old-ids.ts';
import { overlay } from './overlay.ts';
import { sortKeys } from './sort-keys.ts';
import { joinFile, splitFile } from './yaml-part.ts';

/** A file that can be mended. */
export interface Fix {
  /** Relative to the root. */
  file: string;
  before: string;
  after: string;
  /** What is done, in words. */
  done: string[];
}

/**
 * All that can be mended in a root without a decision by its author; nothing is written. A root that was mended gives
 * none.
 */
export function planFixes(root: string): Fix[] {
  const files = fixableFiles(root).flatMap(({ file, text }) => {
    const part = splitFile(file.file, text);
    if (!part) return [];
    const done: string[] = [];
    const before = part.yaml;
    const steps = [fixVersion, fixId, sortKeys];
    part.yaml = steps.reduce((yaml, step) => step(file, yaml, done), part.yaml);
    return [{ file, text, before, part, done }];
  });
  keepOldIds(files);
  // Ids and aliases as they are once the files above are mended.
  const mended = new Map(files.map(({ file, part }) => [file.file, joinFile(part)]));
  const aliases = collectAliases(loadRoot(root, {}, overlay(root, mended)));
  return files.flatMap(({ file, text, part, done }) => {
    part.yaml = fixFields(file, part.yaml, aliases, done);
    if (/\.mdx?$/.test(file.file)) part.after = fixLinks(part.after, aliases, done);
    const after = joinFile(part);
    return after === text ? [] : [{ file: file.file, before: text, after, done }];
  });
}
