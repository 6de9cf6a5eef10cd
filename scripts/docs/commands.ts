import { type Command, commonOptions, exitCodes } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/run-command.ts';
import { code, pageText, prose, table } from './markdown.ts';

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

async function bodyOf(command: Command): Promise<string> {
  const { name, usage, options, examples, details } = command;
  const rows = Object.entries({ ...options, ...commonOptions }).map(([option, { short, value, multiple, help }]) => [
    `${short ? `${code(`-${short}`)}, ` : ''}${code(`--${option}${value ? ` ${value}` : ''}`)}`,
    `${prose(help)}${multiple ? '; may be given several times' : ''}`,
  ]);
  const more = details ? ['', '```text', ...(await details()), '```'] : [];
  return [
    '```text',
    `paper-factory ${name} ${usage ? `${usage} ` : ''}[options]`,
    '```',
    '',
    '## Options',
    '',
    table(['option', 'meaning'], rows),
    ...more,
    '',
    '## Examples',
    '',
    '```sh',
    ...examples.map((example) => `paper-factory ${example}`),
    '```',
    '',
    '## Exit codes',
    '',
    table(
      ['code', 'meaning'],
      Object.entries(exitCodes).map(([exit, meaning]) => [code(exit), meaning]),
    ),
  ].join('\n');
}

/** A page for every command, from what `--help` is made of. */
export async function commandPages(): Promise<Map<string, string>> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const pages = all.map(async (command): Promise<[string, string]> => {
    const id = `command-${command.name}`;
    const page = {
      id,
      title: `paper-factory ${command.name}`,
      order: 100,
      summary: `${sentence(command.summary)}.`,
      source: `paper-factory ${command.name} --help`,
      body: await bodyOf(command),
    };
    return [id, pageText(page)];
  });
  return new Map(await Promise.all(pages));
}
