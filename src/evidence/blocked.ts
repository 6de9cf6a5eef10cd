import type { Judged } from './types.ts';

/**
 * Blocks every claim that rests on a falsified one, or on one that is blocked. The reason keeps what the claim's own
 * test said.
 */
export function blockResting(judged: readonly Judged[]): Judged[] {
  const verdicts = new Map(judged.map(({ id, verdict }) => [id, verdict]));
  const pairs = judged.flatMap(({ id, claim }) => claim.restsOn.map((base) => ({ base, id })));
  const resting = Map.groupBy(pairs, ({ base }) => base);
  const queue = judged.filter(({ verdict }) => verdict === 'falsified').map(({ id }) => id);
  const blocked = new Set<string>();
  for (let base = queue.pop(); base !== undefined; base = queue.pop()) {
    for (const { id } of resting.get(base) ?? []) {
      if (blocked.has(id)) continue;
      blocked.add(id);
      queue.push(id);
    }
  }
  return judged.map((one) => {
    if (!blocked.has(one.id)) return one;
    const bases = one.claim.restsOn.flatMap((id) => {
      if (blocked.has(id)) return [`${id}, which is blocked`];
      return verdicts.get(id) === 'falsified' ? [`${id}, which is falsified`] : [];
    });
    const reason = `Rests on ${bases.join(', and on ')}. On its own: ${one.reason}`;
    const { contestedBy: _, ...rest } = one;
    return { ...rest, verdict: 'blocked' as const, reason, asExpected: one.expect === 'blocked' };
  });
}
