import { existsSync, realpathSync } from 'node:fs';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FigureSpec } from '../figures/figure.ts';
import type { Outcome } from '../schema/index.ts';
import { UserError } from '../schema/user-error.ts';
import type { ExperimentModule } from './experiment.ts';
import { moduleEnding, sourceRoot } from './sources/own-modules.ts';

/** Whether a runner is a module of the root, `./experiments/mine/run.ts`. */
export const isOwnRunner = (runner: string): boolean => runner.startsWith('./');

/** The root that a runner's module belongs to, links followed; null where it is one of the tool's. */
export const ownRoot = (runner: string, root: string): string | null =>
  isOwnRunner(runner) ? realpathSync(root) : null;

/**
 * The file of a runner: `<suite>/<module>` below the suites, so that adding one is adding files, or a path in the root.
 * @param root Absolute.
 */
export function runnerFile(runner: string, root: string): string {
  const own = ownRoot(runner, root);
  return own === null ? join(sourceRoot, 'suites', `${runner}${moduleEnding}`) : join(own, runner);
}

/**
 * The module that draws the figures of a runner `<suite>/<module>`, or `<name>.figures.ts` beside a root's own
 * `<name>.ts`, and that module itself where there is none; null for the other runners.
 */
export function figuresFile(runner: string, root: string): string | null {
  if (isOwnRunner(runner)) {
    const file = runnerFile(runner, root);
    return figuresBeside(file) ?? file;
  }
  const [suite, module] = runner.split('/');
  return module === undefined ? null : join(sourceRoot, 'suites', suite, 'figures', `${module}${moduleEnding}`);
}

/** `run.figures.ts` beside `run.ts`, where it is there. */
export function figuresBeside(file: string): string | null {
  const ending = extname(file);
  const beside = `${file.slice(0, -ending.length)}.figures${ending}`;
  return existsSync(beside) ? beside : null;
}

/** Loads the module that runs experiments. @throws {UserError} when there is none of that name, or it is none. */
export async function loadRunner(runner: string, root: string): Promise<ExperimentModule<unknown>> {
  const file = runnerFile(runner, root);
  if (isOwnRunner(runner)) {
    const { importOwn } = await import('./root-modules/import-own.ts');
    return importOwn(file, realpathSync(root));
  }
  if (!existsSync(file)) {
    throw new UserError(`runner "${runner}" does not exist`, { hint: `Expected runners/src/suites/${runner}.ts.` });
  }
  const module = (await import(pathToFileURL(file).href)).default as ExperimentModule<unknown> | undefined;
  if (typeof module?.run === 'function') return module;
  throw new UserError(`runner "${runner}" is no experiment`, {
    hint: 'Its module must export default defineExperiment({ params, run }).',
  });
}

/** The figures of an outcome; a runner without a figure module has none. Those of a root's own come from another process. */
export async function figuresOf(runner: string, root: string, outcome: Outcome): Promise<FigureSpec[]> {
  const file = figuresFile(runner, root);
  if (isOwnRunner(runner)) {
    const { drawOwn } = await import('./root-modules/figures-process.ts');
    return drawOwn({ file: runnerFile(runner, root), root: realpathSync(root), outcome });
  }
  if (!file || !existsSync(file)) return [];
  return ((await import(pathToFileURL(file).href)).default as (outcome: Outcome) => FigureSpec[])(outcome);
}
