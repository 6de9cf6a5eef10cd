import { compile } from './instantiate.ts';

/** Exports of `kernels.wasm`; pointers and strides are in bytes. See `assembly/` for what each does. */
export interface Kernels {
  gemmPart(
    m: number,
    n: number,
    k: number,
    a: number,
    rowA: number,
    columnA: number,
    b: number,
    rowB: number,
    columnB: number,
    c: number,
    rowC: number,
    scratch: number,
  ): void;
  gemmBatch(
    count: number,
    m: number,
    n: number,
    k: number,
    a: number,
    rowA: number,
    columnA: number,
    nextA: number,
    b: number,
    rowB: number,
    columnB: number,
    nextB: number,
    c: number,
    scratch: number,
  ): void;
  gemmScratchBytes(): number;
  gemvRows(m: number, k: number, a: number, x: number, y: number): void;
  gemvColumns(m: number, k: number, a: number, column: number, x: number, y: number): void;
  sumMiddle(x: number, outer: number, count: number, inner: number, scale: number, out: number): void;
  sumOfSquares(x: number, length: number): number;
  adamStep(
    weight: number,
    mean: number,
    square: number,
    gradient: number,
    length: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    keep: number,
    gradientScale: number,
  ): void;
  rowsTimes(x: number, n: number, p: number, v: number, out: number): void;
  addRows(x: number, n: number, p: number, t: number, w: number): void;
  packFilter(
    filter: number,
    tapRows: number,
    tapColumns: number,
    tapRowStep: number,
    tapColumnStep: number,
    channels: number,
    channelStep: number,
    outChannels: number,
    outStep: number,
    to: number,
  ): void;
  convolve(plan: number, from: number, to: number, scratch: number): void;
  convolveFilterGradient(plan: number, from: number, to: number, gradient: number, scratch: number): void;
  copyStrided(view: number, from: number, to: number, scratch: number): void;
  depthwiseInputGradient(plan: number, from: number, to: number, scratch: number): void;
  depthwiseFilterGradient(plan: number, batch: number, from: number, to: number, scratch: number): void;
  maxPoolGradient(plan: number, from: number, to: number, scratch: number): void;
  averagePoolGradient(plan: number, from: number, to: number, scratch: number): void;
  segmentSum(
    x: number,
    ids: number,
    count: number,
    inner: number,
    segments: number,
    out: number,
    from: number,
    to: number,
    scratch: number,
  ): void;
  addGram(x: number, n: number, p: number, v: number, shift: number, t: number, w: number): number;
}

/** The code of the kernels, for one instance a thread. */
export function compileKernels(): WebAssembly.Module {
  return compile('kernels');
}

/** The kernels over a shared memory: the heap of tfjs, or one of the caller's own. */
export function instantiateKernels(memory: WebAssembly.Memory, module = compileKernels()): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}
