import { createRandom } from '../../random.ts';
import { binFeatures } from './bins.ts';
import { Grower, type Growth } from './grow.ts';
import { createLoss, type GbdtLoss } from './loss.ts';
import { TreeMemory } from './memory.ts';
import { predictTree, type Tree } from './tree.ts';

export interface GbdtOptions {
  /** Inputs, n rows of p, without NaN. */
  x: Float32Array;
  n: number;
  p: number;
  /** Targets, n values. */
  y: Float64Array;
  /** Default squared. */
  loss?: GbdtLoss;
  /** Trees, at most. */
  rounds: number;
  /** Share of a leaf's value that is added; default 0.1. */
  learningRate?: number;
  /** Default 31. */
  maxLeaves?: number;
  /** Questions from root to leaf; default: as many as the leaves allow. */
  maxDepth?: number;
  /** Rows that a leaf has at least; default 20. */
  minLeaf?: number;
  /** Rows of value 0 that every leaf of the squared loss has besides, and every split counts; default 0. */
  lambda?: number;
  /** Share of the rows that a tree is grown on, drawn anew for each; default 1. */
  rowShare?: number;
  /** Share of the features that a tree may ask for, drawn anew for each; default 1. */
  featureShare?: number;
  /** Bins of a feature, 2 to 256; default 64. */
  maxBins?: number;
  /** Draws rows and features; an integer >= 1. */
  seed: number;
  /** Ends `patience` rounds after the best loss on other data, and keeps the trees up to it. */
  validation?: { x: Float32Array; y: Float64Array; patience: number };
  /** After each tree, with the mean loss on validation if there is one. */
  onRound?: (done: number, rounds: number, validationLoss?: number) => void;
}

/** Gradient-boosted trees; plain data. */
export interface Gbdt {
  /** Values of an input row. */
  features: number;
  /** Prediction before the first tree. */
  start: number;
  /** Their leaves hold what they add, the learning rate included. */
  trees: Tree[];
  /** What all splits on each feature gained: how much the prediction owes to it. */
  gain: Float64Array;
  /** Mean loss on validation after each tree grown, also those after the best. */
  validationLoss: Float64Array;
}

/**
 * Gradient boosting (Friedman 2001) with trees grown best first on histograms of binned features (Ke et al. 2017), for
 * the squared or the quantile loss. One pass over features x rows counts the root, and less than one each level below.
 * Sums are made in a fixed order: the same options give the same bytes.
 *
 * @throws RangeError when sizes disagree, a value is NaN, or an option is out of range.
 */
export function fitGbdt(options: GbdtOptions): Gbdt {
  checkOptions(options);
  const { x, n, p, y, rounds, learningRate = 0.1, lambda = 0, maxBins = 64, seed, validation, onRound } = options;
  const { maxLeaves = 31, maxDepth = Infinity, minLeaf = 20, rowShare = 1, featureShare = 1 } = options;
  const loss = createLoss(options.loss ?? { kind: 'squared' }, lambda);
  const memory = new TreeMemory();
  const bins = binFeatures(memory, x, n, p, maxBins);
  const grower = new Grower(memory, bins, n, { maxLeaves, maxDepth, minLeaf, lambda, bins: maxBins });
  const model: Gbdt = {
    ...{ features: p, start: loss.start(y), trees: [], gain: new Float64Array(p) },
    validationLoss: new Float64Array(0),
  };
  const splits: Growth['splits'][] = [];
  const history: number[] = [];
  const rest = y.map((value) => value - model.start);
  const validationRest = validation?.y.map((value) => value - model.start);
  let best = 0;

  for (let round = 0; round < rounds; round++) {
    const rows = draw(n, rowShare, seed, 'rows', round);
    const features = draw(p, featureShare, seed, 'features', round);
    const { leaves, splits: own, ...questions } = grower.grow(rows, rest.map(loss.pull), features);
    const tree: Tree = { ...questions, value: new Float64Array(questions.feature.length) };
    for (const leaf of leaves) {
      const value = loss.leaf(Float64Array.from(leaf.rows, (row) => rest[row]));
      tree.value[leaf.node] = learningRate * value;
    }
    model.trees.push(tree);
    splits.push(own);
    subtractTree(tree, x, p, rest);
    if (validation && validationRest) {
      subtractTree(tree, validation.x, p, validationRest);
      history.push(validationRest.reduce((sum, value) => sum + loss.loss(value), 0) / validationRest.length);
      if (history[round] < history[best]) best = round;
    }
    onRound?.(round + 1, rounds, history[round]);
    if (validation && round - best >= validation.patience) break;
  }
  if (validation) model.trees.length = best + 1;
  for (const { feature, gain } of splits.slice(0, model.trees.length).flat()) model.gain[feature] += gain;
  return { ...model, validationLoss: Float64Array.from(history) };
}

/** Predictions for `x`, rows of as many values as the model has features. */
export function predictGbdt(model: Gbdt, x: Float32Array): Float64Array {
  const n = x.length / model.features;
  if (!Number.isInteger(n)) throw new RangeError(`gbdt: ${x.length} inputs are not rows of ${model.features}`);
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = model.start;
    for (const tree of model.trees) sum += predictTree(tree, x, i * model.features);
    out[i] = sum;
  }
  return out;
}

/** Takes what a tree predicts from what is left of the targets. */
function subtractTree(tree: Tree, x: Float32Array, p: number, rest: Float64Array): void {
  for (let i = 0; i < rest.length; i++) rest[i] -= predictTree(tree, x, i * p);
}

/** A share of the integers 0 to n - 1, in ascending order, at least one. */
function draw(n: number, share: number, seed: number, what: string, round: number): Int32Array {
  if (share === 1) return Int32Array.from({ length: n }, (_, i) => i);
  const size = Math.max(1, Math.round(share * n));
  return createRandom(seed, 'gbdt', what, round).permutation(n).subarray(0, size).sort();
}

function checkOptions(options: GbdtOptions): void {
  const {
    x,
    n,
    p,
    y,
    rounds,
    validation,
    minLeaf = 1,
    lambda = 0,
    rowShare = 1,
    featureShare = 1,
    maxBins = 64,
  } = options;
  const refuse = (why: string) => {
    throw new RangeError(`gbdt: ${why}`);
  };
  if (n < 1 || x.length !== n * p) refuse(`${x.length} inputs are not ${n} rows of ${p}`);
  if (y.length !== n) refuse(`${n} rows but ${y.length} targets`);
  if (validation && (validation.y.length < 1 || validation.x.length !== validation.y.length * p)) {
    refuse(`${validation.x.length} validation inputs are not ${validation.y.length} rows of ${p}`);
  }
  if (![y, ...(validation ? [validation.y] : [])].every((values) => values.every(Number.isFinite))) {
    refuse('a target is not a finite number');
  }
  if (!(rounds >= 1)) refuse(`1 round or more, not ${rounds}`);
  if (!(Number.isInteger(maxBins) && maxBins >= 2 && maxBins <= 256)) refuse(`2 to 256 bins, not ${maxBins}`);
  if (!(minLeaf >= 1)) refuse(`a leaf has at least 1 row, not ${minLeaf}`);
  if (!(lambda >= 0)) refuse(`lambda is >= 0, not ${lambda}`);
  for (const share of [rowShare, featureShare]) {
    if (!(share > 0 && share <= 1)) refuse(`a share lies above 0 and up to 1, not ${share}`);
  }
}
