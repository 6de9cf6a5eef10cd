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

const both: Part[] = ['values', 'gradient'];
const gradient: Part[] = ['gradient'];

export const knownLimits: Limit[] = [
  {
    backends: ['cpu'],
    parts: both,
    cases: /^matMul \[2,1,.*\]'? x \[1,3,/,
    reason: "tfjs's product takes the wrong half of the matrices where both batches are broadcast",
  },
  {
    backends: ['cpu'],
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
    cases: /^conv3d/,
    reason: 'unsupported: tfjs computes a wrong gradient, so it is refused',
  },
  {
    backends: ['node'],
    parts: both,
    cases: /^conv2d .* stride 1 2$/,
    reason: 'tfjs-node pads by a name only, not by a number',
  },
];

/** The reason why a part of a case or check cannot work on a backend, if there is one. */
export function knownLimit(backend: BackendName, part: Part, name: string): string | undefined {
  return knownLimits.find(
    ({ backends, parts, cases }) => backends.includes(backend) && parts.includes(part) && cases.test(name),
  )?.reason;
}
