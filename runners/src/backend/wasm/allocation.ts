import type { TfjsWasmBackend } from './heap.ts';

/**
 * Makes every allocation of tfjs throw when 4 GiB, the limit of the address space, are used up. Its own code takes the
 * null pointer for an address and writes there.
 */
export function refuseNullPointers({ wasm }: TfjsWasmBackend): void {
  // Emscripten's export replaces itself at its first call.
  wasm._free(wasm._malloc(4));
  const allocate = wasm._malloc;
  wasm._malloc = (bytes) => {
    // The size is an unsigned 32-bit number there: 4 GiB would be 0.
    const pointer = bytes < 4294967296 ? allocate(bytes) : 0;
    if (pointer === 0 && bytes > 0) throw new Error(`the wasm heap has no room for ${bytes} more bytes`);
    return pointer;
  };
}
