/** Nodes that wait for each other: what is left when all that wait for nothing are taken away, one after the other. */
function stuck(graph: ReadonlyMap<string, readonly string[]>): Set<string> {
  const waits = new Map<string, number>();
  const next = new Map<string, string[]>();
  for (const [id, edges] of graph) {
    const known = [...new Set(edges)].filter((one) => graph.has(one));
    waits.set(id, known.length);
    for (const one of known) {
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

/** Cycles of a graph (by node, the nodes that it names), each once and beginning with its first member in the alphabet. */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const left = stuck(graph);
  const seen = new Set<string>();
  const cycles: string[][] = [];
  for (const start of left) {
    const trail: string[] = [];
    let id = start;
    // Everything that is left names something that is left too, so the walk ends in a cycle.
    while (!seen.has(id)) {
      seen.add(id);
      trail.push(id);
      id = graph.get(id)!.find((one) => left.has(one))!;
    }
    const from = trail.indexOf(id);
    if (from < 0) continue;
    const cycle = trail.slice(from);
    const first = cycle.indexOf([...cycle].sort()[0]);
    cycles.push([...cycle.slice(first), ...cycle.slice(0, first)]);
  }
  return cycles;
}
