import type { z } from 'zod';
import type { RunContext, RunResult } from '../engine/experiment.ts';
import type { FigureSpec } from '../figures/figure.ts';
import type { Outcome } from '../schema/index.ts';

/** What a module of a root exports as its default. */
export interface Experiment<Params extends z.ZodType> {
  /** Checks `params` of the config and the swept values; best a `z.strictObject`, which refuses what it does not know. */
  params: Params;
  /** One run: one seed at one point of the sweep. The same params, seed, data and upstream must give the same numbers. */
  run(params: z.output<Params>, context: RunContext): RunResult | Promise<RunResult>;
  /**
   * Vega-Lite figures of the outcome of all runs. An edit of it makes the result stale, as any edit of this module does;
   * in `<name>.figures.ts` beside it, as {@link defineFigures}, it only draws anew.
   */
  figures?(outcome: Outcome): FigureSpec[] | Promise<FigureSpec[]>;
}

/**
 * An experiment of one's own: the default export of the module that a config names as its `runner`.
 * @example
 * export default defineExperiment({
 *   params: z.strictObject({ rate: z.number().positive() }),
 *   run({ rate }, { seed }) {
 *     return { metrics: scoreNumbers({ truth, prediction }) };
 *   },
 * });
 */
export function defineExperiment<Params extends z.ZodType>(experiment: Experiment<Params>): Experiment<Params> {
  return experiment;
}

/** Figures of an experiment: the default export of `<name>.figures.ts` beside the runner `<name>.ts`. */
export function defineFigures(
  figures: (outcome: Outcome) => FigureSpec[] | Promise<FigureSpec[]>,
): (outcome: Outcome) => FigureSpec[] | Promise<FigureSpec[]> {
  return figures;
}
