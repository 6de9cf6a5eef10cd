import * as tf from '@tensorflow/tfjs';
import type { Heap } from './heap.ts';
import { replaceKernel } from './registry.ts';

export function registerSegments(heap: Heap): void {
  replaceKernel('UnsortedSegmentSum', () => ({ inputs: { x, segmentIds }, attrs }) => {
    const { numSegments }: { numSegments: number } = attrs;
    if (x.dtype !== 'float32') throw new Error(`a sum by segment takes float32, not ${x.dtype}`);
    const rank = segmentIds.shape.length;
    const inner = tf.util.sizeFromShape(x.shape.slice(rank));
    const count = tf.util.sizeFromShape(segmentIds.shape);
    const out = heap.output([numSegments, ...x.shape.slice(rank)]);
    const rows = [heap.pointer(x), heap.pointer(segmentIds), count, inner, numSegments, heap.pointer(out)];
    const columns = heap.ranges(inner, count, 4);
    heap.run(
      'segmentSum',
      columns.map((range) => [...rows, ...range]),
    );
    return out;
  });
}
