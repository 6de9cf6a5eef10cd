/**
 * Convolution without a matrix of columns: the micro-kernel of the matrix product takes its rows straight from a patch
 * of the image, padded with zeros, that stays in the cache. The gradient to the input is the same with the filter
 * turned round, once for each phase of the stride.
 */
import { copyPatch, locate, patchColumns, Plan, Unit, UNIT_BYTES } from './conv-plan';
import { pack } from './pack';

const COLUMNS: i32 = 8;
const PANEL_STEP: usize = 32;
const SPARE_BYTES: usize = 128;
const ENTRY_BYTES: usize = 8;

/**
 * Packs a filter into panels of 8 output channels, `[panel, tap, channel, 8]`; the strides, in bytes, may be negative.
 */
export function packFilter(
  filter: usize, tapRows: i32, tapColumns: i32, tapRowStep: i32, tapColumnStep: i32,
  channels: i32, channelStep: usize, outChannels: i32, outStep: usize, to: usize,
): void {
  for (let o = 0; o < outChannels; o += COLUMNS) {
    const from = filter + <usize>o * outStep;
    const lines = min(COLUMNS, outChannels - o);
    for (let r = 0; r < tapRows; r++) {
      for (let c = 0; c < tapColumns; c++) {
        pack(from + r * tapRowStep + c * tapColumnStep, outStep, channelStep, lines, channels, COLUMNS, to);
        to += <usize>channels * PANEL_STEP;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function put(at: usize, low: v128, high: v128, accumulate: bool): void {
  v128.store(at, accumulate ? f32x4.add(v128.load(at), low) : low);
  v128.store(at, accumulate ? f32x4.add(v128.load(at, 16), high) : high, 16);
}

/**
 * 4 pixels by 8 output channels. `pixels` are four pairs of addresses, where the taps of the pixel begin and where its
 * outputs go; taps come in `rows` x `runs` runs of `run` neighbouring floats, `shift` is that of the output channels.
 */
function tile(
  pixels: usize, shift: usize, rows: i32, rowStep: usize, runs: i32, runStep: usize, run: i32, w: usize,
  accumulate: bool,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  let offset: usize = 0;
  const length = <usize>run << 2;
  for (let r = 0; r < rows; r++) {
    for (let s = 0; s < runs; s++) {
      const from = offset + <usize>s * runStep;
      let p0 = <usize>load<u32>(pixels) + from;
      let p1 = <usize>load<u32>(pixels, 8) + from;
      let p2 = <usize>load<u32>(pixels, 16) + from;
      let p3 = <usize>load<u32>(pixels, 24) + from;
      const end = p0 + length;
      while (p0 < end) {
        const w0 = v128.load(w);
        const w1 = v128.load(w, 16);
        const x0 = v128.load_splat<f32>(p0);
        c00 = f32x4.add(c00, f32x4.mul(x0, w0));
        c01 = f32x4.add(c01, f32x4.mul(x0, w1));
        const x1 = v128.load_splat<f32>(p1);
        c10 = f32x4.add(c10, f32x4.mul(x1, w0));
        c11 = f32x4.add(c11, f32x4.mul(x1, w1));
        const x2 = v128.load_splat<f32>(p2);
        c20 = f32x4.add(c20, f32x4.mul(x2, w0));
        c21 = f32x4.add(c21, f32x4.mul(x2, w1));
        const x3 = v128.load_splat<f32>(p3);
        c30 = f32x4.add(c30, f32x4.mul(x3, w0));
        c31 = f32x4.add(c31, f32x4.mul(x3, w1));
        p0 += 4;
        p1 += 4;
        p2 += 4;
        p3 += 4;
        w += PANEL_STEP;
      }
    }
    offset += rowStep;
  }
  put(<usize>load<u32>(pixels, 4) + shift, c00, c01, accumulate);
  put(<usize>load<u32>(pixels, 12) + shift, c10, c11, accumulate);
  put(<usize>load<u32>(pixels, 20) + shift, c20, c21, accumulate);
  put(<usize>load<u32>(pixels, 28) + shift, c30, c31, accumulate);
}

/** Writes where the taps and the outputs of every pixel of a unit are; the last quad is filled up with a spare output. */
function listPixels(plan: Plan, unit: Unit, patch: usize, pixelBytes: usize, rowBytes: usize, spare: usize, to: usize): void {
  const out = plan.output + <usize>unit.image * plan.outImageBytes;
  for (let r = 0; r < unit.rows; r++) {
    let from = patch + <usize>(r * plan.strideY) * rowBytes;
    let at = out + <usize>(unit.row + r) * plan.outRowBytes + <usize>unit.column * plan.outPixelBytes;
    for (let c = 0; c < unit.columns; c++) {
      store<u32>(to, <u32>from);
      store<u32>(to, <u32>at, 4);
      to += ENTRY_BYTES;
      from += <usize>plan.strideX * pixelBytes;
      at += plan.outPixelBytes;
    }
  }
  for (let i = 0; i < 3; i++) {
    store<u32>(to, <u32>patch);
    store<u32>(to, <u32>spare, 4);
    to += ENTRY_BYTES;
  }
}

/** The last, narrower panel of four pixels: through a spare tile. */
function tilePart(
  pixels: usize, shift: usize, columns: i32, rows: i32, rowStep: usize, runs: i32, runStep: usize, run: i32, w: usize,
  accumulate: bool, spare: usize,
): void {
  const copy = spare + SPARE_BYTES;
  for (let i: usize = 0; i < 4; i++) {
    store<u32>(copy + i * ENTRY_BYTES, load<u32>(pixels + i * ENTRY_BYTES));
    store<u32>(copy + i * ENTRY_BYTES, <u32>(spare + i * PANEL_STEP), 4);
  }
  tile(copy, 0, rows, rowStep, runs, runStep, run, w, false);
  for (let i: usize = 0; i < 4; i++) {
    const to = <usize>load<u32>(pixels + i * ENTRY_BYTES, 4) + shift;
    for (let j: usize = 0; j < <usize>columns; j++) {
      const value = f32.load(spare + i * PANEL_STEP + (j << 2));
      f32.store(to + (j << 2), accumulate ? f32.load(to + (j << 2)) + value : value);
    }
  }
}

/** Whether all that a unit reads lies inside the image, so that no patch need be copied. */
function isInside(plan: Plan, unit: Unit): bool {
  const top = unit.row * plan.strideY + plan.top;
  const left = unit.column * plan.strideX + plan.left;
  const bottom = top + (unit.rows - 1) * plan.strideY + (plan.tapRows - 1) * plan.dilationY;
  return top >= 0 && left >= 0 && bottom < plan.height && left + patchColumns(plan, unit) <= plan.width;
}

function convolveUnit(plan: Plan, unit: Unit, scratch: usize): void {
  const count = unit.rows * unit.columns;
  const tileSpare = scratch;
  const pixelSpare = tileSpare + SPARE_BYTES + 4 * ENTRY_BYTES;
  const table = pixelSpare + ((<usize>plan.outChannels + 8) << 2);
  let patch = table + <usize>(count + 3) * ENTRY_BYTES;
  let pixelBytes = <usize>plan.blockChannels << 2;
  let rowBytes = <usize>patchColumns(plan, unit) * pixelBytes;
  if (isInside(plan, unit)) {
    pixelBytes = <usize>plan.channels << 2;
    rowBytes = <usize>plan.width * pixelBytes;
    const row = unit.image * plan.height + unit.row * plan.strideY + plan.top;
    const column = unit.column * plan.strideX + plan.left;
    patch = plan.input + <usize>row * rowBytes + <usize>column * pixelBytes + (<usize>plan.firstChannel << 2);
  } else {
    copyPatch(plan, unit, patch);
  }
  listPixels(plan, unit, patch, pixelBytes, rowBytes, pixelSpare, table);

  // Neighbouring taps of whole pixels are one run.
  const joined = plan.dilationX == 1 && pixelBytes == <usize>plan.blockChannels << 2;
  const runs = joined ? 1 : plan.tapColumns;
  const run = joined ? plan.tapColumns * plan.blockChannels : plan.blockChannels;
  const runStep = <usize>plan.dilationX * pixelBytes;
  const rowStep = <usize>plan.dilationY * rowBytes;
  const panel = <usize>(plan.tapRows * plan.tapColumns * plan.blockChannels) * PANEL_STEP;
  const accumulate = plan.accumulate != 0;
  let w = plan.filter;
  for (let o = 0; o < plan.outChannels; o += COLUMNS) {
    const columns = plan.outChannels - o;
    const shift = <usize>o << 2;
    for (let q = 0; q < count; q += 4) {
      const pixels = table + <usize>q * ENTRY_BYTES;
      if (columns >= COLUMNS) tile(pixels, shift, plan.tapRows, rowStep, runs, runStep, run, w, accumulate);
      else tilePart(pixels, shift, columns, plan.tapRows, rowStep, runs, runStep, run, w, accumulate, tileSpare);
    }
    w += panel;
  }
}

/** The units `from` to `to` of a convolution whose filter is packed. */
export function convolve(address: usize, from: i32, to: i32, scratch: usize): void {
  const plan = changetype<Plan>(address);
  const unit = changetype<Unit>(scratch);
  for (let index = from; index < to; index++) {
    locate(plan, index, unit);
    convolveUnit(plan, unit, scratch + UNIT_BYTES);
  }
}
