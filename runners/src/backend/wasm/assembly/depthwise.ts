/**
 * Gradients of the depthwise convolution, whose filter is `[row, column, channel, multiplier]`. Of the plan `input` is
 * the image or its gradient, `filter` likewise, `output` the gradient of the output.
 */
import { Plan } from './conv-plan';
import { endTap, firstTap, imageBytes } from './window';

/** dx[c] += sum over the multiplier of dy[c, m] w[c, m]. */
function addProducts(dy: usize, w: usize, channels: i32, multiplier: i32, dx: usize): void {
  let c = 0;
  if (multiplier == 1) {
    for (; c + 4 <= channels; c += 4) {
      v128.store(dx, f32x4.add(v128.load(dx), f32x4.mul(v128.load(dy), v128.load(w))));
      dx += 16;
      dy += 16;
      w += 16;
    }
  }
  for (; c < channels; c++) {
    let sum: f32 = 0;
    for (let m = 0; m < multiplier; m++) {
      sum += f32.load(dy) * f32.load(w);
      dy += 4;
      w += 4;
    }
    f32.store(dx, f32.load(dx) + sum);
    dx += 4;
  }
}

/** The images `from` to `to` of the gradient to the input, taps added in the order of the outputs. */
export function depthwiseInputGradient(address: usize, from: i32, to: i32, scratch: usize): void {
  const plan = changetype<Plan>(address);
  const pixel = <usize>plan.channels << 2;
  const outPixel = <usize>plan.outChannels << 2;
  const multiplier = plan.outChannels / plan.channels;
  for (let image = from; image < to; image++) {
    const dx = plan.input + <usize>image * imageBytes(plan);
    memory.fill(dx, 0, imageBytes(plan));
    let dy = plan.output + <usize>image * plan.outImageBytes;
    for (let i = 0; i < plan.outHeight; i++) {
      const y = i * plan.strideY + plan.top;
      const endRow = endTap(y, plan.dilationY, plan.height, plan.tapRows);
      for (let j = 0; j < plan.outWidth; j++) {
        const x = j * plan.strideX + plan.left;
        const endColumn = endTap(x, plan.dilationX, plan.width, plan.tapColumns);
        for (let r = firstTap(y, plan.dilationY); r < endRow; r++) {
          for (let s = firstTap(x, plan.dilationX); s < endColumn; s++) {
            const w = plan.filter + <usize>(r * plan.tapColumns + s) * outPixel;
            const at = (y + r * plan.dilationY) * plan.width + x + s * plan.dilationX;
            addProducts(dy, w, plan.channels, multiplier, dx + <usize>at * pixel);
          }
        }
        dy += outPixel;
      }
    }
  }
}

/** to[c, m] += x[c] dy[c, m]. */
function addOuter(x: usize, dy: usize, channels: i32, multiplier: i32, to: usize): void {
  let c = 0;
  if (multiplier == 1) {
    for (; c + 4 <= channels; c += 4) {
      v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(x), v128.load(dy))));
      x += 16;
      dy += 16;
      to += 16;
    }
  }
  for (; c < channels; c++) {
    const value = f32.load(x);
    for (let m = 0; m < multiplier; m++) {
      f32.store(to, f32.load(to) + value * f32.load(dy));
      dy += 4;
      to += 4;
    }
    x += 4;
  }
}

/** Adds `count` floats of `from` to doubles. */
function addToDoubles(from: usize, count: i32, to: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    f64.store(to + (i << 3), f64.load(to + (i << 3)) + <f64>f32.load(from + (i << 2)));
  }
}

/** The taps `from` to `to` of the gradient to the filter: summed in floats an image, in doubles over the images. */
export function depthwiseFilterGradient(address: usize, batch: i32, from: i32, to: i32, scratch: usize): void {
  const plan = changetype<Plan>(address);
  const pixel = <usize>plan.channels << 2;
  const outPixel = <usize>plan.outChannels << 2;
  const multiplier = plan.outChannels / plan.channels;
  const totals = scratch + outPixel + (outPixel & 4);
  for (let tap = from; tap < to; tap++) {
    const r = (tap / plan.tapColumns) * plan.dilationY + plan.top;
    const s = (tap % plan.tapColumns) * plan.dilationX + plan.left;
    memory.fill(totals, 0, outPixel << 1);
    for (let image = 0; image < batch; image++) {
      memory.fill(scratch, 0, outPixel);
      for (let i = firstTap(r, plan.strideY); i < endTap(r, plan.strideY, plan.height, plan.outHeight); i++) {
        const row = plan.input + <usize>((image * plan.height + i * plan.strideY + r) * plan.width) * pixel;
        const dy = plan.output + <usize>image * plan.outImageBytes + <usize>i * plan.outRowBytes;
        for (let j = firstTap(s, plan.strideX); j < endTap(s, plan.strideX, plan.width, plan.outWidth); j++) {
          const x = row + <usize>(j * plan.strideX + s) * pixel;
          addOuter(x, dy + <usize>j * outPixel, plan.channels, multiplier, scratch);
        }
      }
      addToDoubles(scratch, plan.outChannels, totals);
    }
    const out = plan.filter + <usize>tap * outPixel;
    for (let o: usize = 0; o < <usize>plan.outChannels; o++) {
      f32.store(out + (o << 2), <f32>f64.load(totals + (o << 3)));
    }
  }
}
