import type { Measurement } from '@paper-factory/runners/schema';
import type { Sentence } from './judge-value.ts';
import { dustless, formatNumber, formatPlain } from './numbers.ts';
import type { Side } from './operands.ts';
import { describe, tellingDigits } from './operands.ts';

export type Relation = '<' | '<=' | '>' | '>=';

const relations: Record<Relation, (left: number, right: number) => boolean> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** Shifts the right side by the margin in the direction of the relation. */
function shifted(right: number, relation: Relation, margin: number): number {
  return dustless(relation.startsWith('>') ? right + margin : right - margin);
}

/** Whether `left relation right` holds, left winning by at least the margin. */
export function isRelated(left: number, relation: Relation, right: number, margin = 0): boolean {
  return relations[relation](dustless(left), shifted(right, relation, margin));
}

/**
 * What each seed says. Sides with the same seeds are paired; else every seed of one side meets the other's mean.
 * Empty where neither side has two seeds.
 */
function perSeed(left: Side, right: Side, relation: Relation, margin: number): { seed: number; holds: boolean }[] {
  const others = new Map(right.seeds.map((run) => [run.seed, run.value]));
  const paired =
    left.seeds.length > 0 &&
    left.seeds.length === right.seeds.length &&
    left.seeds.every((run) => others.has(run.seed));
  if (paired) {
    return left.seeds.map(({ seed, value }) => ({
      seed,
      holds: isRelated(value, relation, others.get(seed)!, margin),
    }));
  }
  return [
    ...left.seeds.map(({ seed, value }) => ({ seed, holds: isRelated(value, relation, right.value, margin) })),
    ...right.seeds.map(({ seed, value }) => ({ seed, holds: isRelated(left.value, relation, value, margin) })),
  ];
}

/**
 * What each other measurement says. Both sides are taken from the same backend and class of machine where it measured both;
 * else the other side stays as committed.
 */
function perMeasurement(
  left: Side,
  right: Side,
  relation: Relation,
  margin: number,
): { by: Measurement; holds: boolean }[] {
  const pairs = [
    ...left.measured.map(({ by, value }) => ({ by, left: value, right: valueAt(right, by) })),
    ...right.measured
      .filter(({ by }) => !left.measured.some((one) => one.by === by))
      .map(({ by, value }) => ({ by, left: valueAt(left, by), right: value })),
  ];
  return pairs.map(({ by, left, right }) => ({ by, holds: isRelated(left, relation, right, margin) }));
}

/** A side as a measurement has it, or one that was made in the same place, the newest; else as committed. */
function valueAt({ measured, value }: Side, by: Measurement): number {
  const same = measured.find((one) => one.by === by);
  return (same ?? measured.findLast((one) => placeOf(one.by) === placeOf(by)))?.value ?? value;
}

const placeOf = ({ backend, machine }: Measurement): string => `${backend.name} ${backend.version} on ${machine}`;

const seedList = (seeds: number[]): string => `seed${seeds.length > 1 ? 's' : ''} ${seeds.join(', ')}`;

/**
 * Judges a bound or a comparison on point values: noise never widens it, but seeds that disagree contest it, and so do
 * other measurements of the same key.
 */
export function judgeRelation(left: Side, relation: Relation, right: Side, margin: number): Sentence {
  const limit = shifted(right.value, relation, margin);
  const base = Math.max(left.found?.metric.digits ?? 0, right.found?.metric.digits ?? 0);
  const digits = tellingDigits([left.value, limit], base);
  const show = (side: Side): string => (side.found ? formatNumber(side.value, digits) : formatPlain(side.value));
  const sign = margin < 0 !== relation.startsWith('>') ? '+' : '-';
  const shift = margin === 0 ? '' : ` ${sign} ${formatPlain(Math.abs(margin))}`;

  const test = `${show(left)} ${relation} ${show(right)}${shift}`;
  const sides = [left, right].filter((side) => side.found).map(describe);
  const subject = sides.join(' against ');
  const votes = perSeed(left, right, relation, margin);
  const [yes, no] = [true, false].map((vote) => votes.filter((v) => v.holds === vote).map((v) => v.seed));
  if (yes.length > 0 && no.length > 0) {
    const reason = `${subject}: ${test} holds for ${seedList(yes)} and fails for ${seedList(no)}.`;
    return { verdict: 'contested', contestedBy: 'seeds', test, reason };
  }
  const holds = isRelated(left.value, relation, right.value, margin);
  const against = perMeasurement(left, right, relation, margin).filter((one) => one.holds !== holds);
  if (against.length > 0) {
    const places = [...new Set(against.map(({ by }) => placeOf(by)))].join(' and ');
    const [here, there] = holds ? ['holds', 'fails'] : ['fails', 'holds'];
    const reason = `${subject}: ${test} ${here} as committed and ${there} as measured with ${places}.`;
    return { verdict: 'contested', contestedBy: 'measurements', test, reason };
  }
  const verdict = holds ? 'verified' : 'falsified';
  return { verdict, test, reason: `${subject}: ${test} ${verdict === 'verified' ? 'holds' : 'does not hold'}.` };
}
