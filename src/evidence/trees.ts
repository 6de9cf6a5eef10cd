import type { DecisionTree } from '@paper-factory/runners/schema';
import { type Answer, answerOf } from './answers.ts';
import type { GateView, TreeNodeView, TreeView } from './decisions.ts';
import { passes } from './gates.ts';
import type { EvidenceState } from './state.ts';
import { executionState } from './track-states.ts';

type Node = DecisionTree['nodes'][number];

const turned: Record<Answer, Answer> = { yes: 'no', no: 'yes', unknown: 'unknown' };

function view(node: Node, gateOf: (id: string | undefined) => GateView | null, state: EvidenceState): TreeNodeView {
  const claim = (node.claim && state.judged.get(node.claim)) || null;
  const gate = gateOf(node.gate);
  const answer = gate ? passes(gate) : answerOf(claim);
  const work = executionState(node.experiment, state) === 'done' ? 'done' : 'todo';
  const { id, kind, text, unless, experiment = null } = node;
  const states = { action: work, condition: unless ? turned[answer] : answer, outcome: 'unknown' } as const;
  return { id, kind, text, state: states[kind], onPath: false, unless, claim, gate, experiment };
}

/** Whether the way goes on behind a node: work to do does not stop it, so that the plan is seen. */
const isPassed = ({ kind, state }: TreeNodeView): boolean => kind === 'action' || state === 'yes';

/**
 * Follows the open branch from the root. An outcome counts as reached where nothing is left to do on some way to it.
 */
function walk(tree: DecisionTree, nodes: ReadonlyMap<string, TreeNodeView>): void {
  const next = new Map(tree.nodes.map((node) => [node.id, node.next]));
  const seen = new Map<string, boolean>(); // by node, whether a way without work to do led there
  const queue: [id: string, certain: boolean][] = [[tree.root, true]];
  for (let item = queue.shift(); item; item = queue.shift()) {
    const [id, certain] = item;
    const node = nodes.get(id);
    if (!node || seen.get(id) || seen.get(id) === certain) continue;
    seen.set(id, certain);
    node.onPath = node.state !== 'no';
    if (node.kind === 'outcome' && certain) node.state = 'yes';
    if (!isPassed(node)) continue;
    for (const one of next.get(id) ?? []) queue.push([one, certain && node.state !== 'todo']);
  }
}

/** A tree with the state of each node and the branch that is open. */
export function treeView(
  tree: DecisionTree,
  gateOf: (id: string | undefined) => GateView | null,
  state: EvidenceState,
): TreeView {
  const nodes = new Map(tree.nodes.map((node) => [node.id, view(node, gateOf, state)]));
  walk(tree, nodes);
  const edges = tree.nodes.flatMap(({ id: from, next }) =>
    next.flatMap((to) => {
      const [source, target] = [nodes.get(from)!, nodes.get(to)];
      if (!target) return []; // told by the rule tree-is-connected
      const closed = source.state === 'no' || target.state === 'no';
      return [{ from, to, open: closed ? false : source.onPath && isPassed(source) ? true : null }];
    }),
  );
  const open = [...nodes.values()].filter(
    ({ kind, state, onPath }) => onPath && kind === 'condition' && state === 'unknown',
  );
  return {
    id: tree.id,
    title: tree.title,
    note: tree.note ?? null,
    nodes: [...nodes.values()],
    edges,
    open: open.map(({ id }) => id),
    tree,
  };
}
