import type { Heap } from './heap.ts';
import { replaceKernel } from './registry.ts';

/** Copies that change nothing share the values, counted, where tfjs copies them: a tape of gradients is full of these. */
export function registerSharing(heap: Heap): void {
  replaceKernel('Identity', () => (call) => heap.share(call.inputs.x));
  replaceKernel('Cast', (stock) => (call) => {
    const { dtype } = call.attrs as { dtype: string };
    return call.inputs.x.dtype === dtype ? heap.share(call.inputs.x) : stock(call);
  });
}
