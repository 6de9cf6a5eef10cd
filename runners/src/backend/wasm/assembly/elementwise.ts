/** Elementwise operations on floats, four at a time. Every element stands for itself, so that any cut gives the same bits. */
import { loadLanes, storeLanes } from './lanes';
import { erf4, exp4, sigmoid4, tanh4, writeTable } from './table-math';

// The operation is a constant where `mapEach` and `combineRows` are inlined, so that each export is one plain loop.
const EXP: i32 = 0;
const ERF: i32 = 1;
const TANH: i32 = 2;
const SIGMOID: i32 = 3;
const RELU: i32 = 4;
const STEP: i32 = 5;
const SQUARE: i32 = 6;
const SQRT: i32 = 7;
const RSQRT: i32 = 8;
const NEGATIVE: i32 = 9;
const ABS: i32 = 10;

// @ts-ignore: decorator
@inline
function apply(operation: i32, x: v128, table: usize): v128 {
  if (operation == EXP) return exp4(x, table);
  if (operation == ERF) return erf4(x, table);
  if (operation == TANH) return tanh4(x, table);
  if (operation == SIGMOID) return sigmoid4(x, table);
  if (operation == RELU) return f32x4.max(x, f32x4.splat(0));
  // 1 above zero, 0 elsewhere, NaN for NaN.
  if (operation == STEP) {
    const step = v128.and(f32x4.gt(x, f32x4.splat(0)), f32x4.splat(1));
    return v128.bitselect(step, x, f32x4.eq(x, x));
  }
  if (operation == SQUARE) return f32x4.mul(x, x);
  if (operation == SQRT) return f32x4.sqrt(x);
  if (operation == RSQRT) return f32x4.div(f32x4.splat(1), f32x4.sqrt(x));
  if (operation == NEGATIVE) return f32x4.neg(x);
  return f32x4.abs(x);
}

// @ts-ignore: decorator
@inline
function mapEach(operation: i32, x: usize, length: i32, out: usize, table: usize): void {
  if (operation <= SIGMOID) writeTable(table);
  const end = x + (<usize>(length & ~3) << 2);
  for (const pairs = x + (<usize>(length & ~7) << 2); x < pairs; x += 32) {
    const low = apply(operation, v128.load(x), table);
    const high = apply(operation, v128.load(x, 16), table);
    v128.store(out, low);
    v128.store(out, high, 16);
    out += 32;
  }
  for (; x < end; x += 16) {
    v128.store(out, apply(operation, v128.load(x), table));
    out += 16;
  }
  const rest = length & 3;
  if (rest) storeLanes(out, apply(operation, loadLanes(x, rest), table), rest);
}

export function expEach(x: usize, length: i32, out: usize, scratch: usize): void {
  mapEach(EXP, x, length, out, scratch);
}
export function erfEach(x: usize, length: i32, out: usize, scratch: usize): void {
  mapEach(ERF, x, length, out, scratch);
}
export function tanhEach(x: usize, length: i32, out: usize, scratch: usize): void {
  mapEach(TANH, x, length, out, scratch);
}
export function sigmoidEach(x: usize, length: i32, out: usize, scratch: usize): void {
  mapEach(SIGMOID, x, length, out, scratch);
}
export function reluEach(x: usize, length: i32, out: usize, scratch: usize): void {
  mapEach(RELU, x, length, out, scratch);
}
export function stepEach(x: usize, length: i32, out: usize, scratch: usize): void {
  mapEach(STEP, x, length, out, scratch);
}
export function squareEach(x: usize, length: i32, out: usize, scratch: usize): void {
  mapEach(SQUARE, x, length, out, scratch);
}
export function sqrtEach(x: usize, length: i32, out: usize, scratch: usize): void {
  mapEach(SQRT, x, length, out, scratch);
}
export function rsqrtEach(x: usize, length: i32, out: usize, scratch: usize): void {
  mapEach(RSQRT, x, length, out, scratch);
}
export function negativeEach(x: usize, length: i32, out: usize, scratch: usize): void {
  mapEach(NEGATIVE, x, length, out, scratch);
}
export function absEach(x: usize, length: i32, out: usize, scratch: usize): void {
  mapEach(ABS, x, length, out, scratch);
}

