import { compile } from './instantiate.ts';

type Each = (x: number, length: number, out: number, scratch: number) => void;
type Combine = (
  rows: number,
  columns: number,
  x: number,
  nextX: number,
  singleX: number,
  y: number,
  nextY: number,
  singleY: number,
  out: number,
) => void;

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
  sumMiddle(x: number, outer: number, count: number, inner: number, stride: number, scale: number, out: number): void;
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
  expEach: Each;
  erfEach: Each;
  tanhEach: Each;
  sigmoidEach: Each;
  reluEach: Each;
  stepEach: Each;
  squareEach: Each;
  sqrtEach: Each;
  rsqrtEach: Each;
  negativeEach: Each;
  absEach: Each;
  addElements: Combine;
  subtractElements: Combine;
  multiplyElements: Combine;
  divideElements: Combine;
  maximumElements: Combine;
  minimumElements: Combine;
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
  channelSums(a: number, b: number, channels: number, sums: number, from: number, to: number, scratch: number): void;
  channelScale(
    x: number,
    channels: number,
    coefficients: number,
    y: number,
    from: number,
    to: number,
    scratch: number,
  ): void;
  channelCombine(
    dy: number,
    x: number,
    channels: number,
    coefficients: number,
    out: number,
    from: number,
    to: number,
    scratch: number,
  ): void;
  packWeights(b: number, rowB: number, columnB: number, depth: number, columns: number, to: number): void;
  lstmForward(
    first: number,
    end: number,
    steps: number,
    features: number,
    units: number,
    reverse: number,
    x: number,
    weights: number,
    bias: number,
    joined: number,
    gates: number,
    cells: number,
    out: number,
    scratch: number,
  ): void;
  lstmBackward(
    first: number,
    end: number,
    steps: number,
    units: number,
    reverse: number,
    dOut: number,
    recurrent: number,
    gates: number,
    cells: number,
    dz: number,
    scratch: number,
  ): void;
  attention(
    first: number,
    end: number,
    tokens: number,
    d: number,
    scale: number,
    q: number,
    k: number,
    v: number,
    probabilities: number,
    out: number,
    work: number,
    scratch: number,
  ): void;
  attentionGradient(
    first: number,
    end: number,
    tokens: number,
    d: number,
    scale: number,
    q: number,
    k: number,
    v: number,
    probabilities: number,
    dOut: number,
    dq: number,
    dk: number,
    dv: number,
    work: number,
    scratch: number,
  ): void;
  attentionWorkFloats(tokens: number, d: number): number;
  gelu(first: number, end: number, x: number, y: number, scratch: number): void;
  geluGradient(first: number, end: number, x: number, dy: number, dx: number, scratch: number): void;
  layerNorm(
    first: number,
    end: number,
    width: number,
    epsilon: number,
    x: number,
    gain: number,
    bias: number,
    y: number,
  ): void;
  layerNormGradient(
    first: number,
    end: number,
    width: number,
    epsilon: number,
    x: number,
    gain: number,
    dy: number,
    dx: number,
    sums: number,
  ): void;
  softmaxRows(first: number, end: number, width: number, x: number, y: number, scratch: number): void;
  softmaxGradientRows(first: number, end: number, width: number, y: number, dy: number, dx: number): void;
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
