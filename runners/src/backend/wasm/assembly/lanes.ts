/** Up to four neighbouring floats as one vector: whole ones at once, the last ones of a row one by one. */

function loadFew(at: usize, count: i32): v128 {
  let lanes = f32x4.replace_lane(f32x4.splat(0), 0, f32.load(at));
  if (count > 1) lanes = f32x4.replace_lane(lanes, 1, f32.load(at, 4));
  if (count > 2) lanes = f32x4.replace_lane(lanes, 2, f32.load(at, 8));
  return lanes;
}

function storeFew(at: usize, lanes: v128, count: i32): void {
  f32.store(at, f32x4.extract_lane(lanes, 0));
  if (count > 1) f32.store(at, f32x4.extract_lane(lanes, 1), 4);
  if (count > 2) f32.store(at, f32x4.extract_lane(lanes, 2), 8);
}

/** The `count` (at least 1) floats at `at`; from four on the first four, below with zeros in the other lanes. */
// @ts-ignore: decorator
@inline
export function loadLanes(at: usize, count: i32): v128 {
  return count >= 4 ? v128.load(at) : loadFew(at, count);
}

/** Stores the first `count` lanes, all four from four on. */
// @ts-ignore: decorator
@inline
export function storeLanes(at: usize, lanes: v128, count: i32): void {
  if (count >= 4) v128.store(at, lanes);
  else storeFew(at, lanes, count);
}

/** The first `count` lanes of a vector, zeros in the others. */
// @ts-ignore: decorator
@inline
export function keepLanes(v: v128, count: i32): v128 {
  return v128.and(v, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count)));
}

/** Sum of the four lanes, in a fixed order. */
// @ts-ignore: decorator
@inline
export function sumLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/** The largest lane, or NaN if one is. */
// @ts-ignore: decorator
@inline
export function maxLane(v: v128): f32 {
  const low = max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1));
  return max(low, max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)));
}
