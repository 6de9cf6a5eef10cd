import { pathToFileURL } from 'node:url';
import { UserError } from '../../schema/user-error.ts';
import type { FigureSpec } from '../../figures/figure.ts';
import type { Outcome } from '../../schema/index.ts';
import type { ExperimentModule } from '../experiment.ts';
import { figuresBeside } from '../modules.ts';
import { registerPublicInterface } from './hooks.ts';
import { nameInRoot, placeInRoot } from './place-in-root.ts';

/** A module of a root, as {@link importOwn} has checked it. */
export interface OwnModule extends ExperimentModule<unknown> {
  figures?(outcome: Outcome): FigureSpec[] | Promise<FigureSpec[]>;
}

const known = ['params', 'run', 'figures'];
const expected =
  "Expected: export default defineExperiment({ params, run }), with defineExperiment from 'paper-factory'.";

/** What a module of a root exports, where that is possible. @throws {UserError} that names where it failed. */
export async function importFile(file: string, root: string): Promise<Record<string, unknown>> {
  registerPublicInterface();
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const name = nameInRoot(file, root);
    const what = error instanceof Error ? error.message : String(error);
    throw new UserError(`${placeInRoot(error, root) ?? name}: ${what}`, {
      hint: `${name} could not be imported: mend this place, then run the same command again.`,
      cause: error,
    });
  }
}

/** What is wrong with the interface of a module, or null. */
function faultOf(module: unknown): string | null {
  if (module === undefined) return 'has no default export';
  if (typeof module !== 'object' || module === null) return `exports ${typeof module} as its default`;
  const { params, run, figures } = module as Record<string, unknown>;
  if (typeof (params as { safeParse?: unknown } | undefined)?.safeParse !== 'function') {
    return 'has no `params`: a zod schema such as z.strictObject({ rate: z.number() })';
  }
  if (typeof run !== 'function') return 'has no `run`: a function of params and context';
  if (figures !== undefined && typeof figures !== 'function')
    return 'has `figures` that are no function of the outcome';
  const other = Object.keys(module).find((key) => !known.includes(key));
  return other === undefined ? null : `has \`${other}\`, which nothing reads; known: ${known.join(', ')}`;
}

/** Imports an experiment module of a root. @throws {UserError} where it throws or has another interface. */
export async function importOwn(file: string, root: string): Promise<OwnModule> {
  const { default: module } = await importFile(file, root);
  const beside = figuresBeside(file);
  const fault = faultOf(module);
  if (fault === null && (module as OwnModule).figures && beside !== null) {
    const both = `${nameInRoot(file, root)} has figures, and so has ${nameInRoot(beside, root)}`;
    throw new UserError(both, { hint: 'Keep one of them.' });
  }
  if (fault === null) return module as OwnModule;
  throw new UserError(`${nameInRoot(file, root)} is no experiment: it ${fault}`, { hint: expected });
}
