import type { Claim } from '@paper-factory/runners/schema';
import { studyTolerance, type Sentence } from './judge-value.ts';
import { formatNumber, formatPlain, isWithin } from './numbers.ts';
import { type Side, tellingDigits } from './operands.ts';
import { byMeasurement, bySeed } from './pairs.ts';
import { changeOf, stepsOf, trendNoise, type TrendNoise } from './trend-noise.ts';
import { verdictOf } from './vote.ts';

type TrendClaim = Extract<Claim, { kind: 'trend' }>;
type Trend = NonNullable<TrendClaim['trend']>;

/** A point of the series: where it is along the trend, and what was executed there. */
export interface Point {
  at: number;
  side: Side;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The tolerance in the unit of the metric, of what it is a share of. */
function toleranceOf({ tolerance }: TrendClaim, whole: number): number {
  if (tolerance && 'absolute' in tolerance) return tolerance.absolute;
  return (tolerance?.relative ?? studyTolerance) * Math.abs(whole);
}

/** Every value lies within the tolerance of their mean. */
function isConstant(claim: TrendClaim, values: readonly number[]): boolean {
  const mean = sum(values) / values.length;
  return values.every((value) => isWithin(value, mean, toleranceOf(claim, mean)));
}

/** The last step is smaller than the tolerance of the whole way. */
function levelsOff(claim: TrendClaim, values: readonly number[]): boolean {
  return Math.abs(stepsOf(values).at(-1)!) < toleranceOf(claim, changeOf(values));
}

/** The way a trend is said to go; that of a saturating one is the way it goes from end to end. */
function directionOf(trend: Trend, values: readonly number[]): 1 | -1 | 0 {
  if (trend === 'increasing') return 1;
  if (trend === 'decreasing') return -1;
  return Math.sign(changeOf(values)) as 1 | -1 | 0;
}

/** The first step of a series that goes back beyond noise, or -1. */
function stepBack(values: readonly number[], direction: 1 | -1 | 0, noise: TrendNoise): number {
  if (direction === 0) return -1;
  return stepsOf(values).findIndex((step, i) => noise.isBeyond(i, step, direction === 1 ? -1 : 1));
}

/** How far the points of a constant are from their mean. */
function remarkOfConstant(claim: TrendClaim, values: readonly number[]): string {
  const mean = sum(values) / values.length;
  const furthest = Math.max(...values.map((value) => Math.abs(value - mean)));
  const share = mean === 0 ? '' : `, ${formatPlain(Number(((100 * furthest) / Math.abs(mean)).toPrecision(2)))}% of it`;
  const limit = formatPlain(Number(toleranceOf(claim, mean).toPrecision(3)));
  return `The furthest point lies ${formatPlain(Number(furthest.toPrecision(3)))} from the mean${share}; ${limit} is allowed.`;
}

/** Judges how a metric goes along a scope key: each seed and each measurement by all of its own steps. */
export function judgeTrend(claim: TrendClaim, points: Point[]): Sentence {
  const trend = claim.trend!;
  const sides = points.map(({ side }) => side);
  const values = sides.map(({ value }) => value);
  const digits = tellingDigits(values, sides[0].digits ?? 0);
  const noise = trendNoise(sides, digits);
  const direction = directionOf(trend, values);

  const holds = (own: readonly number[]): boolean => {
    if (trend === 'constant') return isConstant(claim, own);
    const way = direction !== 0 && Math.sign(changeOf(own)) === direction && stepBack(own, direction, noise) < 0;
    return way && (trend !== 'saturating' || levelsOff(claim, own));
  };
  const seeds = bySeed(sides);
  const shown = values.map((value) => formatNumber(value, digits)).join(', ');
  const places = points.map(({ at }) => at).join(', ');
  const sentence = verdictOf({
    subject: sides[0].found!.outcome.id,
    test: `${sides[0].name} ${shown} ${trend} over ${claim.over} ${places}`,
    holds: holds(values),
    seeds: seeds.map(({ seed, values: own }) => ({ seed, holds: holds(own) })),
    measurements: byMeasurement(sides).map(({ by, values: own }) => ({ by, holds: holds(own) })),
  });
  const backwards = [{ name: '', values }, ...seeds.map((one) => ({ name: ` of seed ${one.seed}`, ...one }))].map(
    (one) => ({ name: one.name, at: stepBack(one.values, direction, noise) }),
  );
  const back = backwards.find(({ at }) => at >= 0);
  const step = back ? ` The step${back.name} from ${points[back.at].at} to ${points[back.at + 1].at} goes back.` : '';
  const remark = trend === 'constant' ? remarkOfConstant(claim, values) : `${noise.words}${step}`;
  return { ...sentence, reason: `${sentence.reason} ${remark}`, executed: null };
}
