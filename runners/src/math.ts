/**
 * The transcendental functions of this project. JavaScript's own `Math` gives other last bits on another CPU or Node
 * version, which would make outcomes differ; these are plain WebAssembly arithmetic and give the same bits everywhere.
 * Domain errors give NaN, as in `Math`. Errors are within about one unit in the last place (`erf`: four).
 */
import { instantiate } from './backend/wasm/instantiate.ts';

type Unary = (x: number) => number;
type Binary = (x: number, y: number) => number;

interface MathModule {
  memory: WebAssembly.Memory;
  bufferStart(): number;
  expInto(at: number, length: number): void;
  [name: string]: unknown;
}

const wasm = instantiate<MathModule>('math');

export const exp = wasm.exp as Unary;
/** exp(x) - 1 without cancellation near 0. */
export const expm1 = wasm.expm1 as Unary;
export const log = wasm.log as Unary;
/** log(1 + x) without cancellation near 0. */
export const log1p = wasm.log1p as Unary;
export const log2 = wasm.log2 as Unary;
export const log10 = wasm.log10 as Unary;
export const pow = wasm.pow as Binary;
export const cbrt = wasm.cbrt as Unary;
export const hypot = wasm.hypot as Binary;
/** Angles are in radians, here and below. */
export const sin = wasm.sin as Unary;
export const cos = wasm.cos as Unary;
export const tan = wasm.tan as Unary;
export const asin = wasm.asin as Unary;
export const acos = wasm.acos as Unary;
export const atan = wasm.atan as Unary;
/** Angle of the point (x, y): the first argument is y, as in `Math.atan2`. */
export const atan2 = wasm.atan2 as (y: number, x: number) => number;
export const sinh = wasm.sinh as Unary;
export const cosh = wasm.cosh as Unary;
export const tanh = wasm.tanh as Unary;
/** The error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x. */
export const erf = wasm.erf as Unary;

const CHUNK = 8192;
const start = wasm.bufferStart();
const buffer = new Float64Array(wasm.memory.buffer, start, CHUNK);

/**
 * Replaces the first `length` values by their exponentials, in place: the same bits as {@link exp} of each, about four
 * times as fast.
 */
export function expArray(values: Float64Array, length = values.length): void {
  if (length > values.length) throw new RangeError(`expArray: length ${length} of an array of ${values.length}`);
  for (let from = 0; from < length; from += CHUNK) {
    const part = values.subarray(from, Math.min(from + CHUNK, length));
    buffer.set(part);
    wasm.expInto(start, part.length);
    part.set(part.length === CHUNK ? buffer : buffer.subarray(0, part.length));
  }
}
