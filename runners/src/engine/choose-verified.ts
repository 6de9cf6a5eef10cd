import { digest } from './canonical.ts';

/**
 * Why a result is not executed again: not drawn, no time for it, not reached, imported from a tracker, or skipped since
 * this machine has not what it needs.
 */
export type LeftWhy = 'sample' | 'budget' | 'stopped' | 'imported' | 'skipped';

export interface ChooseOptions<T> {
  /** Share of the results, above 0 and at most 1, drawn by a seed. */
  sample?: { share: number; seed: string };
  /** Expected time that all chosen ones together may take. */
  budgetSeconds?: number;
  /** Expected time of one; infinite where nothing is known of it. */
  secondsOf: (item: T) => number;
}

/**
 * What a verification executes again, in the order given: first a sample, of it the quickest that fit into the budget. The
 * sample takes the items whose names have the smallest digests with the seed, so that another seed draws others and the
 * same seed the same ones; it has one item at least.
 */
export function chooseVerified<T extends { name: string }>(
  items: T[],
  { sample, budgetSeconds, secondsOf }: ChooseOptions<T>,
): { chosen: T[]; left: { item: T; why: 'sample' | 'budget' }[] } {
  const left: { item: T; why: 'sample' | 'budget' }[] = [];
  const keep = (from: T[], kept: Set<T>, why: 'sample' | 'budget'): T[] => {
    left.push(...from.filter((item) => !kept.has(item)).map((item) => ({ item, why })));
    return from.filter((item) => kept.has(item));
  };
  const drawn = sample ? keep(items, new Set(draw(items, sample)), 'sample') : items;
  if (budgetSeconds === undefined) return { chosen: drawn, left };
  return { chosen: keep(drawn, new Set(quickest(drawn, budgetSeconds, secondsOf)), 'budget'), left };
}

function draw<T extends { name: string }>(items: T[], { share, seed }: { share: number; seed: string }): T[] {
  const ranked = items.map((item) => ({ item, rank: digest(`${seed}\n${item.name}`) }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  // A share of 0.1 of 30 is 3.0000000000000004 in binary numbers, and is meant to be 3.
  const count = Math.max(1, Math.ceil(items.length * share - 1e-9));
  return ranked.slice(0, count).map(({ item }) => item);
}

function quickest<T>(items: T[], budgetSeconds: number, secondsOf: (item: T) => number): T[] {
  let rest = budgetSeconds;
  const timed = items.map((item) => ({ item, seconds: secondsOf(item) })).sort((a, b) => a.seconds - b.seconds);
  const end = timed.findIndex(({ seconds }) => (rest -= seconds) < 0);
  return timed.slice(0, end < 0 ? undefined : end).map(({ item }) => item);
}
