/**
 * The general matrix product in single precision, blocked for the caches after Goto and van de Geijn (2008).
 *
 * Each element is a sum over blocks of BLOCK_K products, in order; this depends on the inner size alone, so that the
 * product of any part of the rows or columns has the same bits as in the whole, which is how a team of threads cuts it.
 */
import { pack } from './pack';

const ROWS: i32 = 4;
const COLUMNS: i32 = 8;
const BLOCK_M: i32 = 96;
const BLOCK_N: i32 = 1024;
const BLOCK_K: i32 = 256;

const TILE_BYTES: usize = 128;
const PACKED_A_BYTES: usize = <usize>(BLOCK_M * BLOCK_K) << 2;

/** Bytes of working memory that `gemm` takes. */
export function gemmScratchBytes(): i32 {
  return <i32>(TILE_BYTES + PACKED_A_BYTES) + ((BLOCK_K * BLOCK_N) << 2);
}

// @ts-ignore: decorator
@inline
function put(at: usize, value: v128, accumulate: bool): void {
  v128.store(at, accumulate ? f32x4.add(v128.load(at), value) : value);
}

/** The 4 x 8 product of two panels, stored or added at `c`, whose rows are `stride` bytes apart. */
function tile(a: usize, b: usize, depth: i32, c: usize, stride: usize, accumulate: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  const end = a + (<usize>depth << 4);
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load_splat<f32>(a);
    c00 = f32x4.add(c00, f32x4.mul(a0, b0));
    c01 = f32x4.add(c01, f32x4.mul(a0, b1));
    const a1 = v128.load_splat<f32>(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(a1, b0));
    c11 = f32x4.add(c11, f32x4.mul(a1, b1));
    const a2 = v128.load_splat<f32>(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(a2, b0));
    c21 = f32x4.add(c21, f32x4.mul(a2, b1));
    const a3 = v128.load_splat<f32>(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(a3, b0));
    c31 = f32x4.add(c31, f32x4.mul(a3, b1));
    a += 16;
    b += 32;
  }
  put(c, c00, accumulate);
  put(c + 16, c01, accumulate);
  put(c + stride, c10, accumulate);
  put(c + stride + 16, c11, accumulate);
  put(c + 2 * stride, c20, accumulate);
  put(c + 2 * stride + 16, c21, accumulate);
  put(c + 3 * stride, c30, accumulate);
  put(c + 3 * stride + 16, c31, accumulate);
}

/** Copies the part of a 4 x 8 tile that lies inside the matrix. */
function putPart(from: usize, c: usize, stride: usize, rows: i32, columns: i32, accumulate: bool): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = c + <usize>i * stride + (<usize>j << 2);
      const value = f32.load(from + (<usize>(i * COLUMNS + j) << 2));
      f32.store(at, accumulate ? f32.load(at) + value : value);
    }
  }
}

/** All tiles of a packed block of A times a packed block of B. */
function block(
  a: usize, b: usize, m: i32, n: i32, depth: i32, c: usize, stride: usize, accumulate: bool, spare: usize,
): void {
  for (let j = 0; j < n; j += COLUMNS) {
    const columns = min(COLUMNS, n - j);
    const panelB = b + (<usize>(j * depth) << 2);
    for (let i = 0; i < m; i += ROWS) {
      const rows = min(ROWS, m - i);
      const panelA = a + (<usize>(i * depth) << 2);
      const at = c + <usize>i * stride + (<usize>j << 2);
      if (rows == ROWS && columns == COLUMNS) {
        tile(panelA, panelB, depth, at, stride, accumulate);
      } else {
        tile(panelA, panelB, depth, spare, COLUMNS << 2, false);
        putPart(spare, at, stride, rows, columns, accumulate);
      }
    }
  }
}

/**
 * C = A B, where A is m x k, B is k x n and C is m x n with its rows `rowC` bytes apart, with k > 0. The strides of A and
 * B, from row to row and from column to column, are in bytes, so that a transposition costs nothing.
 */
export function gemmPart(
  m: i32, n: i32, k: i32,
  a: usize, rowA: usize, columnA: usize,
  b: usize, rowB: usize, columnB: usize,
  c: usize, rowC: usize, scratch: usize,
): void {
  const packedA = scratch + TILE_BYTES;
  const packedB = packedA + PACKED_A_BYTES;
  for (let j = 0; j < n; j += BLOCK_N) {
    const width = min(BLOCK_N, n - j);
    for (let p = 0; p < k; p += BLOCK_K) {
      const depth = min(BLOCK_K, k - p);
      pack(b + <usize>p * rowB + <usize>j * columnB, columnB, rowB, width, depth, COLUMNS, packedB);
      for (let i = 0; i < m; i += BLOCK_M) {
        const height = min(BLOCK_M, m - i);
        pack(a + <usize>i * rowA + <usize>p * columnA, rowA, columnA, height, depth, ROWS, packedA);
        const at = c + <usize>i * rowC + (<usize>j << 2);
        block(packedA, packedB, height, width, depth, at, rowC, p > 0, scratch);
      }
    }
  }
}

/** `gemmPart` where C is a whole row-major matrix. */
export function gemm(
  m: i32, n: i32, k: i32,
  a: usize, rowA: usize, columnA: usize,
  b: usize, rowB: usize, columnB: usize,
  c: usize, scratch: usize,
): void {
  gemmPart(m, n, k, a, rowA, columnA, b, rowB, columnB, c, <usize>n << 2, scratch);
}

/** `count` products of one shape; the matrices of A and B begin `nextA` and `nextB` bytes apart, those of C are dense. */
export function gemmBatch(
  count: i32, m: i32, n: i32, k: i32,
  a: usize, rowA: usize, columnA: usize, nextA: usize,
  b: usize, rowB: usize, columnB: usize, nextB: usize,
  c: usize, scratch: usize,
): void {
  const rowC = <usize>n << 2;
  for (let i = 0; i < count; i++) {
    gemmPart(m, n, k, a, rowA, columnA, b, rowB, columnB, c, rowC, scratch);
    a += nextA;
    b += nextB;
    c += <usize>m * rowC;
  }
}
