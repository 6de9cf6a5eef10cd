/**
 * What TensorFlow.js's WebAssembly backend lacks for training. Entry of `kernels.wasm`, which works on a memory that
 * the host hands in: the heap of tfjs, or its own. It must therefore hold no data segment and no global state.
 */
export { gemmBatch, gemmPart, gemmScratchBytes } from './gemm';
export { gemvColumns, gemvRows } from './gemv';
export { sumMiddle, sumOfSquares } from './reduce';
export { adamStep } from './adam';
export { addGram, addRows, rowsTimes } from './gram';
export { convolve, packFilter } from './conv';
export { convolveFilterGradient } from './conv-filter';
export { copyStrided } from './copy';
export { depthwiseFilterGradient, depthwiseInputGradient } from './depthwise';
export { averagePoolGradient, maxPoolGradient } from './pool';
export { segmentSum } from './segment';
