import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';

/** A title from the name of a folder: `my-lab_2` gives `My lab 2`. */
export function titleOf(folder: string): string {
  const words = basename(folder)
    .replace(/[-_.\s]+/g, ' ')
    .trim();
  return words === '' ? 'Lab' : words[0].toUpperCase() + words.slice(1);
}

/** An npm name from the name of a folder: npm allows fewer letters than folders have. */
export function packageNameOf(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '');
  // A package that depends on one of its own name cannot be installed.
  if (name === 'paper-factory') return 'paper-factory-root';
  return name === '' ? 'lab' : name.slice(0, 100);
}

/** The name that git signs with, or null without git or a name; never an address. */
export function gitAuthor(folder: string, env: NodeJS.ProcessEnv): string | null {
  try {
    const said = execFileSync('git', ['config', 'user.name'], {
      ...{ cwd: folder, env, encoding: 'utf8', timeout: 5000 },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const name = said.replace(/\s+/g, ' ').trim();
    return name === '' ? null : name;
  } catch {
    return null; // no git, or no name: the root says so where authors stand
  }
}
