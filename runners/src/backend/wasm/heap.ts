import type { DataType, TensorInfo } from '@tensorflow/tfjs';
import { compileKernels, instantiateKernels, type Kernels } from './kernels.ts';
import { createTeam, type Team } from './team.ts';

/** The parts of tfjs's wasm backend that are used here; its own types leave them out or loose. */
export interface TfjsWasmBackend {
  wasm: { _malloc(bytes: number): number; _free(pointer: number): void; wasmMemory: WebAssembly.Memory };
  dataIdMap: { get(dataId: object): { memoryOffset: number } };
  incRef(dataId: object): void;
  refCount(dataId: object): number;
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  typedArrayFromHeap(tensor: TensorInfo): Float32Array;
}

/** Arithmetic operations that a job has at least; measured, see benchmarks/matmul.ts. */
const LEAST_WORK = 1_000_000;
/** Where a thread is held up by another process, the others take its jobs. */
const JOBS_PER_THREAD = 2;

/** The heap of tfjs, with this project's kernels working on it. */
export class Heap {
  readonly kernels: Kernels;
  readonly #team: Team;
  readonly #backend: TfjsWasmBackend;

  constructor(backend: TfjsWasmBackend, threads: number) {
    this.#backend = backend;
    const memory = backend.wasm.wasmMemory;
    const module = compileKernels();
    this.kernels = instantiateKernels(memory, module);
    const scratch = Array.from({ length: threads }, () => this.allocate(this.kernels.gemmScratchBytes()));
    this.#team = createTeam(module, memory, this.kernels, scratch);
  }

  /** Threads that `run` spreads jobs over. */
  get threads(): number {
    return this.#team.threads;
  }

  /**
   * Runs a kernel once for each list of arguments, on all threads, and returns when all are done. Each call gets the
   * address of its thread's working memory as its last argument. Jobs must write to places of their own, and how work is
   * cut into them must not depend on `threads` wherever that could change the order of a sum.
   */
  run(kernel: keyof Kernels, jobs: readonly number[][]): void {
    this.#team.run(kernel, jobs);
  }

  /**
   * Cuts `count` independent items, of `cost` arithmetic operations each, into ranges `[first, end]` for the jobs of
   * `run`: one where waking the team costs more than it saves. All but the last hold a multiple of `unit` items.
   */
  ranges(count: number, cost: number, unit = 1): [number, number][] {
    const parts = Math.max(1, Math.min(JOBS_PER_THREAD * this.threads, Math.floor((count * cost) / LEAST_WORK)));
    const size = this.threads === 1 ? count : unit * Math.ceil(count / unit / parts);
    const found: [number, number][] = [];
    for (let first = 0; first < count; first += size) found.push([first, Math.min(count, first + size)]);
    return found;
  }

  /** @throws Error when 4 GiB, the limit of the address space, are used up; see `refuseNullPointers`. */
  allocate(bytes: number): number {
    // Unsigned: from 2 GiB on the pointer is negative otherwise.
    return this.#backend.wasm._malloc(bytes) >>> 0;
  }

  free(pointer: number): void {
    this.#backend.wasm._free(pointer);
  }

  /** Where the values of a tensor lie; stays put while the tensor lives. */
  pointer(tensor: TensorInfo): number {
    return this.#backend.dataIdMap.get(tensor.dataId).memoryOffset;
  }

  /** A tensor with the values of another one, which are not copied: nobody may write to either. */
  share(tensor: TensorInfo): TensorInfo {
    this.#backend.incRef(tensor.dataId);
    return { dataId: tensor.dataId, shape: tensor.shape, dtype: tensor.dtype };
  }

  /** Whether the values are also those of another tensor: a clone, a reshaped one, what a variable was made from. */
  isShared(tensor: TensorInfo): boolean {
    return this.#backend.refCount(tensor.dataId) > 1;
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
