/**
 * Scaled dot-product attention, softmax(q k^T / sqrt(d)) v (Vaswani et al. 2017), and its gradient, for a range of
 * heads: q, k and v are [heads, tokens, d]. A block of queries at a time, so that its scores stay in the cache.
 *
 * `work` are `attentionWorkFloats` floats for a job of its own.
 */
import { block, COLUMNS, ROWS, TILE_BYTES } from './gemm';
import { pack } from './pack';
import { softmaxGradientRow, softmaxRow } from './softmax';
import { writeTable } from './table-math';

const QUERIES: i32 = 64;

// @ts-ignore: decorator
@inline
function padded(count: i32): i32 {
  return (count + COLUMNS - 1) & -COLUMNS;
}

/** Working memory of a job: two packed right sides, a packed left side and the scores of a block. */
export function attentionWorkFloats(tokens: i32, d: i32): i32 {
  const right = max(padded(tokens) * d, padded(d) * max(tokens, QUERIES));
  const left = QUERIES * max(padded(tokens), d);
  return 2 * right + left + QUERIES * tokens;
}

/** `out` for heads `first` to `end`, and the probabilities [heads, tokens, tokens] that the gradient needs. */
export function attention(
  first: i32, end: i32, tokens: i32, d: i32, scale: f32,
  q: usize, k: usize, v: usize, probabilities: usize, out: usize,
  work: usize, scratch: usize,
): void {
  const table = scratch + TILE_BYTES;
  writeTable(table);
  const keys = work;
  const values = keys + (<usize>(padded(tokens) * d) << 2);
  const left = values + (<usize>(padded(d) * tokens) << 2);
  const line = <usize>d << 2;
  const row = <usize>tokens << 2;
  for (let h = <usize>first; h < <usize>end; h++) {
    const head = h * tokens * line;
    pack(k + head, line, 4, tokens, d, COLUMNS, keys);
    pack(v + head, 4, line, d, tokens, COLUMNS, values);
    for (let i = 0; i < tokens; i += QUERIES) {
      const rows = min(QUERIES, tokens - i);
      const at = head + <usize>i * line;
      const scores = probabilities + (h * tokens + i) * row;
      pack(q + at, line, 4, rows, d, ROWS, left);
      block(left, keys, rows, tokens, d, scores, row, false, scratch);
      for (let r = 0; r < rows; r++) {
        const own = scores + <usize>r * row;
        softmaxRow(own, tokens, scale, own, table);
      }
      pack(scores, row, 4, rows, tokens, ROWS, left);
      block(left, values, rows, d, tokens, out + at, line, false, scratch);
    }
  }
}

/** Gradients of q, k and v for heads `first` to `end`. */
export function attentionGradient(
  first: i32, end: i32, tokens: i32, d: i32, scale: f32,
  q: usize, k: usize, v: usize, probabilities: usize, dOut: usize, dq: usize, dk: usize, dv: usize,
  work: usize, scratch: usize,
): void {
  // The packed lines of values and of keys; the second place also takes the rows of a block.
  const right = <usize>max(padded(tokens) * d, padded(d) * max(tokens, QUERIES)) << 2;
  const values = work;
  const other = values + right;
  const left = other + right;
  const scores = left + (<usize>(QUERIES * max(padded(tokens), d)) << 2);
  const line = <usize>d << 2;
  const row = <usize>tokens << 2;
  for (let h = <usize>first; h < <usize>end; h++) {
    const head = h * tokens * line;
    pack(v + head, line, 4, tokens, d, COLUMNS, values);
    for (let i = 0; i < tokens; i += QUERIES) {
      const rows = min(QUERIES, tokens - i);
      const at = head + <usize>i * line;
      const shares = probabilities + (h * tokens + i) * row;
      // dv += p^T dOut
      pack(shares, 4, row, tokens, rows, ROWS, left);
      pack(dOut + at, 4, line, d, rows, COLUMNS, other);
      block(left, other, tokens, d, rows, dv + head, line, i > 0, scratch);
      // dp = dOut v^T, then through the softmax
      pack(dOut + at, line, 4, rows, d, ROWS, left);
      block(left, values, rows, tokens, d, scores, row, false, scratch);
      for (let r = 0; r < rows; r++) {
        const own = <usize>r * row;
        softmaxGradientRow(shares + own, scores + own, tokens, scale, scores + own);
      }
      // dk += ds^T q
      pack(scores, 4, row, tokens, rows, ROWS, left);
      pack(q + at, 4, line, d, rows, COLUMNS, other);
      block(left, other, tokens, d, rows, dk + head, line, i > 0, scratch);
      // dq = ds k
      pack(scores, row, 4, rows, tokens, ROWS, left);
      pack(k + head, 4, line, d, tokens, COLUMNS, other);
      block(left, other, rows, d, tokens, dq + at, line, false, scratch);
    }
  }
}
