import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandConfig, Scope } from '../../schema/index.ts';
import { UserError } from '../../schema/user-error.ts';
import { readTracked } from '../../trackers/index.ts';
import { toRunResult } from '../../trackers/to-run-result.ts';
import type { RunResult } from '../experiment.ts';

const shownFiles = 10;

/** `learningRate` is the scope key `learning_rate`. */
const scopeKey = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * The result that a program wrote.
 * @param output Its output folder, absolute.
 * @param point Sweep point; it joins the scope of every metric and curve, since trackers have no word for it.
 * @throws {UserError} where it wrote none, or numbers that are not finite, or something that cannot be read.
 */
export function readMetrics(output: string, { format, path }: CommandConfig['metrics'], point: Scope): RunResult {
  const file = join(output, path);
  if (!existsSync(file)) throw nothingWritten(output, path);
  try {
    const run = readTracked(file, format);
    if (run.unusable.length > 0) {
      const faults = run.unusable.map(({ name, value, where }) => `${name} is ${value} (${where})`);
      throw new UserError(`not every metric in ${path} is a finite number: ${faults.join(', ')}`, {
        hint: 'Mend the program, or let it end with another code than 0 when its training diverges.',
      });
    }
    return withPoint(toRunResult(run), point);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // The folder goes with the run: only what lies in it means anything to the reader.
    const local = (text: string) => text.replaceAll(`${output}/`, '').replaceAll(output, 'the output folder');
    throw new UserError(local(error.message), { hint: local(error.hint), cause: error });
  }
}

function withPoint(result: RunResult, point: Scope): RunResult {
  const swept = Object.fromEntries(Object.entries(point).map(([name, value]) => [scopeKey(name), value]));
  const scoped = <T extends { scope: Scope }>(item: T): T => ({ ...item, scope: { ...swept, ...item.scope } });
  return { ...result, metrics: result.metrics.map(scoped), curves: result.curves?.map(scoped) };
}

function nothingWritten(output: string, path: string): UserError {
  const found = readdirSync(output, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(output.length + 1))
    .sort();
  const more = found.length > shownFiles ? ` and ${found.length - shownFiles} more` : '';
  const there = found.length > 0 ? `it holds ${found.slice(0, shownFiles).join(', ')}${more}` : 'it is empty';
  return new UserError(`the program wrote no metrics: there is no ${path} in its output folder (${there})`, {
    hint:
      'Write to the folder that {output} and PAPER_FACTORY_OUTPUT name, for example metrics.json with ' +
      '{"metrics": {"loss": 0.1}}, or say where they are with command.metrics.path.',
  });
}
