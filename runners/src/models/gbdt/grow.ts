import type { Bins } from './bins.ts';
import type { TreeMemory } from './memory.ts';
import type { Tree } from './tree.ts';

export interface GrowthLimits {
  maxLeaves: number;
  /** Questions from root to leaf. */
  maxDepth: number;
  /** Rows that a leaf has at least. */
  minLeaf: number;
  /** Added to the number of rows of a leaf, which draws its value to 0. */
  lambda: number;
  /** Bins of a feature, at most. */
  bins: number;
}

interface Split {
  /** Place among the features that the tree may use. */
  slot: number;
  /** Last bin that goes left. */
  bin: number;
  /** What the split takes off the sum of squares. */
  gain: number;
}

/** A leaf so far, with its rows at `from` to `to` of the order. */
interface Leaf {
  node: number;
  from: number;
  to: number;
  depth: number;
  /** Address of its histogram and the best split; absent where it stays a leaf. */
  histogram?: number;
  split?: Split;
}

export interface Growth extends Omit<Tree, 'value'> {
  /** Rows of each leaf. */
  leaves: { node: number; rows: Int32Array }[];
  /** Feature and gain of each split. */
  splits: { feature: number; gain: number }[];
}

/**
 * Grows trees on the same data one after another. Histograms, `[features, bins]` cells of 16 bytes, are kept for the
 * leaves that may still be split, and their memory for the next tree.
 */
export class Grower {
  readonly #memory: TreeMemory;
  readonly #bins: Bins;
  readonly #rowCount: number;
  readonly #limits: GrowthLimits;
  /** Rows in the order of the leaves, and beside each its pull and a 1. */
  readonly #rows: number;
  readonly #pairs: number;
  readonly #features: number;
  readonly #edgeCounts: number;
  readonly #result: number;
  #featureCount = 0;
  #spare: number[] = [];

  constructor(memory: TreeMemory, bins: Bins, rowCount: number, limits: GrowthLimits) {
    this.#memory = memory;
    this.#bins = bins;
    this.#rowCount = rowCount;
    this.#limits = limits;
    this.#rows = memory.allocate(4 * rowCount);
    this.#pairs = memory.allocate(16 * rowCount);
    this.#features = memory.allocate(4 * bins.edges.length);
    this.#edgeCounts = memory.allocate(4 * bins.edges.length);
    this.#result = memory.allocate(24);
  }

