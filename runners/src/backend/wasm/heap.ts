import type { DataType, TensorInfo } from '@tensorflow/tfjs';
import { instantiateKernels, type Kernels } from './kernels.ts';

/** The parts of tfjs's wasm backend that are used here; its own types leave them out or loose. */
export interface TfjsWasmBackend {
  wasm: { _malloc(bytes: number): number; _free(pointer: number): void; asm: { memory: WebAssembly.Memory } };
  dataIdMap: { get(dataId: object): { memoryOffset: number } };
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  typedArrayFromHeap(tensor: TensorInfo): Float32Array;
}

/** The heap of tfjs, with this project's kernels working on it. */
export class Heap {
  readonly kernels: Kernels;
  /** Working memory of each thread, for what `run` calls. */
  readonly #scratch: number[];
  readonly #backend: TfjsWasmBackend;

  constructor(backend: TfjsWasmBackend) {
    this.#backend = backend;
    this.kernels = instantiateKernels(backend.wasm.asm.memory);
    this.#scratch = [this.allocate(this.kernels.gemmScratchBytes())];
  }

  /** Threads that `run` spreads jobs over. */
  get threads(): number {
    return this.#scratch.length;
  }

  /**
   * Runs a kernel once for each list of arguments, on all threads, and returns when all are done. Each call gets the
   * address of its thread's working memory as its last argument. Jobs must write to places of their own, and how work is
   * cut into them must not depend on `threads` wherever that could change the order of a sum.
   */
  run<Name extends keyof Kernels>(kernel: Name, jobs: readonly number[][]): void {
    const call = this.kernels[kernel] as (...args: number[]) => void;
    for (const job of jobs) call(...job, this.#scratch[0]);
  }

  /** @throws Error when 4 GiB, the limit of the address space, are used up. */
  allocate(bytes: number): number {
    // Unsigned: from 2 GiB on the pointer is negative otherwise.
    const pointer = this.#backend.wasm._malloc(bytes) >>> 0;
    if (pointer === 0 && bytes > 0) throw new Error(`the wasm heap has no room for ${bytes} more bytes`);
    return pointer;
  }

  free(pointer: number): void {
    this.#backend.wasm._free(pointer);
  }

  /** Where the values of a tensor lie; stays put while the tensor lives. */
  pointer(tensor: TensorInfo): number {
    return this.#backend.dataIdMap.get(tensor.dataId).memoryOffset;
  }

  /** A new tensor, not yet filled. */
  output(shape: number[], dtype: DataType = 'float32'): TensorInfo {
    return this.#backend.makeOutput(shape, dtype);
  }

  /** The values of a tensor in place; not valid after the next allocation, which may move the heap. */
  values(tensor: TensorInfo): Float32Array {
    return this.#backend.typedArrayFromHeap(tensor);
  }
}
