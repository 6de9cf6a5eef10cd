/** Batch normalisation of rows of channels, `[row, channel]`: its sums over the rows and what is done with them. */

// @ts-ignore: decorator
@inline
function low(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

// @ts-ignore: decorator
@inline
function high(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f64>(v, v, 1, 1));
}

// @ts-ignore: decorator
@inline
function addPair(at: usize, value: v128): void {
  v128.store(at, f64x2.add(v128.load(at), value));
}

/**
 * Adds the sums of a and of a x b over the rows `from` to `to` to the doubles `[2, channels]` at `sums`, in the order of
 * the rows.
 */
export function channelSums(
  a: usize, b: usize, channels: i32, sums: usize, from: i32, to: i32, scratch: usize,
): void {
  const products = sums + (<usize>channels << 3);
  const row = <usize>channels << 2;
  a += <usize>from * row;
  b += <usize>from * row;
  for (let r = from; r < to; r++) {
    let c: usize = 0;
    for (; c + 4 <= <usize>channels; c += 4) {
      const va = v128.load(a + (c << 2));
      const vb = v128.load(b + (c << 2));
      const a0 = low(va);
      const a1 = high(va);
      addPair(sums + (c << 3), a0);
      addPair(sums + (c << 3) + 16, a1);
      addPair(products + (c << 3), f64x2.mul(a0, low(vb)));
      addPair(products + (c << 3) + 16, f64x2.mul(a1, high(vb)));
    }
    for (; c < <usize>channels; c++) {
      const value = <f64>f32.load(a + (c << 2));
      f64.store(sums + (c << 3), f64.load(sums + (c << 3)) + value);
      const product = value * <f64>f32.load(b + (c << 2));
      f64.store(products + (c << 3), f64.load(products + (c << 3)) + product);
    }
    a += row;
    b += row;
  }
}

/** y = (x - centre) factor + shift over the rows `from` to `to`; `coefficients` are `[centre, factor, shift]`. */
export function channelScale(
  x: usize, channels: i32, coefficients: usize, y: usize, from: i32, to: i32, scratch: usize,
): void {
  const row = <usize>channels << 2;
  const factor = coefficients + row;
  const shift = factor + row;
  x += <usize>from * row;
  y += <usize>from * row;
  for (let r = from; r < to; r++) {
    let c: usize = 0;
    for (; c + 16 <= row; c += 16) {
      const centred = f32x4.sub(v128.load(x + c), v128.load(coefficients + c));
      v128.store(y + c, f32x4.add(f32x4.mul(centred, v128.load(factor + c)), v128.load(shift + c)));
    }
    for (; c < row; c += 4) {
      f32.store(y + c, (f32.load(x + c) - f32.load(coefficients + c)) * f32.load(factor + c) + f32.load(shift + c));
    }
    x += row;
    y += row;
  }
}

/** out = dy weight + (x - centre) factor + shift; `coefficients` are `[centre, factor, shift, weight]`. */
export function channelCombine(
  dy: usize, x: usize, channels: i32, coefficients: usize, out: usize, from: i32, to: i32, scratch: usize,
): void {
  const row = <usize>channels << 2;
  const weight = coefficients + 3 * row;
  channelScale(x, channels, coefficients, out, from, to, scratch);
  dy += <usize>from * row;
  out += <usize>from * row;
  for (let r = from; r < to; r++) {
    let c: usize = 0;
    for (; c + 16 <= row; c += 16) {
      v128.store(out + c, f32x4.add(v128.load(out + c), f32x4.mul(v128.load(dy + c), v128.load(weight + c))));
    }
    for (; c < row; c += 4) {
      f32.store(out + c, f32.load(out + c) + f32.load(dy + c) * f32.load(weight + c));
    }
    dy += row;
    out += row;
  }
}
