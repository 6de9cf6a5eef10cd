/**
 * Histograms of gradient-boosted trees, in a memory of the caller's own. A cell is a pair of doubles, the sum of pulls
 * and the number of rows, so that a row is added with one operation. Rows are added in their order. Entry of `trees.wasm`.
 */

// @ts-ignore: decorator
@inline
function addTo(cell: usize, pair: v128): void {
  v128.store(cell, f64x2.add(v128.load(cell), pair));
}

/**
 * Fills `out`, `[features, bins]` cells, from `count` rows: their numbers (i32) from `rows` on and their pairs of pull and
 * 1 from `pairs` on. `codes` holds the bins, `[all features, rowCount]` bytes; `features` (i32) says which to count.
 */
export function fillHistogram(
  out: usize,
  codes: usize,
  rowCount: i32,
  features: usize,
  featureCount: i32,
  bins: i32,
  rows: usize,
  pairs: usize,
  count: i32,
): void {
  const width = <usize>bins << 4;
  memory.fill(out, 0, width * featureCount);
  const end = rows + (<usize>count << 2);
  let slot = 0;
  // Two features at once: their cells differ, so that the processor need not wait for one before the other.
  for (; slot + 1 < featureCount; slot += 2) {
    const first = codes + <usize>load<i32>(features + (<usize>slot << 2)) * rowCount;
    const second = codes + <usize>load<i32>(features + (<usize>slot << 2), 4) * rowCount;
    const a = out + <usize>slot * width;
    const b = a + width;
    let pair = pairs;
    for (let at = rows; at < end; at += 4, pair += 16) {
      const row = <usize>load<u32>(at);
      const value = v128.load(pair);
      addTo(a + (<usize>load<u8>(first + row) << 4), value);
      addTo(b + (<usize>load<u8>(second + row) << 4), value);
    }
  }
  if (slot < featureCount) {
    const column = codes + <usize>load<i32>(features + (<usize>slot << 2)) * rowCount;
    const a = out + <usize>slot * width;
    let pair = pairs;
    for (let at = rows; at < end; at += 4, pair += 16) {
      addTo(a + (<usize>load<u8>(column + <usize>load<u32>(at)) << 4), v128.load(pair));
    }
  }
}

/** Takes a child's histogram of `cells` cells from its parent's, which leaves the other child's. */
export function subtractHistogram(parent: usize, child: usize, cells: i32): void {
  const size = <usize>cells << 4;
  for (let at: usize = 0; at < size; at += 16) {
    v128.store(parent + at, f64x2.sub(v128.load(parent + at), v128.load(child + at)));
  }
}

/**
 * The best split of a histogram, the first of equals: writes the place of its feature (-1 for none), its last bin to the
 * left and its gain to `result` as three doubles. `edges` (i32) has the number of edges of each feature.
 */
export function findSplit(
  histogram: usize,
  edges: usize,
  featureCount: i32,
  bins: i32,
  minLeaf: f64,
  lambda: f64,
  result: usize,
): void {
  // Every feature holds every row; the first gives the totals.
  let total: f64 = 0;
  let count: f64 = 0;
  for (let bin = 0; bin < bins; bin++) {
    total += load<f64>(histogram + (<usize>bin << 4));
    count += load<f64>(histogram + (<usize>bin << 4), 8);
  }
  const whole = (total * total) / (count + lambda);
  // Below this, what looks like a gain is rounding.
  let gain = 1e-12 * whole;
  let bestSlot = -1;
  let bestBin = 0;
  for (let slot = 0; slot < featureCount; slot++) {
    const last = load<i32>(edges + (<usize>slot << 2));
    let cell = histogram + ((<usize>slot * bins) << 4);
    let left: f64 = 0;
    let leftCount: f64 = 0;
    for (let bin = 0; bin < last; bin++, cell += 16) {
      left += load<f64>(cell);
      leftCount += load<f64>(cell, 8);
      if (leftCount < minLeaf) continue;
      const rightCount = count - leftCount;
      if (rightCount < minLeaf) break;
      const right = total - left;
      const value = (left * left) / (leftCount + lambda) + (right * right) / (rightCount + lambda) - whole;
      if (value > gain) {
        gain = value;
        bestSlot = slot;
        bestBin = bin;
      }
    }
  }
  store<f64>(result, <f64>bestSlot);
  store<f64>(result, <f64>bestBin, 8);
  store<f64>(result, gain, 16);
}

/**
 * Writes the number of edges below each of `count` floats to `codes`, one byte each, by a search without branches.
 * `edges` holds `size` - 1 ascending floats, `size` a power of two: those at the end that are infinite are below nothing.
 */
export function encode(values: usize, count: i32, edges: usize, size: i32, codes: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const value = load<f32>(values + (i << 2));
    let below: usize = 0;
    for (let half = <usize>size >> 1; half > 0; half >>= 1) {
      below += select<usize>(half, 0, load<f32>(edges + ((below + half - 1) << 2)) < value);
    }
    store<u8>(codes + i, <u8>below);
  }
}
