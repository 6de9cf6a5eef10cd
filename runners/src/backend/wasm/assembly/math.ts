/**
 * Transcendental functions that give the same bits on every machine: plain WebAssembly double arithmetic, which the
 * standard fixes, where JavaScript's own `Math` is left to the engine. All but exp and erf are AssemblyScript's port of
 * musl. Entry of `math.wasm`; `../../../math.ts` is what the rest of the project imports.
 */
export { exp, expInto } from './exp';
export { erf } from './erf';

/** First free byte after the tables: the host's buffer for array forms. */
export function bufferStart(): usize {
  return (__heap_base + 15) & ~15;
}

export function expm1(x: f64): f64 {
  return NativeMath.expm1(x);
}
export function log(x: f64): f64 {
  return NativeMath.log(x);
}
export function log1p(x: f64): f64 {
  return NativeMath.log1p(x);
}
export function log2(x: f64): f64 {
  return NativeMath.log2(x);
}
export function log10(x: f64): f64 {
  return NativeMath.log10(x);
}
export function pow(x: f64, y: f64): f64 {
  return NativeMath.pow(x, y);
}
export function cbrt(x: f64): f64 {
  return NativeMath.cbrt(x);
}
export function hypot(x: f64, y: f64): f64 {
  return NativeMath.hypot(x, y);
}
export function sin(x: f64): f64 {
  return NativeMath.sin(x);
}
export function cos(x: f64): f64 {
  return NativeMath.cos(x);
}
export function tan(x: f64): f64 {
  return NativeMath.tan(x);
}
export function asin(x: f64): f64 {
  return NativeMath.asin(x);
}
export function acos(x: f64): f64 {
  return NativeMath.acos(x);
}
export function atan(x: f64): f64 {
  return NativeMath.atan(x);
}
export function atan2(y: f64, x: f64): f64 {
  return NativeMath.atan2(y, x);
}
export function sinh(x: f64): f64 {
  return NativeMath.sinh(x);
}
export function cosh(x: f64): f64 {
  return NativeMath.cosh(x);
}
export function tanh(x: f64): f64 {
  return NativeMath.tanh(x);
}
