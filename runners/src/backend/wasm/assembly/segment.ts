/**
 * The columns `from` to `to` of the sums of the rows of x `[count, inner]` by segment, in order; ids outside
 * `[0, segments)` are left out.
 */
export function segmentSum(
  x: usize, ids: usize, count: i32, inner: i32, segments: i32, out: usize, from: i32, to: i32, scratch: usize,
): void {
  const row = <usize>inner << 2;
  const start = <usize>from << 2;
  const width = to - from;
  for (let s = 0; s < segments; s++) memory.fill(out + <usize>s * row + start, 0, <usize>width << 2);
  for (let i = 0; i < count; i++) {
    const id = i32.load(ids + (<usize>i << 2));
    if (id < 0 || id >= segments) continue;
    let at = out + <usize>id * row + start;
    let p = x + <usize>i * row + start;
    let j = 0;
    for (; j + 4 <= width; j += 4) {
      v128.store(at, f32x4.add(v128.load(at), v128.load(p)));
      at += 16;
      p += 16;
    }
    for (; j < width; j++) {
      f32.store(at, f32.load(at) + f32.load(p));
      at += 4;
      p += 4;
    }
  }
}
