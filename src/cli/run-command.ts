import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UserError } from '@paper-factory/runners/user-error';
import { helpText, parseOptions, UsageError, type Command, type Terminal, type Values } from './command.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Loaded when asked for, so that no command pays for the modules of another. */
export const commands: Record<string, () => Promise<Command>> = {
  init: async () => (await import('./commands/init.ts')).init,
  new: async () => (await import('./commands/new.ts')).newEntry,
  reproduce: async () => (await import('./commands/reproduce.ts')).reproduce,
  check: async () => (await import('./commands/check.ts')).check,
  build: async () => (await import('./commands/build.ts')).build,
  serve: async () => (await import('./commands/serve.ts')).serve,
  dev: async () => (await import('./commands/dev.ts')).dev,
  metrics: async () => (await import('./commands/metrics.ts')).metrics,
  'import-run': async () => (await import('./commands/import-run.ts')).importRun,
  cache: async () => (await import('./commands/cache.ts')).cache,
  gc: async () => (await import('./commands/gc.ts')).gc,
};

async function overview(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  return [
    'paper-factory: a site of papers in the making, in which every number comes from a re-execution.',
    '',
    'Usage: paper-factory <command> [options]',
    '',
    ...all.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`),
    '',
    '`paper-factory <command> --help` shows the options of a command.',
    '',
  ].join('\n');
}

/** What jobs on a cluster call: no command for people, hence in no overview. */
const hidden: Record<string, () => Promise<Command>> = {
  'run-one': async () => (await import('./commands/run-one.ts')).runOne,
};

/** Runs one command line. @returns the exit code. */
export async function runCommand(argv: string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = argv;
  if (!name || name === '--help' || name === '-h' || name === 'help') {
    terminal.out(await overview());
    return name ? 0 : 2;
  }
  if (name === '--version' || name === '-v') {
    terminal.out(`${version}\n`);
    return 0;
  }
  try {
    const known = { ...commands, ...hidden };
    if (!Object.hasOwn(known, name)) {
      throw new UsageError(`there is no command "${name}"`, { hint: `Known: ${Object.keys(commands).join(', ')}.` });
    }
    const command = await known[name]();
    const { values, positionals } = parse(command, rest);
    if (values.help) {
      terminal.out(await helpText(command));
      return 0;
    }
    return await command.run(values, positionals, terminal);
  } catch (error) {
    const expected = error instanceof UserError;
    terminal.err(`error: ${(error as Error).message}\n`);
    if (expected && error.hint) terminal.err(`       ${error.hint}\n`);
    if (!expected || argv.includes('--debug')) terminal.err(`${(error as Error).stack}\n`);
    if (!expected) terminal.err('This is a bug in paper-factory. Please report it with the lines above.\n');
    return error instanceof UsageError ? 2 : 1;
  }
}

function parse(command: Command, args: string[]) {
  try {
    const allowPositionals = command.positionals ?? false;
    const { values, positionals } = parseArgs({ args, options: parseOptions(command), allowPositionals });
    return { values: values as Values, positionals };
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0], {
      hint: `See \`paper-factory ${command.name} --help\`.`,
    });
  }
}
