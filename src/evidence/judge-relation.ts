import type { Sentence } from './judge-value.ts';
import { dustless, formatPlain, formatTelling } from './numbers.ts';
import type { Side } from './operands.ts';
import { tellingDigits } from './operands.ts';
import { byMeasurement, pairSeeds } from './pairs.ts';
import { verdictOf } from './vote.ts';

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

/** A side as a test shows it. */
export const shown = (side: Side, digits: number): string =>
  side.digits === null ? formatPlain(side.value) : formatTelling(side.value, digits);

/** A relation as text, with the digits in which the sides differ: `0.71 > 0.61 + 0.05`. */
function relationText(left: Side, relation: Relation, right: Side, margin: number): string {
  const limit = shifted(right.value, relation, margin);
  const digits = tellingDigits([left.value, limit], Math.max(left.digits ?? 0, right.digits ?? 0));
  const sign = margin < 0 !== relation.startsWith('>') ? '+' : '-';
  const shift = margin === 0 ? '' : ` ${sign} ${formatPlain(Math.abs(margin))}`;
  return `${shown(left, digits)} ${relation} ${shown(right, digits)}${shift}`;
}

/** What is executed of the sides, in words. */
export const subjectOf = (sides: readonly Side[]): string =>
  sides.flatMap(({ words }) => words || []).join(' against ');

/**
 * Judges a relation on point values: noise never widens it, but seeds that disagree contest it, and so do other
 * measurements of the same key.
 * @param wanted false for a claim that the relation does not hold.
 */
export function judgeRelation(left: Side, relation: Relation, right: Side, margin: number, wanted = true): Sentence {
  const test = relationText(left, relation, right, margin);
  const holds = (a: number, b: number): boolean => isRelated(a, relation, b, margin) === wanted;
  return verdictOf({
    subject: subjectOf([left, right]),
    test: wanted ? test : `not (${test})`,
    holds: holds(left.value, right.value),
    seeds: pairSeeds(left, right).map((one) => ({ seed: one.seed, holds: holds(one.left, one.right) })),
    measurements: byMeasurement([left, right]).map(({ by, values: [a, b] }) => ({ by, holds: holds(a, b) })),
  });
}
