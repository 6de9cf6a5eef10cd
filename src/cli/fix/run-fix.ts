import { createTwoFilesPatch } from 'diff';
import type { Terminal } from '../command.ts';
import { replaceFile } from '../replace-file.ts';
import { type Fix, planFixes } from './plan-fixes.ts';

/** A unified diff of one file, as `git apply` and `patch -p1` take it. */
export function diffOf({ file, before, after }: Fix): string {
  const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, { context: 3 });
  return patch.replace(/^=+\n/, '');
}

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/**
 * Mends what is mechanical and shows it as a diff.
 * @param write false only shows it.
 * @returns what was or would be mended.
 */
export function runFix(root: string, write: boolean, terminal: Pick<Terminal, 'out' | 'err'>): Fix[] {
  const fixes = planFixes(root);
  for (const fix of fixes) {
    if (write) replaceFile(root, fix.file, fix.before, fix.after);
    terminal.out(diffOf(fix));
    for (const what of fix.done) terminal.err(`${fix.file}: ${what}\n`);
  }
  if (fixes.length === 0) terminal.err('Nothing to fix.\n');
  else if (write) terminal.err(`Fixed ${plural(fixes.length, 'file')}.\n`);
  else
    terminal.err(
      `${plural(fixes.length, 'file')} would be fixed; nothing was written. \`paper-factory check --fix\` does it.\n`,
    );
  return fixes;
}
