import { formatBytes } from '../bytes.ts';
import type { Terminal } from '../command.ts';
import type { Finished } from './finish.ts';
import type { PublishPlan } from './plan.ts';

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** Says what was done to the pages; a pattern that met nothing may be misspelt. */
export function sayFinished({ redacted }: Finished, { wanted }: PublishPlan, terminal: Terminal): void {
  for (const pattern of wanted) {
    const count = redacted.get(pattern) ?? 0;
    terminal.err(
      count > 0 ? `Redacted ${pattern} ${times(count)}\n` : `Redacted nothing for ${pattern}: it stands nowhere\n`,
    );
  }
  const others = [...redacted].filter(([pattern, count]) => count > 0 && !wanted.includes(pattern));
  const count = others.reduce((sum, [, one]) => sum + one, 0);
  if (count > 0)
    terminal.err(`A mark takes the place of a name ${times(count)}: read those sentences before you send it\n`);
}

/** One line on the zip of an offline build. */
export const sayPacked = ({ file, files, bytes }: { file: string; files: number; bytes: number }): string =>
  `Packed ${files} files (${formatBytes(bytes)}) into ${file}: unpack it and open site/index.html\n`;
