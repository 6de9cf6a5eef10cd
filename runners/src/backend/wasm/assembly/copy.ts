/** Copies of strided tensors of 4-byte elements: transposed, sliced, repeated or reversed. */

/** A view of six axes; strides count elements and may be zero or negative. The host (`movement.ts`) writes it. */
@unmanaged
class View {
  input: usize;
  output: usize;
  size0: i32;
  size1: i32;
  size2: i32;
  size3: i32;
  size4: i32;
  size5: i32;
  stride0: i32;
  stride1: i32;
  stride2: i32;
  stride3: i32;
  stride4: i32;
  stride5: i32;
}

/** Neighbouring elements stay neighbours. */
function copyRun(from: usize, to: usize, count: i32): void {
  if (count > 64) {
    memory.copy(to, from, <usize>count << 2);
    return;
  }
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(to + (<usize>i << 2), v128.load(from + (<usize>i << 2)));
  for (; i < count; i++) i32.store(to + (<usize>i << 2), i32.load(from + (<usize>i << 2)));
}

function repeat(value: i32, to: usize, count: i32): void {
  const quad = i32x4.splat(value);
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(to + (<usize>i << 2), quad);
  for (; i < count; i++) i32.store(to + (<usize>i << 2), value);
}

function gather(from: usize, stride: usize, to: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    i32.store(to + (<usize>i << 2), i32.load(from));
    from += stride;
  }
}

/** Four lines of a transposition: element i of line r comes from `from + i * stride + 4 r`. */
function transposeLines(from: usize, stride: usize, to: usize, count: i32): void {
  const line = <usize>count << 2;
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const r0 = v128.load(from);
    const r1 = v128.load(from + stride);
    const r2 = v128.load(from + 2 * stride);
    const r3 = v128.load(from + 3 * stride);
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
    v128.store(to + line, v128.shuffle<f64>(low01, low23, 1, 3));
    v128.store(to + 2 * line, v128.shuffle<f64>(high01, high23, 0, 2));
    v128.store(to + 3 * line, v128.shuffle<f64>(high01, high23, 1, 3));
    from += 4 * stride;
    to += 16;
  }
  for (; i < count; i++) {
    for (let r: usize = 0; r < 4; r++) i32.store(to + r * line, i32.load(from + 4 * r));
    from += stride;
    to += 4;
  }
}

/** The last two axes. */
function copyPlane(view: View, from: usize, to: usize): void {
  const count = view.size5;
  const line = <usize>count << 2;
  const stride4 = <usize>view.stride4 << 2;
  const stride5 = <usize>view.stride5 << 2;
  let i = 0;
  if (view.stride4 == 1 && view.stride5 != 1 && view.stride5 != 0) {
    for (; i + 4 <= view.size4; i += 4) transposeLines(from + (<usize>i << 2), stride5, to + <usize>i * line, count);
  }
  for (; i < view.size4; i++) {
    const at = from + <usize>i * stride4;
    if (view.stride5 == 1) copyRun(at, to + <usize>i * line, count);
    else if (view.stride5 == 0) repeat(i32.load(at), to + <usize>i * line, count);
    else gather(at, stride5, to + <usize>i * line, count);
  }
}

/** Writes the planes `from` to `to`, numbered over the four leading axes, of the dense output. */
export function copyStrided(address: usize, from: i32, to: i32, scratch: usize): void {
  const view = changetype<View>(address);
  const plane = <usize>(view.size4 * view.size5) << 2;
  for (let index = from; index < to; index++) {
    let rest = index;
    let offset = (rest % view.size3) * view.stride3;
    rest /= view.size3;
    offset += (rest % view.size2) * view.stride2;
    rest /= view.size2;
    offset += (rest % view.size1) * view.stride1;
    offset += (rest / view.size1) * view.stride0;
    copyPlane(view, view.input + (<usize>offset << 2), view.output + <usize>index * plane);
  }
}
