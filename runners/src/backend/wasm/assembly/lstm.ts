/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with forget gates) over a whole sequence, for a range of the
 * batch, whose rows are independent of each other forward and backward. Gates in the order i, f, c, o:
 *
 *     z_t = [h_t-1, x_t] W + b          W: [units + features, 4 units], the recurrent rows first
 *     c_t = sigmoid(z_f) c_t-1 + sigmoid(z_i) tanh(z_c)
 *     h_t = sigmoid(z_o) tanh(c_t)
 *
 * All arrays are row-major and begin with [batch, time]. `reverse` runs from the last step to the first.
 */
import { block, COLUMNS, gemmScratchBytes, ROWS, TILE_BYTES } from './gemm';
import { loadLanes, storeLanes } from './lanes';
import { pack } from './pack';
import { sigmoid4, TABLE_BYTES, tanh4, writeTable } from './table-math';

/** Rows of the batch that go through time together: as many as keep the working arrays in the cache. */
const MOST_ROWS: i32 = 64;

/** Fewer rows where the layer is wide, so that `floats` a row fit into the scratch memory. */
function rowsAtOnce(floats: i32): i32 {
  const room = (gemmScratchBytes() - <i32>(TILE_BYTES + TABLE_BYTES)) >> 2;
  let rows = MOST_ROWS;
  while (rows > ROWS && rows * floats > room) rows >>= 1;
  return rows;
}

/** Packs a right-hand side of `depth` x `columns` once for all steps; strides in bytes, as in `gemm`. */
export function packWeights(b: usize, rowB: usize, columnB: usize, depth: i32, columns: i32, to: usize): void {
  pack(b, columnB, rowB, columns, depth, COLUMNS, to);
}

/** Gates, cell and hidden state of one row at one step; `z` without its bias. The first step has no `before`. */
// @ts-ignore: decorator
@inline
function forwardRow(
  units: i32, z: usize, bias: usize, before: usize, gates: usize, cell: usize, out: usize, next: usize,
  table: usize,
): void {
  const gate = <usize>units << 2;
  for (let u = 0; u < units; u += 4) {
    const n = units - u;
    const i = sigmoid4(f32x4.add(loadLanes(z, n), loadLanes(bias, n)), table);
    const f = sigmoid4(f32x4.add(loadLanes(z + gate, n), loadLanes(bias + gate, n)), table);
    const g = tanh4(f32x4.add(loadLanes(z + 2 * gate, n), loadLanes(bias + 2 * gate, n)), table);
    const o = sigmoid4(f32x4.add(loadLanes(z + 3 * gate, n), loadLanes(bias + 3 * gate, n)), table);
    let c = f32x4.mul(i, g);
    if (before) {
      c = f32x4.add(c, f32x4.mul(f, loadLanes(before, n)));
      before += 16;
    }
    const h = f32x4.mul(o, tanh4(c, table));
    storeLanes(gates, i, n);
    storeLanes(gates + gate, f, n);
    storeLanes(gates + 2 * gate, g, n);
    storeLanes(gates + 3 * gate, o, n);
    storeLanes(cell, c, n);
    storeLanes(out, h, n);
    if (next) {
      storeLanes(next, h, n);
      next += 16;
    }
    z += 16;
    bias += 16;
    gates += 16;
    cell += 16;
    out += 16;
  }
}

/**
 * Hidden states `out` [units] of batch rows `first` to `end`, and what the gradient needs: the inputs of each step
 * `joined` [units + features] = [h_t-1, x_t], the activated `gates` [4 units] and the `cells` [units].
 */
export function lstmForward(
  first: i32, end: i32, steps: i32, features: i32, units: i32, reverse: bool,
  x: usize, weights: usize, bias: usize,
  joined: usize, gates: usize, cells: usize, out: usize, scratch: usize,
): void {
  const depth = units + features;
  const unitBytes = <usize>units << 2;
  const featureBytes = <usize>features << 2;
  const depthBytes = <usize>depth << 2;
  const atOnce = rowsAtOnce(depth + 4 * units);
  const table = scratch + TILE_BYTES;
  writeTable(table);
  const packed = table + TABLE_BYTES;
  const z = packed + <usize>atOnce * depthBytes;
  // From a step to the one before it in the order of the run, in rows of [batch, time].
  const back: isize = reverse ? 1 : -1;
  for (let row = first; row < end; row += atOnce) {
    const rows = min(atOnce, end - row);
    for (let k = 0; k < steps; k++) {
      const t = reverse ? steps - 1 - k : k;
      for (let r = 0; r < rows; r++) {
        const at = <usize>((row + r) * steps + t);
        memory.copy(joined + at * depthBytes + unitBytes, x + at * featureBytes, featureBytes);
        if (k == 0) memory.fill(joined + at * depthBytes, 0, unitBytes);
      }
      const start = <usize>(row * steps + t);
      pack(joined + start * depthBytes, <usize>steps * depthBytes, 4, rows, depth, ROWS, packed);
      block(packed, weights, rows, 4 * units, depth, z, 4 * unitBytes, false, scratch);
      for (let r = 0; r < rows; r++) {
        const at = <usize>((row + r) * steps + t);
        const cell = cells + at * unitBytes;
        const before = k > 0 ? cell + back * unitBytes : 0;
        const next = k + 1 < steps ? joined + (at - back) * depthBytes : 0;
        const zRow = z + <usize>r * 4 * unitBytes;
        forwardRow(units, zRow, bias, before, gates + at * 4 * unitBytes, cell, out + at * unitBytes, next, table);
      }
    }
  }
}

