/** What the convolution kernels have in common: the plan that the host writes, and the patch that a unit of work reads. */

/**
 * One convolution over a batch of images `[image, row, column, channel]`. The host (`convolution.ts`) writes the fields
 * in this order, as 32-bit integers; addresses and `Bytes` are in bytes, all else counts elements.
 */
@unmanaged
export class Plan {
  input: usize;
  filter: usize;
  output: usize;
  height: i32;
  width: i32;
  channels: i32;
  /** The channels that this pass over the input reads. */
  firstChannel: i32;
  blockChannels: i32;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  /** From one image, row and pixel of the output to the next: more than its size where only every other one is written. */
  outImageBytes: usize;
  outRowBytes: usize;
  outPixelBytes: usize;
  tapRows: i32;
  tapColumns: i32;
  dilationY: i32;
  dilationX: i32;
  strideY: i32;
  strideX: i32;
  /** Row and column of the input under the first tap of the first output. */
  top: i32;
  left: i32;
  /** Rows and columns of output in one unit of work. */
  unitRows: i32;
  unitColumns: i32;
  /** 1 where the output is added to. */
  accumulate: i32;
}

/** The outputs of one unit of work: units are numbered over images, then bands of rows, then pieces of them. */
@unmanaged
export class Unit {
  image: i32;
  row: i32;
  column: i32;
  rows: i32;
  columns: i32;
}

export const UNIT_BYTES: usize = 32;

export function locate(plan: Plan, index: i32, unit: Unit): void {
  const pieces = (plan.outWidth + plan.unitColumns - 1) / plan.unitColumns;
  const bands = (plan.outHeight + plan.unitRows - 1) / plan.unitRows;
  unit.column = (index % pieces) * plan.unitColumns;
  unit.row = ((index / pieces) % bands) * plan.unitRows;
  unit.image = index / (pieces * bands);
  unit.rows = min(plan.unitRows, plan.outHeight - unit.row);
  unit.columns = min(plan.unitColumns, plan.outWidth - unit.column);
}

/** Copies `count` floats; short runs are not worth a call of memory.copy. */
// @ts-ignore: decorator
@inline
function copyFloats(to: usize, from: usize, count: i32): void {
  if (count > 32) {
    memory.copy(to, from, <usize>count << 2);
    return;
  }
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(to + (<usize>i << 2), v128.load(from + (<usize>i << 2)));
  for (; i < count; i++) f32.store(to + (<usize>i << 2), f32.load(from + (<usize>i << 2)));
}

/** Columns of input that a unit reads. */
export function patchColumns(plan: Plan, unit: Unit): i32 {
  return (unit.columns - 1) * plan.strideX + (plan.tapColumns - 1) * plan.dilationX + 1;
}

/** Copies the part of the input that a unit reads, zeros where it lies outside: rows of pixels of `blockChannels`. */
export function copyPatch(plan: Plan, unit: Unit, to: usize): void {
  const count = plan.blockChannels;
  const pixel = <usize>count << 2;
  const columns = patchColumns(plan, unit);
  const rows = (unit.rows - 1) * plan.strideY + (plan.tapRows - 1) * plan.dilationY + 1;
  const left = unit.column * plan.strideX + plan.left;
  const top = unit.row * plan.strideY + plan.top;
  const first = min(max(0, -left), columns);
  const last = max(first, min(columns, plan.width - left));
  const step = <usize>plan.channels << 2;
  for (let r = 0; r < rows; r++) {
    const y = top + r;
    const row = to + <usize>(r * columns) * pixel;
    if (y < 0 || y >= plan.height) {
      memory.fill(row, 0, <usize>columns * pixel);
      continue;
    }
    if (first > 0) memory.fill(row, 0, <usize>first * pixel);
    if (last < columns) memory.fill(row + <usize>last * pixel, 0, <usize>(columns - last) * pixel);
    let from = plan.input + <usize>((unit.image * plan.height + y) * plan.width + left + first) * step;
    from += <usize>plan.firstChannel << 2;
    if (count == plan.channels) {
      copyFloats(row + <usize>first * pixel, from, (last - first) * count);
    } else {
      for (let c = first; c < last; c++) {
        copyFloats(row + <usize>c * pixel, from, count);
        from += step;
      }
    }
  }
}
