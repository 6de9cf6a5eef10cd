/** The taps of one output that lie inside the image, for the kernels that walk an image window by window. */
import { Plan } from './conv-plan';

/** First tap along one axis that lies inside: `start` is where tap 0 lies. */
// @ts-ignore: decorator
@inline
export function firstTap(start: i32, dilation: i32): i32 {
  return start >= 0 ? 0 : (-start + dilation - 1) / dilation;
}

/** The tap after the last one inside an axis of `size`. */
// @ts-ignore: decorator
@inline
export function endTap(start: i32, dilation: i32, size: i32, taps: i32): i32 {
  return size <= start ? 0 : min(taps, (size - 1 - start) / dilation + 1);
}

/** Bytes of one image of the input. */
export function imageBytes(plan: Plan): usize {
  return <usize>(plan.height * plan.width * plan.channels) << 2;
}
