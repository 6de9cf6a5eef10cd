import { finding } from './rules.ts';
import type { ConfigEntry, Finding } from './types.ts';

/** Configs that wait for each other: what is left when all that can run are taken away, one after the other. */
function stuck(configs: ReadonlyMap<string, ConfigEntry>): Set<string> {
  const waits = new Map<string, number>();
  const next = new Map<string, string[]>();
  for (const [id, { config }] of configs) {
    const upstream = [...new Set(config.upstream)].filter((one) => configs.has(one));
    waits.set(id, upstream.length);
    for (const one of upstream) {
      const after = next.get(one);
      if (after) after.push(id);
      else next.set(one, [id]);
    }
  }
  const ready = [...waits.keys()].filter((id) => waits.get(id) === 0);
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    for (const after of next.get(id) ?? []) {
      const left = waits.get(after)! - 1;
      waits.set(after, left);
      if (left === 0) ready.push(after);
    }
    waits.delete(id);
  }
  return new Set(waits.keys());
}

/** No experiment is upstream of itself; each cycle is told once, at its first member in the alphabet. */
export function checkUpstream(configs: ReadonlyMap<string, ConfigEntry>): Finding[] {
  const left = stuck(configs);
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const start of left) {
    const trail: string[] = [];
    let id = start;
    // Everything that is left has something upstream that is left too, so the walk ends in a cycle.
    while (!seen.has(id)) {
      seen.add(id);
      trail.push(id);
      id = configs.get(id)!.config.upstream.find((one) => left.has(one))!;
    }
    const from = trail.indexOf(id);
    if (from < 0) continue;
    const cycle = trail.slice(from);
    const first = cycle.indexOf([...cycle].sort()[0]);
    const turned = [...cycle.slice(first), ...cycle.slice(0, first)];
    const { file, line, config } = configs.get(turned[0])!;
    const at = config.upstream.indexOf(turned[1] ?? turned[0]);
    const message = `upstream[${at}]: expected no way back to itself, found ${[...turned, turned[0]].join(' <- ')}`;
    findings.push(
      finding('upstream-is-acyclic', file, line(['upstream', at]), message, 'Remove one of these upstreams.'),
    );
  }
  return findings;
}
