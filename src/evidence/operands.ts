import type { Claim, Metric, Scope } from '@paper-factory/runners/schema';
import { parseAddress } from '@paper-factory/runners/schema';
import type { Lookup, Outcomes } from './lookup.ts';
import { experimentOf, lookup } from './lookup.ts';
import { dustless, formatNumber } from './numbers.ts';
import type { Operand } from './types.ts';

/** A side of a test as the claim has it: a number, or a metric address. */
export type RawOperand = number | string;

type Found = Extract<Lookup, { ok: true }>;

/** A resolved side: its point value, and its seeds where it has several. */
export interface Side {
  value: number;
  found: Found | null;
  /** Empty for a plain number, for one picked seed and for a metric of one seed. */
  seeds: Metric['perSeed'];
}

/** Both sides of a claim's test, in the order written; what the author left out is left out. */
export function rawOperands(claim: Claim): RawOperand[] {
  const sides = {
    value: () => (claim.kind === 'value' ? [claim.metric] : []),
    bound: () => (claim.kind === 'bound' ? [claim.metric, claim.bound] : []),
    comparison: () => (claim.kind === 'comparison' ? [claim.left, claim.right] : []),
    ratio: () => (claim.kind === 'ratio' ? [claim.numerator, claim.denominator] : []),
    trend: () => (claim.kind === 'trend' ? [claim.metric] : []),
    identity: () => (claim.kind === 'identity' ? [claim.left, claim.right] : []),
    negative: () => (claim.kind === 'negative' ? [claim.metric] : []),
  }[claim.kind]();
  return sides.filter((side) => side !== undefined);
}

/** The experiments that a claim is bound to, each once, in the order of its operands. */
export function experimentsOf(claim: Claim): string[] {
  const ids = rawOperands(claim).map((side) => (typeof side === 'string' ? experimentOf(side) : null));
  return [...new Set(ids.filter((id) => id !== null))];
}

/** Resolves one side, or says why not. */
export function resolveSide(
  raw: RawOperand,
  outcomes: Outcomes,
): { side: Side } | { fault: Extract<Lookup, { ok: false }> } {
  if (typeof raw === 'number') return { side: { value: raw, found: null, seeds: [] } };
  const found = lookup(raw, outcomes);
  if (!found.ok) return { fault: found };
  const several = found.seed === null && found.metric.perSeed.length > 1;
  return { side: { value: found.value, found, seeds: several ? found.metric.perSeed : [] } };
}

/** A side as the pages show it. */
export function toOperand({ value, found }: Side): Operand {
  return { address: found?.address ?? null, value, metric: found?.metric ?? null };
}

/** Half of the range of a metric over its seeds, or null where there are fewer than two. */
export function noiseFloor(metric: Metric): number | null {
  if (metric.perSeed.length < 2) return null;
  const values = metric.perSeed.map((run) => run.value);
  return (Math.max(...values) - Math.min(...values)) / 2;
}

const scopeText = (scope: Scope, seed: number | null): string => {
  const parts = Object.entries(scope).map(([key, value]) => `${key} ${value}`);
  if (seed !== null) parts.push(`seed ${seed}`);
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
};

/** A side in words: `r2 (model vit, snr 5) of spectra-core`. */
export function describe({ found, value }: Side): string {
  if (!found) return String(value);
  const { scope, seed } = parseAddress(found.address);
  return `${found.metric.name}${scopeText(scope, seed)} of ${found.outcome.id}`;
}

/** The fewest digits, from `base` on, with which numbers that differ also look different. */
export function tellingDigits(values: number[], base: number): number {
  const distinct = new Set(values.map(dustless)).size;
  let digits = base;
  while (digits < 8 && new Set(values.map((value) => formatNumber(value, digits))).size < distinct) digits++;
  return digits;
}
