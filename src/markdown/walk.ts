// `visit` and `visitParents` of unist-util-visit for what this project asks of them: theirs makes a named function for each
// node, and a text is walked fifteen times.
import type { Node, Parent } from 'unist';
import type { visit as theirVisit } from 'unist-util-visit';
import type { visitParents as theirVisitParents } from 'unist-util-visit-parents';

/** Goes on beside the node, not into it. */
export const SKIP = 'skip';
/** Ends the walk. */
export const EXIT = false;

/** Nothing: goes on; a number: goes on with the child of that index. */
type Next = void | undefined | typeof SKIP | typeof EXIT | number;
type Visitor = (node: Node, index: number | undefined, ancestors: Parent[]) => Next;

function walk(node: Node, index: number | undefined, ancestors: Parent[], type: string | null, visitor: Visitor): Next {
  const next = type === null || node.type === type ? visitor(node, index, ancestors) : undefined;
  if (next === EXIT) return EXIT;
  const { children } = node as Partial<Parent>;
  if (children && next !== SKIP) {
    ancestors.push(node as Parent);
    // Read again each time: a visitor may put other children in.
    for (let i = 0; i < (node as Parent).children.length;) {
      const after = walk((node as Parent).children[i]!, i, ancestors, type, visitor);
      if (after === EXIT) return EXIT;
      i = typeof after === 'number' ? after : i + 1;
    }
    ancestors.pop();
  }
  return next;
}

/** Calls a visitor with each node of a type, or with each node, its index and its parent; parents come first. */
export const visit = ((tree: Node, ...rest: [string, Visitor] | [Visitor]): void => {
  const [type, visitor] = rest.length === 2 ? rest : [null, rest[0]];
  walk(tree, undefined, [], type, (node, index, ancestors) => visitor(node, index, ancestors.at(-1) as never));
}) as unknown as typeof theirVisit;

/** As {@link visit}, with all ancestors, which change as the walk goes on. */
export const visitParents = ((tree: Node, type: string, visitor: (node: Node, ancestors: Parent[]) => Next): void => {
  walk(tree, undefined, [], type, (node, _, ancestors) => visitor(node, ancestors));
}) as unknown as typeof theirVisitParents;
