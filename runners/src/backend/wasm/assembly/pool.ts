/**
 * Gradients of pooling. Of the plan `input` is the image, `filter` its gradient, which is written, and `output` the
 * gradient of the pooled image. Windows may overlap: their gradients are added in the order of the outputs.
 */
import { Plan } from './conv-plan';
import { endTap, firstTap, imageBytes } from './window';

/** One window, its taps inside the image: address of the first tap, and rows and columns from there. */
@unmanaged
class Window {
  input: usize;
  gradient: usize;
  rows: i32;
  columns: i32;
  rowStep: usize;
  columnStep: usize;
}

/** Four channels at once: the first largest value of each takes the gradient. */
function addToFirstMax(w: Window, dy: usize): void {
  let best = v128.load(w.input);
  let offset = i32x4.splat(0);
  for (let r = 0; r < w.rows; r++) {
    for (let c = 0; c < w.columns; c++) {
      const at = <usize>r * w.rowStep + <usize>c * w.columnStep;
      const value = v128.load(w.input + at);
      const larger = f32x4.gt(value, best);
      best = v128.bitselect(value, best, larger);
      offset = v128.bitselect(i32x4.splat(<i32>at), offset, larger);
    }
  }
  const g = w.gradient;
  const at0 = g + <usize>i32x4.extract_lane(offset, 0);
  const at1 = g + <usize>i32x4.extract_lane(offset, 1) + 4;
  const at2 = g + <usize>i32x4.extract_lane(offset, 2) + 8;
  const at3 = g + <usize>i32x4.extract_lane(offset, 3) + 12;
  f32.store(at0, f32.load(at0) + f32.load(dy));
  f32.store(at1, f32.load(at1) + f32.load(dy, 4));
  f32.store(at2, f32.load(at2) + f32.load(dy, 8));
  f32.store(at3, f32.load(at3) + f32.load(dy, 12));
}

function addToFirstMaxOne(w: Window, channel: usize, dy: usize): void {
  let best = f32.load(w.input + channel);
  let offset: usize = 0;
  for (let r = 0; r < w.rows; r++) {
    for (let c = 0; c < w.columns; c++) {
      const at = <usize>r * w.rowStep + <usize>c * w.columnStep;
      const value = f32.load(w.input + channel + at);
      if (value > best) {
        best = value;
        offset = at;
      }
    }
  }
  const to = w.gradient + channel + offset;
  f32.store(to, f32.load(to) + f32.load(dy));
}

function maxWindow(w: Window, channels: i32, dy: usize): void {
  const first = w.input;
  const gradient = w.gradient;
  let c = 0;
  for (; c + 4 <= channels; c += 4) {
    addToFirstMax(w, dy + (<usize>c << 2));
    w.input += 16;
    w.gradient += 16;
  }
  w.input = first;
  w.gradient = gradient;
  for (; c < channels; c++) addToFirstMaxOne(w, <usize>c << 2, dy + (<usize>c << 2));
}

/** All taps inside the image take an equal part. */
function averageWindow(w: Window, channels: i32, dy: usize): void {
  const count = <f32>(w.rows * w.columns);
  for (let r = 0; r < w.rows; r++) {
    for (let s = 0; s < w.columns; s++) {
      const to = w.gradient + <usize>r * w.rowStep + <usize>s * w.columnStep;
      let c: usize = 0;
      for (; c + 4 <= <usize>channels; c += 4) {
        const at = to + (c << 2);
        v128.store(at, f32x4.add(v128.load(at), f32x4.div(v128.load(dy + (c << 2)), f32x4.splat(count))));
      }
      for (; c < <usize>channels; c++) {
        const at = to + (c << 2);
        f32.store(at, f32.load(at) + f32.load(dy + (c << 2)) / count);
      }
    }
  }
}

function poolGradient(plan: Plan, from: i32, to: i32, max: bool, w: Window): void {
  const pixel = <usize>plan.channels << 2;
  w.columnStep = <usize>plan.dilationX * pixel;
  w.rowStep = <usize>(plan.dilationY * plan.width) * pixel;
  for (let image = from; image < to; image++) {
    const start = <usize>image * imageBytes(plan);
    memory.fill(plan.filter + start, 0, imageBytes(plan));
    let dy = plan.output + <usize>image * plan.outImageBytes;
    for (let i = 0; i < plan.outHeight; i++) {
      const y = i * plan.strideY + plan.top;
      const row = firstTap(y, plan.dilationY);
      w.rows = endTap(y, plan.dilationY, plan.height, plan.tapRows) - row;
      for (let j = 0; j < plan.outWidth; j++) {
        const x = j * plan.strideX + plan.left;
        const column = firstTap(x, plan.dilationX);
        w.columns = endTap(x, plan.dilationX, plan.width, plan.tapColumns) - column;
        const tap = (y + row * plan.dilationY) * plan.width + x + column * plan.dilationX;
        w.input = plan.input + start + <usize>tap * pixel;
        w.gradient = plan.filter + start + <usize>tap * pixel;
        if (w.rows > 0 && w.columns > 0) {
          if (max) maxWindow(w, plan.channels, dy);
          else averageWindow(w, plan.channels, dy);
        }
        dy += pixel;
      }
    }
  }
}

/** The images `from` to `to` of the gradient of the largest value; ties go to the first, as in TensorFlow. */
export function maxPoolGradient(plan: usize, from: i32, to: i32, scratch: usize): void {
  poolGradient(changetype<Plan>(plan), from, to, true, changetype<Window>(scratch));
}

/** The images `from` to `to` of the gradient of the mean over what of a window lies inside the image. */
export function averagePoolGradient(plan: usize, from: i32, to: i32, scratch: usize): void {
  poolGradient(changetype<Plan>(plan), from, to, false, changetype<Window>(scratch));
}
