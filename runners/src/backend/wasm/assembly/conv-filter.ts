/**
 * The gradient of a convolution to its filter: for each pair of taps and output channels the sum over all pixels, in
 * the order of the units. The host adds up the sums of a fixed number of ranges of units.
 */
import { copyPatch, locate, patchColumns, Plan, Unit, UNIT_BYTES } from './conv-plan';
import { pack } from './pack';

const ROWS: i32 = 4;
const COLUMNS: i32 = 8;
const PANEL_STEP: usize = 32;
const SPARE_BYTES: usize = 128;

// @ts-ignore: decorator
@inline
function add(at: usize, low: v128, high: v128): void {
  v128.store(at, f32x4.add(v128.load(at), low));
  v128.store(at, f32x4.add(v128.load(at, 16), high), 16);
}

/**
 * Adds 4 neighbouring floats of the taps times 8 output channels, summed over `rows` x `columns` pixels of the patch at
 * `x` and of the panel at `dy`, to the four lines, `step` bytes apart, at `to`.
 */
function tile(
  x: usize, rows: i32, rowStep: usize, columns: i32, columnStep: usize, dy: usize, to: usize, step: usize,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    let p = x;
    const end = dy + <usize>columns * PANEL_STEP;
    while (dy < end) {
      const d0 = v128.load(dy);
      const d1 = v128.load(dy, 16);
      const x0 = v128.load_splat<f32>(p);
      c00 = f32x4.add(c00, f32x4.mul(x0, d0));
      c01 = f32x4.add(c01, f32x4.mul(x0, d1));
      const x1 = v128.load_splat<f32>(p, 4);
      c10 = f32x4.add(c10, f32x4.mul(x1, d0));
      c11 = f32x4.add(c11, f32x4.mul(x1, d1));
      const x2 = v128.load_splat<f32>(p, 8);
      c20 = f32x4.add(c20, f32x4.mul(x2, d0));
      c21 = f32x4.add(c21, f32x4.mul(x2, d1));
      const x3 = v128.load_splat<f32>(p, 12);
      c30 = f32x4.add(c30, f32x4.mul(x3, d0));
      c31 = f32x4.add(c31, f32x4.mul(x3, d1));
      p += columnStep;
      dy += PANEL_STEP;
    }
    x += rowStep;
  }
  add(to, c00, c01);
  add(to + step, c10, c11);
  add(to + 2 * step, c20, c21);
  add(to + 3 * step, c30, c31);
}

/** Adds the part of a spare tile that lies inside the gradient. */
function addPart(from: usize, to: usize, step: usize, rows: i32, columns: i32): void {
  for (let i: usize = 0; i < <usize>rows; i++) {
    for (let j: usize = 0; j < <usize>columns; j++) {
      const at = to + i * step + (j << 2);
      f32.store(at, f32.load(at) + f32.load(from + i * PANEL_STEP + (j << 2)));
    }
  }
}

/** Packs the gradient of a unit's outputs into panels `[panel, pixel, 8]`. */
function packGradient(plan: Plan, unit: Unit, to: usize): void {
  const pixel = <usize>plan.outChannels << 2;
  const image = plan.output + <usize>unit.image * plan.outImageBytes;
  for (let o = 0; o < plan.outChannels; o += COLUMNS) {
    const lines = min(COLUMNS, plan.outChannels - o);
    for (let r = 0; r < unit.rows; r++) {
      const from = image + <usize>(unit.row + r) * plan.outRowBytes + <usize>unit.column * pixel + (<usize>o << 2);
      pack(from, 4, pixel, lines, unit.columns, COLUMNS, to);
      to += <usize>unit.columns * PANEL_STEP;
    }
  }
}

function addUnit(plan: Plan, unit: Unit, gradient: usize, scratch: usize): void {
  const count = unit.rows * unit.columns;
  const panel = <usize>count * PANEL_STEP;
  const panels = (plan.outChannels + COLUMNS - 1) / COLUMNS;
  const dy = scratch + SPARE_BYTES;
  const patch = dy + <usize>panels * panel;
  copyPatch(plan, unit, patch);
  packGradient(plan, unit, dy);

  const pixel = <usize>plan.blockChannels << 2;
  const rowBytes = <usize>patchColumns(plan, unit) * pixel;
  const rowStep = <usize>plan.strideY * rowBytes;
  const columnStep = <usize>plan.strideX * pixel;
  const line = <usize>plan.outChannels << 2;
  // Neighbouring taps of whole pixels are one run, in the patch as in the filter.
  const joined = plan.dilationX == 1 && plan.blockChannels == plan.channels;
  const runs = joined ? 1 : plan.tapColumns;
  const run = joined ? plan.tapColumns * plan.blockChannels : plan.blockChannels;
  for (let p = 0; p < panels; p++) {
    const columns = min(COLUMNS, plan.outChannels - p * COLUMNS);
    for (let r = 0; r < plan.tapRows; r++) {
      for (let s = 0; s < runs; s++) {
        const tap = r * plan.tapColumns + s;
        const from = patch + <usize>(r * plan.dilationY) * rowBytes + <usize>(s * plan.dilationX) * pixel;
        const to = gradient + <usize>(tap * plan.channels + plan.firstChannel) * line + <usize>p * PANEL_STEP;
        for (let i = 0; i < run; i += ROWS) {
          const rows = min(ROWS, run - i);
          const x = from + (<usize>i << 2);
          const at = to + <usize>i * line;
          if (rows == ROWS && columns == COLUMNS) {
            tile(x, unit.rows, rowStep, unit.columns, columnStep, dy + <usize>p * panel, at, line);
          } else {
            memory.fill(scratch, 0, SPARE_BYTES);
            tile(x, unit.rows, rowStep, unit.columns, columnStep, dy + <usize>p * panel, scratch, PANEL_STEP);
            addPart(scratch, at, line, rows, columns);
          }
        }
      }
    }
  }
}

/** Adds the part of the filter's gradient that comes from the units `from` to `to` to `gradient`. */
export function convolveFilterGradient(address: usize, from: i32, to: i32, gradient: usize, scratch: usize): void {
  const plan = changetype<Plan>(address);
  const unit = changetype<Unit>(scratch);
  for (let index = from; index < to; index++) {
    locate(plan, index, unit);
    addUnit(plan, unit, gradient, scratch + UNIT_BYTES);
  }
}