/** Gradient of one row at one step: of `z` from that of the hidden state, which comes from `dOut` and from `dHidden`. */
// @ts-ignore: decorator
@inline
function backwardRow(
  units: i32, dOut: usize, dHidden: usize, dCell: usize, before: usize, gates: usize, cell: usize, dz: usize,
  table: usize,
): void {
  const gate = <usize>units << 2;
  const one = f32x4.splat(1);
  for (let u = 0; u < units; u += 4) {
    const n = units - u;
    const i = loadLanes(gates, n);
    const f = loadLanes(gates + gate, n);
    const g = loadLanes(gates + 2 * gate, n);
    const o = loadLanes(gates + 3 * gate, n);
    const c = tanh4(loadLanes(cell, n), table);
    const dh = f32x4.add(loadLanes(dOut, n), loadLanes(dHidden, n));
    const through = f32x4.mul(f32x4.mul(dh, o), f32x4.sub(one, f32x4.mul(c, c)));
    const dc = f32x4.add(loadLanes(dCell, n), through);
    const di = f32x4.mul(f32x4.mul(dc, g), f32x4.mul(i, f32x4.sub(one, i)));
    const dg = f32x4.mul(f32x4.mul(dc, i), f32x4.sub(one, f32x4.mul(g, g)));
    const dO = f32x4.mul(f32x4.mul(dh, c), f32x4.mul(o, f32x4.sub(one, o)));
    let df = f32x4.splat(0);
    if (before) {
      df = f32x4.mul(f32x4.mul(dc, loadLanes(before, n)), f32x4.mul(f, f32x4.sub(one, f)));
      before += 16;
    }
    storeLanes(dz, di, n);
    storeLanes(dz + gate, df, n);
    storeLanes(dz + 2 * gate, dg, n);
    storeLanes(dz + 3 * gate, dO, n);
    storeLanes(dCell, f32x4.mul(dc, f), n);
    dOut += 16;
    dHidden += 16;
    dCell += 16;
    gates += 16;
    cell += 16;
    dz += 16;
  }
}

/**
 * Gradient `dz` [4 units] of the sums before the gates, for batch rows `first` to `end`, from that of the hidden states
 * `dOut` [units]; `recurrent` holds the packed transpose of the recurrent rows of W.
 */
export function lstmBackward(
  first: i32, end: i32, steps: i32, units: i32, reverse: bool,
  dOut: usize, recurrent: usize, gates: usize, cells: usize, dz: usize, scratch: usize,
): void {
  const unitBytes = <usize>units << 2;
  const atOnce = rowsAtOnce(6 * units);
  const table = scratch + TILE_BYTES;
  writeTable(table);
  const packed = table + TABLE_BYTES;
  const dHidden = packed + <usize>atOnce * 4 * unitBytes;
  const dCell = dHidden + <usize>atOnce * unitBytes;
  const back: isize = reverse ? 1 : -1;
  for (let row = first; row < end; row += atOnce) {
    const rows = min(atOnce, end - row);
    memory.fill(dHidden, 0, <usize>(2 * atOnce) * unitBytes);
    for (let k = steps - 1; k >= 0; k--) {
      const t = reverse ? steps - 1 - k : k;
      for (let r = 0; r < rows; r++) {
        const at = <usize>((row + r) * steps + t);
        const cell = cells + at * unitBytes;
        const before = k > 0 ? cell + back * unitBytes : 0;
        const own = <usize>r * unitBytes;
        backwardRow(
          units, dOut + at * unitBytes, dHidden + own, dCell + own, before, gates + at * 4 * unitBytes, cell,
          dz + at * 4 * unitBytes, table,
        );
      }
      if (k == 0) break;
      const start = dz + <usize>(row * steps + t) * 4 * unitBytes;
      pack(start, <usize>(4 * steps) * unitBytes, 4, rows, 4 * units, ROWS, packed);
      block(packed, recurrent, rows, units, 4 * units, dHidden, unitBytes, false, scratch);
    }
  }
}
