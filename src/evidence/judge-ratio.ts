import type { Claim } from '@paper-factory/runners/schema';
import { judgeRelation } from './judge-relation.ts';
import { judgeValue, type Sentence, writtenNumber } from './judge-value.ts';
import { decimalsOf, type Written } from './numbers.ts';
import { plainSide, type Side } from './operands.ts';
import { byMeasurement, pairSeeds } from './pairs.ts';

type RatioClaim = Extract<Claim, { kind: 'ratio' }>;

const forms: Record<RatioClaim['form'], { of(a: number, b: number): number; name(a: string, b: string): string }> = {
  ratio: { of: (a, b) => a / b, name: (a, b) => `${a} / ${b}` },
  increase: { of: (a, b) => a / b - 1, name: (a, b) => `${a} / ${b} - 1` },
  reduction: { of: (a, b) => 1 - a / b, name: (a, b) => `1 - ${a} / ${b}` },
};

const named: Record<RatioClaim['form'], string> = {
  ratio: 'the ratio of',
  increase: 'the increase from',
  reduction: 'the reduction from',
};

/** Digits after the point of a ratio: three, or as many as the author wrote. */
const digitsOf = (written: Written): number => Math.max(3, decimalsOf(2 * written.tolerance));

/** The ratio of two sides as a side of its own, seed by seed and measurement by measurement; null where a denominator is 0. */
function ratioSide({ form }: RatioClaim, top: Side, bottom: Side, written: Written): Side | null {
  const { of, name } = forms[form];
  const [seeds, measured] = [pairSeeds(top, bottom), byMeasurement([top, bottom])];
  const denominators = [bottom.value, ...seeds.map(({ right }) => right), ...measured.map(({ values }) => values[1])];
  if (denominators.includes(0)) return null;
  const label = (side: Side): string => side.name || String(side.value);
  const words = (side: Side): string => side.words || String(side.value);
  const between = form === 'ratio' ? [words(top), words(bottom)] : [words(bottom), words(top)];
  return {
    value: of(top.value, bottom.value),
    digits: digitsOf(written),
    name: name(label(top), label(bottom)),
    words: `${named[form]} ${between.join(' to ')}`,
    found: null,
    seeds: seeds.map(({ seed, left, right }) => ({ seed, value: of(left, right) })),
    measured: measured.map(({ by, values: [a, b] }) => ({ by, value: of(a, b) })),
  };
}

/** Judges a ratio: by its relation to the number, or else as a value within the tolerance. */
export function judgeRatio(claim: RatioClaim, [top, bottom]: Side[]): Sentence {
  const written = writtenNumber(claim)!;
  const ratio = ratioSide(claim, top, bottom, written);
  if (!ratio) {
    const reason = `The denominator, ${bottom.words || bottom.value}, is 0, so that there is no ratio.`;
    return { verdict: 'unexecuted', test: '', reason, executed: null };
  }
  const sentence = claim.relation
    ? judgeRelation(ratio, claim.relation, plainSide(written.value), 0)
    : judgeValue(claim, written, ratio);
  return { ...sentence, executed: ratio.value };
}
