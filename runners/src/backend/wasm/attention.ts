import type { TensorInfo } from '@tensorflow/tfjs';
import type { Heap } from './heap.ts';
import { registerOwnKernel } from './own-kernel.ts';

/** Runs a kernel over all heads of the batch; each job gets working memory of its own, let go afterwards. */
function runHeads(
  heap: Heap,
  kernel: 'attention' | 'attentionGradient',
  [batch, heads, tokens, d]: number[],
  tensors: TensorInfo[],
): void {
  const workBytes = 4 * heap.kernels.attentionWorkFloats(tokens, d);
  const jobs = heap.ranges(batch * heads, 4 * tokens * tokens * d);
  const work = heap.allocate(workBytes * jobs.length);
  try {
    const sizes = [tokens, d, 1 / Math.sqrt(d)];
    const arrays = tensors.map((tensor) => heap.pointer(tensor));
    heap.run(
      kernel,
      jobs.map((range, i) => [...range, ...sizes, ...arrays, work + i * workBytes]),
    );
  } finally {
    heap.free(work);
  }
}

export function registerAttention(heap: Heap): void {
  registerOwnKernel<'q' | 'k' | 'v'>('PfAttention', ({ q, k, v }) => {
    const [batch, heads, tokens] = q.shape;
    const probabilities = heap.output([batch, heads, tokens, tokens]);
    const out = heap.output(q.shape);
    runHeads(heap, 'attention', q.shape, [q, k, v, probabilities, out]);
    return [out, probabilities];
  });
  registerOwnKernel<'q' | 'k' | 'v' | 'probabilities' | 'dy'>(
    'PfAttentionGradient',
    ({ q, k, v, probabilities, dy }) => {
      const gradients = [q, k, v].map(({ shape }) => heap.output(shape));
      runHeads(heap, 'attentionGradient', q.shape, [q, k, v, probabilities, dy, ...gradients]);
      return gradients;
    },
  );
}
