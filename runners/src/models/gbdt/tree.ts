/** A regression tree; its nodes by number, 0 is the root. */
export interface Tree {
  /** Feature that a node asks for; -1 in a leaf. */
  feature: Int32Array;
  /** Up to and with this value a row goes left. */
  threshold: Float32Array;
  left: Int32Array;
  right: Int32Array;
  /** What a leaf predicts. */
  value: Float64Array;
}

/** Value of the leaf that the row from `x[row]` on ends in. */
export function predictTree({ feature, threshold, left, right, value }: Tree, x: Float32Array, row: number): number {
  let node = 0;
  while (feature[node] >= 0) node = x[row + feature[node]] <= threshold[node] ? left[node] : right[node];
  return value[node];
}
