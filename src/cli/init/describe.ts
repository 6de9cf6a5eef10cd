import { relative } from 'node:path';
import { vendored } from './tool-source.ts';

/** What stands at the top of a new root, in the order in which one reads it. */
const parts: [place: string, what: string][] = [
  ['factory.config.yaml', 'makes the folder a root: title, language, base path'],
  ['content/', 'tracks (papers), logs, claims, datasets: written by you'],
  ['experiments/', 'what to run: a config and a module each'],
  ['data/', 'files that experiments read'],
  ['assets/', 'results and figures, made by runs; commit them'],
  ['.github/workflows/site.yml', 'checks every push and publishes the site'],
  ['.vscode/', 'completion and checks for YAML in the editor'],
  ['package.json', 'the tool as a dependency'],
  ['vendor/', 'the tool itself, so that `npm ci` needs nothing else'],
  ['README.md', 'the next commands'],
];

/** A short tree of what was made. */
export function treeOf(folder: string, files: readonly string[]): string[] {
  const rows = parts.flatMap(([place, what]): [string, string][] => {
    const below = files.filter((file) => file === place || file.startsWith(place));
    if (below.length === 0) return [];
    const names = below.length === 1 || !place.endsWith('/') ? '' : ` (${below.length} files)`;
    return [[place, what + names]];
  });
  const width = Math.max(...rows.map(([place]) => place.length));
  return [`${folder}/`, ...rows.map(([place, what]) => `  ${place.padEnd(width)}  ${what}`)];
}

/**
 * The commands that come next, to be typed where the user stands.
 * @param unfound Version of the tool where npm cannot find it by what package.json says.
 */
export function nextCommands(folder: string, cwd: string, unfound: string | null): string[] {
  const path = relative(cwd, folder);
  const shown = path.startsWith('..') ? folder : path;
  const go = path === '' ? [] : [[`cd ${/[^\w./-]/.test(shown) ? `'${shown.replaceAll("'", `'\\''`)}'` : shown}`, '']];
  const rows = [
    ...go,
    unfound === null
      ? ['npm install', 'once; commit package-lock.json, which the workflow needs']
      : [`npm install ./${vendored(unfound)}`, 'see below; commit it with package-lock.json'],
    ['npx paper-factory build', 'run what is stale, check, write the site to dist/'],
    ['npx paper-factory serve', 'look at it'],
    ['npx paper-factory new experiment --title "…"', 'an experiment of your own'],
    ['npx paper-factory check', 'every fault, with file and line'],
  ];
  const width = Math.max(...rows.map(([command]) => command.length));
  const lines = rows.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`.trimEnd());
  if (unfound === null) return lines;
  return [
    ...lines,
    '',
    'This tool was not installed from a tarball, so that the root names it by its version alone. For `npm ci` and the',
    `workflow: run \`npm pack\` in the repository of the tool, and put what it makes at ${vendored(unfound)}.`,
  ];
}
