import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FigureSpec } from '../figures/figure.ts';
import type { Outcome } from '../schema/index.ts';
import { UserError } from '../schema/user-error.ts';
import type { ExperimentModule } from './experiment.ts';
import { moduleEnding, sourceRoot } from './sources/own-modules.ts';

/** The file of a runner `<suite>/<module>`; the suites are folders, so adding one is adding files. */
export function runnerFile(runner: string): string {
  return join(sourceRoot, 'suites', `${runner}${moduleEnding}`);
}

/** The module that draws the figures of a runner `<suite>/<module>`, if there is one; null for the other runners. */
export function figuresFile(runner: string): string | null {
  const [suite, module] = runner.split('/');
  return module === undefined ? null : join(sourceRoot, 'suites', suite, 'figures', `${module}${moduleEnding}`);
}

/** Loads the module that runs experiments. @throws {UserError} when there is none of that name. */
export async function loadRunner(runner: string): Promise<ExperimentModule<unknown>> {
  const file = runnerFile(runner);
  if (!existsSync(file)) {
    throw new UserError(`runner "${runner}" does not exist`, { hint: `Expected runners/src/suites/${runner}.ts.` });
  }
  const module = (await import(pathToFileURL(file).href)).default as ExperimentModule<unknown> | undefined;
  if (typeof module?.run === 'function') return module;
  throw new UserError(`runner "${runner}" is no experiment`, {
    hint: 'Its module must export default defineExperiment({ params, run }).',
  });
}

/** The figures of a runner as a function of its outcome; a runner without a figure module has none. */
export async function loadFigures(runner: string): Promise<(outcome: Outcome) => FigureSpec[]> {
  const file = figuresFile(runner);
  if (!file || !existsSync(file)) return () => [];
  return (await import(pathToFileURL(file).href)).default as (outcome: Outcome) => FigureSpec[];
}
