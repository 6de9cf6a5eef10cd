/** Which instructions the mutation tests change, and which changes nothing can notice. */
import type { Arithmetic, WasmFunction } from './wasm-module.ts';

/** Whether each instruction is tried, not only a few of every function. */
export const everything = process.env.PF_MUTANTS === 'all';
const PER_FUNCTION = 4;

export function nameOf({ index, exports }: WasmFunction, callers: Set<string>): string {
  return exports.join(' ') || `function ${index}, called by ${[...callers].join(' ') || 'the start'}`;
}

/** Some instructions of a function, of as many kinds as possible. */
export function choose({ arithmetic }: WasmFunction): Arithmetic[] {
  if (everything) return arithmetic;
  const kinds = [...Map.groupBy(arithmetic, ({ name }) => name).values()];
  const rounds = Array.from({ length: PER_FUNCTION }, (_, i) => kinds.flatMap((same) => same.slice(i, i + 1)));
  return rounds.flat().slice(0, PER_FUNCTION);
}

/** Says which instruction a mutant changes, by its place among the arithmetic of its function. */
export function describeMutant({ arithmetic }: WasmFunction, mutant: Arithmetic): string {
  return `${arithmetic.indexOf(mutant) + 1} of ${arithmetic.length}: ${mutant.name} to ${mutant.replacement}`;
}
