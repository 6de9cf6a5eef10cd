import { placeholderPattern, UserError, type CommandConfig } from '../../schema/index.ts';
import { canonicalJson } from '../canonical.ts';

/** What the placeholders of one run stand for. */
export interface PlaceholderValues {
  seed: number;
  /** Folder that the program writes to, absolute. */
  output: string;
  /** Folder that outlives a kill, absolute. */
  checkpoint: string;
  /** The root, absolute. */
  root: string;
  threads: number;
  /** Params with the swept ones in place. */
  params: Record<string, unknown>;
}

/** Text as it is, anything else as JSON: `0.1`, `true`, `[1,2]`. */
const asText = (value: unknown): string => (typeof value === 'string' ? value : canonicalJson(value));

function paramAt(params: Record<string, unknown>, name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>(
      (value, key) => (Object(value) === value ? (value as Record<string, unknown>)[key] : undefined),
      params,
    );
}

/**
 * Puts values in the place of `{seed}`, `{params.rate}` and so on; each argument stays one argument, whatever it holds.
 * @throws {UserError} for a param that the config does not have.
 */
export function fillPlaceholders(run: CommandConfig['run'], values: PlaceholderValues): string[] {
  const valueOf = (name: string): unknown => {
    if (!name.startsWith('params.')) return values[name as Exclude<keyof PlaceholderValues, 'params'>];
    const value = paramAt(values.params, name.slice('params.'.length));
    if (value !== undefined) return value;
    throw new UserError(`command.run: {${name}} names no param of this config`, {
      hint: `Its params are: ${Object.keys(values.params).join(', ') || 'none'}.`,
    });
  };
  return run.map((argument) =>
    argument.replace(placeholderPattern, (_, escaped: string | undefined, name: string) =>
      escaped === undefined ? asText(valueOf(name)) : `{${escaped}}`,
    ),
  );
}
