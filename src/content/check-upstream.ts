import { findCycles } from './cycles.ts';
import { finding } from './rules.ts';
import type { ClaimEntry, ConfigEntry, Finding } from './types.ts';

/** No experiment is upstream of itself; each cycle is told once, at its first member in the alphabet. */
export function checkUpstream(
  configs: ReadonlyMap<string, Pick<ConfigEntry, 'config' | 'file' | 'line'>>,
): Finding[] {
  const graph = new Map([...configs].map(([id, { config }]) => [id, config.upstream]));
  return findCycles(graph).map((cycle) => {
    const { file, line, config } = configs.get(cycle[0])!;
    const at = config.upstream.indexOf(cycle[1] ?? cycle[0]);
    const message = `upstream[${at}]: expected no way back to itself, found ${[...cycle, cycle[0]].join(' <- ')}`;
    return finding('upstream-is-acyclic', file, line(['upstream', at]), message, 'Remove one of these upstreams.');
  });
}

/** No claim rests on itself, in the same way. */
export function checkRestsOn(claims: ReadonlyMap<string, ClaimEntry>): Finding[] {
  const graph = new Map([...claims].map(([id, { claim }]) => [id, claim.restsOn]));
  return findCycles(graph).map((cycle) => {
    const { file, line, claim } = claims.get(cycle[0])!;
    const at = claim.restsOn.indexOf(cycle[1] ?? cycle[0]);
    const message = `restsOn[${at}]: expected no way back to itself, found ${[...cycle, cycle[0]].join(' <- ')}`;
    return finding('rests-on-is-acyclic', file, line(['restsOn', at]), message, 'Remove one of these.');
  });
}
