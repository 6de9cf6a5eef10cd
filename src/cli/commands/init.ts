import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError, type Command, type Terminal, type Values } from '../command.ts';
import { parseBase } from '../init/base-path.ts';
import { nextCommands, treeOf } from '../init/describe.ts';
import { checkDestination } from '../init/destination.ts';
import { gitAuthor, packageNameOf, titleOf } from '../init/guess.ts';
import { languages, planRoot } from '../init/plan-root.ts';
import { toolSource } from '../init/tool-source.ts';
import { writeRoot } from '../init/write-root.ts';
import { oneLine } from '../one-line.ts';
import { packageFolder } from '../templates/own-templates.ts';
import { today } from '../today.ts';

/** Stands where git knows no name; the author puts another in its place. */
const nobody = { en: 'The authors', zh: '作者' };

export const init: Command = {
  name: 'init',
  summary: 'makes a new root: a track, an experiment that trains in seconds, a dataset, claims, a workflow',
  usage: 'DIR',
  positionals: true,
  options: {
    title: { type: 'string', value: 'TEXT', help: 'Title of the site (default: from the name of the folder)' },
    lang: { type: 'string', value: 'LANG', help: 'Language of the texts and pages: en (default) or zh' },
    base: { type: 'string', value: 'PATH', help: 'Path under which the site is served, e.g. /lab/ (default: /)' },
    'no-run': { type: 'boolean', help: 'Only write the files; the first build runs the experiment' },
    yes: { type: 'boolean', short: 'y', help: 'Ask nothing; it asks nothing as it is, for scripts that say so' },
    json: { type: 'boolean', help: 'What was made as one JSON object' },
  },
  examples: ['init lab', 'init lab --title "Spectra lab" --base /lab/', 'init lab --lang zh'],
  async run(values, positionals, terminal) {
    if (positionals.length !== 1) {
      throw new UsageError(`${positionals.length} folders are given; expected one, to make the root in`, {
        hint: 'For example: `paper-factory init lab`.',
      });
    }
    const lang = languages.find((one) => one === (values.lang ?? 'en'));
    if (!lang) {
      throw new UsageError(`there is no language "${values.lang}"`, { hint: `Known: ${languages.join(', ')}.` });
    }
    const base = parseBase(values.base);
    const destination = checkDestination(positionals[0], terminal.cwd);
    const { folder, exists } = destination;
    const title = values.title === undefined ? titleOf(folder) : oneLine('title', String(values.title));
    const author = gitAuthor(exists ? folder : terminal.cwd, terminal.env) ?? nobody[lang];
    const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
    const tool = toolSource(packageFolder, version);
    const { dependency } = tool;
    const plan = { title, author, lang, base, date: today(), name: packageNameOf(folder), dependency };
    const files = new Map<string, string | Uint8Array>([...planRoot(plan), ...tool.files]);
    writeRoot(destination, files);
    const names = [...files.keys()];
    if (!values.json) terminal.out(`Made a root with the title "${title}":\n\n${treeOf(folder, names).join('\n')}\n\n`);
    const ran = values['no-run'] ? null : await runFirst(folder, terminal);
    if (values.json) {
      terminal.out(`${JSON.stringify({ root: folder, title, author, lang, base, files: names, ran }, null, 2)}\n`);
      return 0;
    }
    if (ran === false)
      terminal.err('The experiment did not end well (see above); `paper-factory build` tries again.\n');
    terminal.out(`Next:\n\n${nextCommands(folder, terminal.cwd, tool.found ? null : version).join('\n')}\n`);
    return 0;
  },
};

/** Runs the experiment of the new root, a matter of seconds, so that its numbers are there from the start. */
async function runFirst(root: string, terminal: Terminal): Promise<boolean> {
  const { reproduce } = await import('./reproduce.ts');
  terminal.err('Training the first experiment (a few seconds) …\n');
  const values: Values = { root, profile: 'default' };
  return (await reproduce.run(values, [], { ...terminal, out: terminal.err, env: terminal.env })) === 0;
}
