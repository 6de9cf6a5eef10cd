/**
 * One step of Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019), in one pass over the
 * four arrays where the same in tensor operations takes about fourteen.
 *
 *     m = b1 m + (1 - b1) g          g: gradient times gradientScale
 *     v = b2 v + (1 - b2) g^2
 *     w = keep w - rate m / (sqrt(v) + epsilon)
 *
 * `keep` is 1 - learning rate x decay; the bias corrections are in `rate` and `epsilon`.
 */
export function adamStep(
  w: usize, m: usize, v: usize, g: usize, length: i32,
  rate: f32, b1: f32, b2: f32, epsilon: f32, keep: f32, gradientScale: f32,
): void {
  const rates = f32x4.splat(rate);
  const epsilons = f32x4.splat(epsilon);
  const keeps = f32x4.splat(keep);
  const scales = f32x4.splat(gradientScale);
  const old1 = f32x4.splat(b1);
  const new1 = f32x4.splat(1 - b1);
  const old2 = f32x4.splat(b2);
  const new2 = f32x4.splat(1 - b2);
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const gradient = f32x4.mul(v128.load(g), scales);
    const mean = f32x4.add(f32x4.mul(v128.load(m), old1), f32x4.mul(gradient, new1));
    const square = f32x4.add(f32x4.mul(v128.load(v), old2), f32x4.mul(f32x4.mul(gradient, gradient), new2));
    v128.store(m, mean);
    v128.store(v, square);
    const change = f32x4.div(f32x4.mul(mean, rates), f32x4.add(f32x4.sqrt(square), epsilons));
    v128.store(w, f32x4.sub(f32x4.mul(v128.load(w), keeps), change));
    w += 16;
    m += 16;
    v += 16;
    g += 16;
  }
  for (; i < length; i++) {
    const gradient = f32.load(g) * gradientScale;
    const mean = f32.load(m) * b1 + gradient * (1 - b1);
    const square = f32.load(v) * b2 + gradient * gradient * (1 - b2);
    f32.store(m, mean);
    f32.store(v, square);
    f32.store(w, f32.load(w) * keep - (mean * rate) / (sqrt(square) + epsilon));
    w += 4;
    m += 4;
    v += 4;
    g += 4;
  }
}
