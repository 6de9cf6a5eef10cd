import type { Measurement } from '@paper-factory/runners/schema';
import type { Side } from './operands.ts';

/** Where and how something was measured, as people are told. */
export const placeOf = ({ backend, machine }: Measurement): string =>
  `${backend.name} ${backend.version} on ${machine}`;

/** The seeds that all sides have, in the order of the first; empty where they differ or a side has fewer than two. */
export function sharedSeeds(sides: readonly Side[]): number[] {
  const [first, ...others] = sides.map(({ seeds }) => seeds.map(({ seed }) => seed));
  if (!first || first.length === 0) return [];
  const same = others.every((seeds) => seeds.length === first.length && first.every((seed) => seeds.includes(seed)));
  return same ? first : [];
}

const ofSeed = ({ seeds }: Side, seed: number): number => seeds.find((run) => run.seed === seed)!.value;

/** The values of several sides, seed by seed; empty where they do not share their seeds. */
export const bySeed = (sides: readonly Side[]): { seed: number; values: number[] }[] =>
  sharedSeeds(sides).map((seed) => ({ seed, values: sides.map((side) => ofSeed(side, seed)) }));

/**
 * Both sides, seed by seed. Sides with the same seeds are paired; else every seed of one side meets the other's mean.
 * Empty where neither side has two seeds.
 */
export function pairSeeds(left: Side, right: Side): { seed: number; left: number; right: number }[] {
  const paired = bySeed([left, right]);
  if (paired.length > 0) return paired.map(({ seed, values }) => ({ seed, left: values[0], right: values[1] }));
  return [
    ...left.seeds.map(({ seed, value }) => ({ seed, left: value, right: right.value })),
    ...right.seeds.map(({ seed, value }) => ({ seed, left: left.value, right: value })),
  ];
}

/** A side as a measurement has it, or one that was made in the same place, the newest; else as committed. */
function valueAt({ measured, value }: Side, by: Measurement): number {
  const same = measured.find((one) => one.by === by);
  return (same ?? measured.findLast((one) => placeOf(one.by) === placeOf(by)))?.value ?? value;
}

/**
 * The values of several sides as each other measurement has them, all from the same backend and class of machine where it
 * measured them; else a side stays as committed.
 */
export function byMeasurement(sides: readonly Side[]): { by: Measurement; values: number[] }[] {
  const all = new Set(sides.flatMap(({ measured }) => measured.map(({ by }) => by)));
  return [...all].map((by) => ({ by, values: sides.map((side) => valueAt(side, by)) }));
}
