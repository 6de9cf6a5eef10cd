import { UserError } from '@paper-factory/runners/user-error';
import { rootConfigFile } from '../../content/load-configs.ts';
import { loadRoot } from '../../content/load-root.ts';
import type { LoadedRoot } from '../../content/types.ts';
import { UsageError, type Command } from '../command.ts';
import { kinds, type Kind } from '../new/kinds.ts';
import { makeNew } from '../new/make-new.ts';
import { oneLine } from '../one-line.ts';
import { findRoot } from '../root.ts';

/** Refuses a root whose settings cannot be read as they are meant: what is made takes language, base and more from them. */
function checkSettings({ findings }: LoadedRoot): void {
  // A reference may be to what is going to be made.
  const fault = findings.find(
    ({ file, severity, rule }) => file === rootConfigFile && severity === 'error' && rule !== 'reference-resolves',
  );
  if (!fault) return;
  throw new UserError(`${fault.file}:${fault.line}: ${fault.message}`, { hint: `${fault.hint} Nothing was written.` });
}

const isKind = (name: string): name is Kind => Object.hasOwn(kinds, name);

export const newEntry: Command = {
  name: 'new',
  summary: 'makes an experiment, a track, a claim, a card or another page from a template',
  usage: 'KIND [ID]',
  positionals: true,
  options: {
    title: { type: 'string', value: 'TEXT', help: 'Title; of a claim its statement (default: from the id)' },
    track: { type: 'string', value: 'LETTER', help: 'Track that it belongs to (default: the only one there is)' },
    suite: {
      type: 'string',
      value: 'SUITE',
      help: 'Suite of an experiment (default: that of the others, else its id)',
    },
    claim: { type: 'string', value: 'ID', help: 'Claim that a principle rests on' },
    lang: { type: 'string', value: 'LANG', help: 'Language of the text: en or zh (default: that of the root)' },
    json: { type: 'boolean', help: 'What was written as one JSON object' },
  },
  examples: [
    'new experiment --title "Does noise help?"',
    'new track --title "Noise as a teacher"',
    'new claim A-noise-helps --title "Noise lowers the error by 10 g."',
    'new principle --title "Baselines first" --claim A-network-beats-line',
  ],
  details() {
    const rows = Object.entries(kinds).map(([kind, what]) => `  ${kind.padEnd(10)}  ${what}`);
    return Promise.resolve([
      ...['Kinds:', ...rows, ''],
      'Without an id one is made of the title, with a number where it is taken; a track gets the next free letter.',
      'A file templates/<kind>.md in the root replaces the template of the tool (claim.yaml for a claim;',
      'experiment.config.yaml and experiment.run.ts beside experiment.md). Nothing is ever overwritten.',
    ]);
  },
  async run(values, positionals, terminal) {
    const [kind, id, ...more] = positionals;
    const known = `Kinds: ${Object.keys(kinds).join(', ')}.`;
    if (kind === undefined) throw new UsageError('no kind is given', { hint: known });
    if (!isKind(kind)) throw new UsageError(`there is no kind "${kind}"`, { hint: known });
    if (more.length > 0) {
      throw new UsageError(`expected one id, found ${more.length + 1}: ${[id, ...more].join(', ')}`, {
        hint: 'Put a title of several words in quotes: --title "Does noise help?".',
      });
    }
    const lang = (['en', 'zh'] as const).find((one) => one === values.lang);
    if (values.lang !== undefined && !lang) {
      throw new UsageError(`there is no language "${values.lang}"`, { hint: 'Known: en, zh.' });
    }
    const text = (name: string) => (values[name] === undefined ? undefined : oneLine(name, String(values[name])));
    const loaded = loadRoot(findRoot(values, terminal));
    checkSettings(loaded);
    const asked = {
      kind,
      id,
      lang,
      title: text('title'),
      track: text('track'),
      suite: text('suite'),
      claim: text('claim'),
    };
    const made = makeNew(loaded, asked, terminal.env);
    if (values.json) {
      const { files, changed } = made;
      terminal.out(`${JSON.stringify({ kind, id: made.id, title: made.title, files, changed }, null, 2)}\n`);
      return 0;
    }
    const article = /^[aeiou]/.test(kind) ? 'an' : 'a';
    terminal.out(
      [
        `Made ${article} ${kind} "${made.title}" with the id ${made.id}:`,
        ...made.files.map((file) => `  ${file}`),
        ...made.changed.map((file) => `  ${file} (added at the end of its claims)`),
        `Next: ${made.next.join('\n      ')}`,
        '',
      ].join('\n'),
    );
    return 0;
  },
};
