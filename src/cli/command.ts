import type { ParseArgsConfig } from 'node:util';
import { UserError } from '@paper-factory/runners/user-error';

/** The command line itself is wrong: exit code 2. */
export class UsageError extends UserError {}

/** What commands use of the world; tests pass their own. */
export interface Terminal {
  /** Results: text for people or JSON for machines. */
  out(text: string): void;
  /** Progress and remarks. */
  err(text: string): void;
  /** Whether `err` is a terminal that can redraw a line. */
  live: boolean;
  /** Columns and rows of `err` as they are now: a window may be resized. */
  readonly width: number;
  readonly height: number;
  color: boolean;
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Ends when the user asks to stop. */
  signal: AbortSignal;
}

export interface OptionHelp {
  type: 'string' | 'boolean';
  short?: string;
  /** Name of the value in the help, e.g. `DIR`. */
  value?: string;
  /** May be given several times; its value is a list. */
  multiple?: boolean;
  help: string;
}

export type Values = Record<string, string | boolean | string[] | undefined>;

/** A command: its help is data, so that `--help` cannot disagree with what is parsed. */
export interface Command {
  name: string;
  summary: string;
  /** Positional arguments as shown in the usage line. */
  usage?: string;
  positionals?: boolean;
  options: Record<string, OptionHelp>;
  examples: string[];
  /** Lines of help below the options; loaded when asked for. */
  details?(): Promise<string[]>;
  /** @returns the exit code: 0 done, 1 failed or differs, 2 wrong usage. */
  run(values: Values, positionals: string[], terminal: Terminal): Promise<number>;
}

export const commonOptions: Record<string, OptionHelp> = {
  root: { type: 'string', value: 'DIR', help: 'Folder with factory.config.yaml (default: PAPER_FACTORY_ROOT or here)' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
  debug: { type: 'boolean', help: 'Show the stack of an error' },
};

export function parseOptions(command: Command): ParseArgsConfig['options'] {
  const options = { ...command.options, ...commonOptions };
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, short, multiple = false }]) => [
      name,
      short ? { type, short, multiple } : { type, multiple },
    ]),
  );
}

/** What a command ends with. */
export const exitCodes = { 0: 'done', 1: 'failed or differs', 2: 'wrong usage' } as const;

export async function helpText(command: Command): Promise<string> {
  const options = Object.entries({ ...command.options, ...commonOptions }).map(([name, option]) => {
    const flag = `${option.short ? `-${option.short}, ` : ''}--${name}${option.value ? ` ${option.value}` : ''}`;
    return [flag, option.help] as const;
  });
  const width = Math.max(...options.map(([flag]) => flag.length));
  return [
    `paper-factory ${command.name}: ${command.summary}`,
    '',
    `Usage: paper-factory ${command.name} ${command.usage ? `${command.usage} ` : ''}[options]`,
    '',
    ...options.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`),
    '',
    ...(command.details ? [...(await command.details()), ''] : []),
    'Examples:',
    ...command.examples.map((example) => `  paper-factory ${example}`),
    '',
    `Exit code: ${Object.entries(exitCodes)
      .map(([exit, meaning]) => `${exit} ${meaning}`)
      .join(', ')}.`,
    '',
  ].join('\n');
}
