/**
 * What a backend cannot do, with the reason. The suite demands that each row still fails there, so that the table cannot
 * outlive its reasons.
 */
import type { BackendName } from '../../../runners/src/backend/index.ts';

export type Part = 'values' | 'gradient';

interface Limit {
  backends: BackendName[];
  parts: Part[];
  /** Names of the cases and checks. */
  cases: RegExp;
  reason: string;
}

const everywhere: BackendName[] = ['wasm', 'node', 'cpu'];
const both: Part[] = ['values', 'gradient'];
const gradient: Part[] = ['gradient'];

export const knownLimits: Limit[] = [
  {
    backends: ['cpu'],
    parts: both,
    cases: /^matMul \[2,1,.*\]'? x \[1,3,/,
    reason: 'tfjs takes the wrong half of the matrices where both batches are broadcast',
  },
  {
    backends: ['cpu'],
    parts: gradient,
    cases: /^matMul (\[6,\d,\d\]'? x \[(1,)?\d,\d\]|\[(1,)?\d,\d\]'? x \[4,\d,)/,
    reason: 'tfjs does not sum the gradient of a product over a broadcast batch',
  },
  { backends: ['cpu'], parts: gradient, cases: /^einsum/, reason: 'tfjs has no gradient of einsum' },
  { backends: ['wasm'], parts: both, cases: /^einsum/, reason: 'tfjs has no kernel' },
  {
    backends: everywhere,
    parts: gradient,
    cases: /^(conv1d|conv2d|depthwiseConv2d) .*dilation/,
    reason: 'tfjs refuses the gradient of dilated convolutions',
  },
  {
    backends: everywhere,
    parts: gradient,
    cases: /^(maximum|minimum|squaredDifference) (?!\[5,7\] and \[5,7\]|\[1\] and)/,
    reason: 'tfjs does not sum these gradients over broadcast axes',
  },
  {
    backends: everywhere,
    parts: gradient,
    cases: /^cumsum axis 0/,
    reason: 'tfjs undoes its transposition the wrong way round',
  },
  {
    backends: everywhere,
    parts: gradient,
    cases: /^(where|layers.masking)$/,
    reason: 'tfjs asks comparisons for a gradient, which they have not',
  },
  {
    backends: ['wasm', 'cpu'],
    parts: gradient,
    cases: /^(avgPool .* same|layers.averagePooling1d)$/,
    reason: 'tfjs divides by the whole window where it hangs over the edge',
  },
  {
    backends: ['cpu'],
    parts: gradient,
    cases:
      /^(resizeBilinear.* (10,12|7,9|3,4)|resizeNearest.*\[2,.*|resizeBilinear, corners aligned|layers.upSampling2d)$/,
    reason: 'tfjs mixes up height and width and rounds other pixels than its forward pass',
  },
  {
    backends: ['wasm'],
    parts: gradient,
    cases:
      /^((fused )?conv[12]d(?!.*dilation)(?!Transpose)|conv2dTranspose|separableConv2d|training (step )?of a \d-D)/,
    reason: 'no kernel for the gradient of the filter yet',
  },
  {
    backends: ['wasm'],
    parts: gradient,
    cases: /^((fused )?depthwiseConv2d(?!.*dilation))/,
    reason: 'no kernel for the gradient of a depthwise convolution yet',
  },
  { backends: ['wasm'], parts: gradient, cases: /^conv3d/, reason: 'tfjs reads memory that it has not filled' },
  {
    backends: ['wasm'],
    parts: gradient,
    cases: /^(maxPool (of negative|.*same|.*window 1 )|layers.maxPooling1d)/,
    reason: 'tfjs takes the maximum of a window for zero where it is negative',
  },
  {
    backends: ['wasm'],
    parts: gradient,
    cases: /^(gather (axis|by|of one)|layers.embedding)/,
    reason: 'no kernel for the segment sum yet',
  },
  { backends: ['wasm'], parts: both, cases: /^unsortedSegmentSum/, reason: 'no kernel for the segment sum yet' },
  { backends: ['wasm'], parts: ['values'], cases: /^oneHot/, reason: 'tfjs ignores the value of "off"' },
];

/** The reason why a part of a case or check cannot work on a backend, if there is one. */
export function knownLimit(backend: BackendName, part: Part, name: string): string | undefined {
  return knownLimits.find(
    ({ backends, parts, cases }) => backends.includes(backend) && parts.includes(part) && cases.test(name),
  )?.reason;
}
