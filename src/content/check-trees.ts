import type { DecisionTree } from '@paper-factory/runners/schema';
import { findCycles } from './cycles.ts';
import { finding } from './rules.ts';
import { didYouMean } from './suggest.ts';
import type { DataPath, DecisionsEntry, Finding } from './types.ts';

/** Ids of the nodes that the root leads to. */
function reached({ root, nodes }: DecisionTree): Set<string> {
  const next = new Map(nodes.map((node) => [node.id, node.next]));
  const seen = new Set<string>();
  const open = [root];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(next.get(id) ?? []));
  }
  return seen;
}

function checkTree(tree: DecisionTree, at: DataPath, { file, line }: DecisionsEntry): Finding[] {
  const tell = (rule: 'tree-is-connected' | 'tree-is-acyclic', path: DataPath, message: string, hint: string): Finding =>
    finding(rule, file, line([...at, ...path]), `tree ${tree.id}: ${message}`, hint);
  const ids = new Set(tree.nodes.map(({ id }) => id));
  const absent = (id: string, path: DataPath): Finding[] =>
    ids.has(id)
      ? []
      : [
          tell(
            'tree-is-connected',
            path,
            `expected a node of the tree, found "${id}"`,
            `${didYouMean(id, ids)}Add the node, or correct the name.`,
          ),
        ];
  const from = reached(tree);
  // Below a root that is not there everything would be told again.
  const graph = new Map(tree.nodes.map(({ id, next }) => [id, next]));
  const cycles = findCycles(graph);
  // A circle that nothing leads to is one fault, and told as a circle.
  const told = new Set(cycles.flat());
  const lost = ids.has(tree.root)
    ? tree.nodes.flatMap(({ id }, i) => (from.has(id) || told.has(id) ? [] : [{ id, i }]))
    : [];
  return [
    ...absent(tree.root, ['root']),
    ...tree.nodes.flatMap(({ next }, i) => next.flatMap((id, j) => absent(id, ['nodes', i, 'next', j]))),
    ...lost.map(({ id, i }) =>
      tell(
        'tree-is-connected',
        ['nodes', i, 'id'],
        `expected that the root leads to "${id}", found no way`,
        `Name it in the next of another node, or remove it.`,
      ),
    ),
    ...cycles.map((cycle) => {
      const i = tree.nodes.findIndex(({ id }) => id === cycle[0]);
      const j = tree.nodes[i].next.indexOf(cycle[1] ?? cycle[0]);
      const message = `expected no way back, found ${[...cycle, cycle[0]].join(' -> ')}`;
      return tell('tree-is-acyclic', ['nodes', i, 'next', j], message, 'Remove one of these steps.');
    }),
  ];
}

/** The decision trees of a root: every node is reached from the root, once. */
export function checkTrees(decisions: ReadonlyMap<string, DecisionsEntry>): Finding[] {
  return [...decisions.values()].flatMap((entry) =>
    entry.trees.flatMap((tree, i) => checkTree(tree, ['trees', i], entry)),
  );
}
