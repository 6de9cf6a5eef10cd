import type { Claim, Measurement, Metric, Scope } from '@paper-factory/runners/schema';
import { addressOf, parseAddress } from '@paper-factory/runners/schema';
import type { Lookup, Outcomes } from './lookup.ts';
import { experimentOf, lookup } from './lookup.ts';
import { dustless, formatNumber, mostDigits } from './numbers.ts';
import type { Operand } from './types.ts';

/** A side of a test as the claim has it: a number, or a metric address. */
export type RawOperand = number | string;

export type Found = Extract<Lookup, { ok: true }>;

/** A resolved side: its point value, and its seeds where it has several. */
export interface Side {
  value: number;
  /** Digits after the point of an executed number; null for a number as its author wrote it. */
  digits: number | null;
  /** Short name for a test, e.g. `r2`; empty for a plain number. */
  name: string;
  /** What it is, in words: `r2 (model vit, snr 5) of spectra-core`; empty for a plain number. */
  words: string;
  /** The metric that it is; null for a plain number and for what is computed from several. */
  found: Found | null;
  /** Empty for a plain number, for one picked seed and for a metric of one seed. */
  seeds: Metric['perSeed'];
  /** What else was measured for it, where and how; those that gave the committed value too. Empty for one picked seed. */
  measured: { by: Measurement; value: number }[];
}

/** What else was measured for the outcomes of the root's profile, by experiment id. */
export type MeasurementsById = ReadonlyMap<string, readonly Measurement[]>;

/** Both sides of a claim's test, in the order written; what the author left out is left out. */
export function rawOperands(claim: Claim): RawOperand[] {
  const sides = {
    value: () => (claim.kind === 'value' ? [claim.metric] : []),
    bound: () => (claim.kind === 'bound' ? [claim.metric, claim.bound] : []),
    comparison: () => (claim.kind === 'comparison' ? [claim.left, claim.right] : []),
    ratio: () => (claim.kind === 'ratio' ? [claim.numerator, claim.denominator] : []),
    trend: () => (claim.kind === 'trend' ? [claim.metric] : []),
    identity: () => (claim.kind === 'identity' ? [claim.left, claim.right] : []),
    negative: () => (claim.kind === 'negative' ? [claim.left, claim.right] : []),
  }[claim.kind]();
  return sides.filter((side) => side !== undefined);
}

/** The experiments that a claim is bound to, each once, in the order of its operands. */
export function experimentsOf(claim: Claim): string[] {
  const ids = rawOperands(claim).map((side) => (typeof side === 'string' ? experimentOf(side) : null));
  return [...new Set([...ids.filter((id) => id !== null), ...(claim.experiment ? [claim.experiment] : [])])];
}

/** Resolves one side, or says why not. */
export function resolveSide(
  raw: RawOperand,
  outcomes: Outcomes,
  measurements: MeasurementsById,
): { side: Side } | { fault: Extract<Lookup, { ok: false }> } {
  if (typeof raw === 'number') return { side: plainSide(raw) };
  const found = lookup(raw, outcomes);
  if (!found.ok) return { fault: found };
  return { side: executedSide(found, measurements) };
}

/** A number as its author wrote it. */
export const plainSide = (value: number): Side => ({
  value,
  digits: null,
  name: '',
  words: '',
  found: null,
  seeds: [],
  measured: [],
});

/** An executed metric as a side of a test. */
export function executedSide(found: Found, measurements: MeasurementsById): Side {
  const { value, metric, seed } = found;
  const seeds = seed === null && metric.perSeed.length > 1 ? metric.perSeed : [];
  const measured = measuredFor(found, measurements);
  return { value, digits: metric.digits, name: metric.name, words: describe(found), found, seeds, measured };
}

function measuredFor({ outcome, metric, seed }: Found, measurements: MeasurementsById): Side['measured'] {
  if (seed !== null) return []; // kept are means over seeds
  const address = addressOf(outcome, metric);
  return (measurements.get(outcome.id) ?? []).map((by) => {
    const other = by.values.find((one) => one.metric === address);
    return { by, value: other?.value ?? metric.value };
  });
}

/** A side as the pages show it. */
export function toOperand({ value, found }: Side): Operand {
  return { address: found?.address ?? null, value, metric: found?.metric ?? null };
}

const scopeText = (scope: Scope, seed: number | null): string => {
  const parts = Object.entries(scope).map(([key, value]) => `${key} ${value}`);
  if (seed !== null) parts.push(`seed ${seed}`);
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
};

function describe({ address, metric, outcome }: Found): string {
  const { scope, seed } = parseAddress(address);
  return `${metric.name}${scopeText(scope, seed)} of ${outcome.id}`;
}

/** The fewest digits, from `base` on, with which numbers that differ also look different. */
export function tellingDigits(values: number[], base: number): number {
  const distinct = new Set(values.map(dustless)).size;
  let digits = base;
  while (digits < mostDigits && new Set(values.map((value) => formatNumber(value, digits))).size < distinct) digits++;
  return digits;
}
