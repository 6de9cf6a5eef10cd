/** Inner product of two vectors of one length. */
export function dot(a: Float64Array, b: Float64Array): number {
  // Two sums side by side, for the processor's sake.
  let [even, odd] = [0, 0];
  const pairs = a.length & ~1;
  for (let i = 0; i < pairs; i += 2) {
    even += a[i] * b[i];
    odd += a[i + 1] * b[i + 1];
  }
  return even + odd + (a.length > pairs ? a[pairs] * b[pairs] : 0);
}