const ADD: i32 = 0;
const SUBTRACT: i32 = 1;
const MULTIPLY: i32 = 2;
const DIVIDE: i32 = 3;
const MAXIMUM: i32 = 4;
const MINIMUM: i32 = 5;

// @ts-ignore: decorator
@inline
function combine(operation: i32, x: v128, y: v128): v128 {
  if (operation == ADD) return f32x4.add(x, y);
  if (operation == SUBTRACT) return f32x4.sub(x, y);
  if (operation == MULTIPLY) return f32x4.mul(x, y);
  if (operation == DIVIDE) return f32x4.div(x, y);
  if (operation == MAXIMUM) return f32x4.max(x, y);
  return f32x4.min(x, y);
}

/** One row: each side is either `columns` floats or, where it is `single`, one float for all. */
// @ts-ignore: decorator
@inline
function combineRow(operation: i32, x: usize, singleX: bool, y: usize, singleY: bool, columns: i32, out: usize): void {
  const end = out + (<usize>(columns & ~3) << 2);
  const rest = columns & 3;
  if (singleX) {
    const lanes = v128.load32_splat(x);
    for (; out < end; out += 16) {
      v128.store(out, combine(operation, lanes, v128.load(y)));
      y += 16;
    }
    if (rest) storeLanes(out, combine(operation, lanes, loadLanes(y, rest)), rest);
  } else if (singleY) {
    const lanes = v128.load32_splat(y);
    for (; out < end; out += 16) {
      v128.store(out, combine(operation, v128.load(x), lanes));
      x += 16;
    }
    if (rest) storeLanes(out, combine(operation, loadLanes(x, rest), lanes), rest);
  } else {
    for (; out < end; out += 16) {
      v128.store(out, combine(operation, v128.load(x), v128.load(y)));
      x += 16;
      y += 16;
    }
    if (rest) storeLanes(out, combine(operation, loadLanes(x, rest), loadLanes(y, rest)), rest);
  }
}

/** `rows` rows; from one to the next a side moves `nextX` or `nextY` bytes, 0 where all rows share one. */
// @ts-ignore: decorator
@inline
function combineRows(
  operation: i32, rows: i32, columns: i32,
  x: usize, nextX: usize, singleX: bool, y: usize, nextY: usize, singleY: bool, out: usize,
): void {
  for (let row = 0; row < rows; row++) {
    combineRow(operation, x, singleX, y, singleY, columns, out);
    x += nextX;
    y += nextY;
    out += <usize>columns << 2;
  }
}

export function addElements(
  rows: i32, columns: i32,
  x: usize, nextX: usize, singleX: bool, y: usize, nextY: usize, singleY: bool, out: usize,
): void {
  combineRows(ADD, rows, columns, x, nextX, singleX, y, nextY, singleY, out);
}
export function subtractElements(
  rows: i32, columns: i32,
  x: usize, nextX: usize, singleX: bool, y: usize, nextY: usize, singleY: bool, out: usize,
): void {
  combineRows(SUBTRACT, rows, columns, x, nextX, singleX, y, nextY, singleY, out);
}
export function multiplyElements(
  rows: i32, columns: i32,
  x: usize, nextX: usize, singleX: bool, y: usize, nextY: usize, singleY: bool, out: usize,
): void {
  combineRows(MULTIPLY, rows, columns, x, nextX, singleX, y, nextY, singleY, out);
}
export function divideElements(
  rows: i32, columns: i32,
  x: usize, nextX: usize, singleX: bool, y: usize, nextY: usize, singleY: bool, out: usize,
): void {
  combineRows(DIVIDE, rows, columns, x, nextX, singleX, y, nextY, singleY, out);
}
export function maximumElements(
  rows: i32, columns: i32,
  x: usize, nextX: usize, singleX: bool, y: usize, nextY: usize, singleY: bool, out: usize,
): void {
  combineRows(MAXIMUM, rows, columns, x, nextX, singleX, y, nextY, singleY, out);
}
export function minimumElements(
  rows: i32, columns: i32,
  x: usize, nextX: usize, singleX: bool, y: usize, nextY: usize, singleY: bool, out: usize,
): void {
  combineRows(MINIMUM, rows, columns, x, nextX, singleX, y, nextY, singleY, out);
}