  /**
   * Grows best first: the leaf whose split gains most is next, until none gains or there are enough leaves.
   * `pulls` has a value for every row; `rows` are those to grow on, `features` those to ask for, as many in every tree.
   */
  grow(rows: Int32Array, pulls: Float64Array, features: Int32Array): Growth {
    const { maxLeaves } = this.#limits;
    this.#begin(rows, pulls, features);
    const nodes = { feature: [-1], threshold: [0], left: [0], right: [0] };
    const addNode = () => {
      for (const list of [nodes.threshold, nodes.left, nodes.right]) list.push(0);
      return nodes.feature.push(-1) - 1;
    };
    const splits: Growth['splits'] = [];
    const root: Leaf = { node: 0, from: 0, to: rows.length, depth: 0 };
    if (maxLeaves > 1 && this.#canSplit(root)) this.#count(root);
    this.#findSplit(root);
    const leaves = [root];
    while (leaves.length < maxLeaves) {
      const best = leaves.reduce((top, leaf) => ((leaf.split?.gain ?? 0) > (top.split?.gain ?? 0) ? leaf : top));
      if (!best.split) break;
      const { slot, bin, gain } = best.split;
      const feature = features[slot];
      splits.push({ feature, gain });
      const middle = this.#partition(best, feature, bin);
      const depth = best.depth + 1;
      const left: Leaf = { node: addNode(), from: best.from, to: middle, depth };
      const right: Leaf = { node: addNode(), from: middle, to: best.to, depth };
      nodes.feature[best.node] = feature;
      nodes.threshold[best.node] = this.#bins.edges[feature][bin];
      nodes.left[best.node] = left.node;
      nodes.right[best.node] = right.node;
      leaves.splice(leaves.indexOf(best), 1, left, right);
      if (leaves.length < maxLeaves) this.#shareHistogram(best, left, right);
      else this.#release(best);
    }
    for (const leaf of leaves) this.#release(leaf);
    const order = this.#memory.integers(this.#rows, rows.length).slice();
    return {
      feature: Int32Array.from(nodes.feature),
      threshold: Float32Array.from(nodes.threshold),
      left: Int32Array.from(nodes.left),
      right: Int32Array.from(nodes.right),
      leaves: leaves.map(({ node, from, to }) => ({ node, rows: order.subarray(from, to) })),
      splits,
    };
  }

  #begin(rows: Int32Array, pulls: Float64Array, features: Int32Array): void {
    const memory = this.#memory;
    memory.integers(this.#rows, rows.length).set(rows);
    const pairs = memory.doubles(this.#pairs, 2 * rows.length).fill(1);
    for (let k = 0; k < rows.length; k++) pairs[2 * k] = pulls[rows[k]];
    memory.integers(this.#features, features.length).set(features);
    const edgeCounts = memory.integers(this.#edgeCounts, features.length);
    for (const [slot, feature] of features.entries()) edgeCounts[slot] = this.#bins.edges[feature].length;
    this.#featureCount = features.length;
  }

  #canSplit({ from, to, depth }: Leaf): boolean {
    return depth < this.#limits.maxDepth && to - from >= 2 * this.#limits.minLeaf;
  }

  /** Gives the children their histograms and splits. Only the smaller one is counted: the parent leaves the other's. */
  #shareHistogram(parent: Leaf, left: Leaf, right: Leaf): void {
    const [small, large] = left.to - left.from <= right.to - right.from ? [left, right] : [right, left];
    if (!this.#canSplit(large)) return this.#release(parent);
    this.#count(small);
    large.histogram = parent.histogram;
    parent.histogram = undefined;
    this.#memory.kernels.subtractHistogram(large.histogram!, small.histogram!, this.#featureCount * this.#limits.bins);
    this.#findSplit(large);
    if (this.#canSplit(small)) this.#findSplit(small);
    else this.#release(small);
  }

  #count(leaf: Leaf): void {
    const { bins } = this.#limits;
    const features = this.#featureCount;
    const out = this.#spare.pop() ?? this.#memory.allocate(16 * features * bins);
    const [rows, pairs] = [this.#rows + 4 * leaf.from, this.#pairs + 16 * leaf.from];
    const { kernels } = this.#memory;
    const count = leaf.to - leaf.from;
    kernels.fillHistogram(out, this.#bins.codes, this.#rowCount, this.#features, features, bins, rows, pairs, count);
    leaf.histogram = out;
  }

  #findSplit(leaf: Leaf): void {
    if (leaf.histogram === undefined) return;
    const { bins, minLeaf, lambda } = this.#limits;
    const { kernels } = this.#memory;
    kernels.findSplit(leaf.histogram, this.#edgeCounts, this.#featureCount, bins, minLeaf, lambda, this.#result);
    const [slot, bin, gain] = this.#memory.doubles(this.#result, 3);
    if (slot < 0) this.#release(leaf);
    else leaf.split = { slot, bin, gain };
  }

  #release(leaf: Leaf): void {
    if (leaf.histogram !== undefined) this.#spare.push(leaf.histogram);
    leaf.histogram = undefined;
  }

  /** Puts the rows that go left before the others, both in their order; gives the place of the first of the others. */
  #partition({ from, to }: Leaf, feature: number, bin: number): number {
    const codes = this.#memory.bytes(this.#bins.codes + feature * this.#rowCount, this.#rowCount);
    const rows = this.#memory.integers(this.#rows, to);
    const pairs = this.#memory.doubles(this.#pairs, 2 * to);
    const [restRows, restPulls] = [new Int32Array(to - from), new Float64Array(to - from)];
    let middle = from;
    let rest = 0;
    for (let k = from; k < to; k++) {
      const row = rows[k];
      const pull = pairs[2 * k];
      if (codes[row] <= bin) {
        rows[middle] = row;
        pairs[2 * middle++] = pull;
      } else {
        restRows[rest] = row;
        restPulls[rest++] = pull;
      }
    }
    rows.set(restRows.subarray(0, rest), middle);
    for (let k = 0; k < rest; k++) pairs[2 * (middle + k)] = restPulls[k];
    return middle;
  }
}
