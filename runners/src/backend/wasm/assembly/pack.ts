/**
 * Copies a block of a strided float matrix into panels for the micro-kernel of the matrix product: `width` lines side
 * by side, zeros where a line is missing, so that the kernel reads consecutive memory whatever the transposition.
 */

/** Transposes the 4 x 4 floats at four addresses and writes them as 4 quads, `step` bytes apart. */
// @ts-ignore: decorator
@inline
function transposeQuad(p: usize, across: usize, to: usize, step: usize): void {
  const r0 = v128.load(p);
  const r1 = v128.load(p + across);
  const r2 = v128.load(p + 2 * across);
  const r3 = v128.load(p + 3 * across);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
  v128.store(to + step, v128.shuffle<f64>(low01, low23, 1, 3));
  v128.store(to + 2 * step, v128.shuffle<f64>(high01, high23, 0, 2));
  v128.store(to + 3 * step, v128.shuffle<f64>(high01, high23, 1, 3));
}

/** One full panel: `depth` groups of `width` floats (4 or 8). */
function packFull(p: usize, across: usize, along: usize, width: usize, depth: i32, to: usize): void {
  const step = width << 2;
  let k = 0;
  if (across == 4) {
    for (; k < depth; k++) {
      v128.store(to, v128.load(p));
      if (width == 8) v128.store(to, v128.load(p, 16), 16);
      p += along;
      to += step;
    }
    return;
  }
  if (along == 4) {
    for (; k + 4 <= depth; k += 4) {
      transposeQuad(p, across, to, step);
      if (width == 8) transposeQuad(p + 4 * across, across, to + 16, step);
      p += 16;
      to += 4 * step;
    }
  }
  for (; k < depth; k++) {
    for (let i: usize = 0; i < width; i++) f32.store(to + (i << 2), f32.load(p + i * across));
    p += along;
    to += step;
  }
}

/** The last, narrower panel. */
function packEdge(p: usize, across: usize, along: usize, lines: usize, width: usize, depth: i32, to: usize): void {
  for (let k = 0; k < depth; k++) {
    for (let i: usize = 0; i < width; i++) {
      f32.store(to + (i << 2), i < lines ? f32.load(p + i * across) : 0);
    }
    p += along;
    to += width << 2;
  }
}

/**
 * Packs `lines` lines of `depth` floats at `p`; `across` and `along` are the strides in bytes from line to line and
 * along a line.
 */
export function pack(p: usize, across: usize, along: usize, lines: i32, depth: i32, width: i32, to: usize): void {
  const panel = <usize>(width * depth) << 2;
  let line = 0;
  for (; line + width <= lines; line += width) {
    packFull(p, across, along, width, depth, to);
    p += <usize>width * across;
    to += panel;
  }
  if (line < lines) packEdge(p, across, along, lines - line, width, depth, to);
}
