import { instantiate } from '../../backend/wasm/instantiate.ts';

const PAGE = 65536;

/** Exports of `trees.wasm`; see its source for what each does. Pointers are in bytes. */
interface Kernels {
  encode(values: number, count: number, edges: number, size: number, codes: number): void;
  fillHistogram(
    out: number,
    codes: number,
    rowCount: number,
    features: number,
    featureCount: number,
    bins: number,
    rows: number,
    pairs: number,
    count: number,
  ): void;
  subtractHistogram(parent: number, child: number, cells: number): void;
  findSplit(
    histogram: number,
    edges: number,
    featureCount: number,
    bins: number,
    minLeaf: number,
    lambda: number,
    result: number,
  ): void;
}

/** A wasm memory of its own for all that growing trees works on, with the kernels over it. */
export class TreeMemory {
  readonly kernels: Kernels;
  readonly #memory = new WebAssembly.Memory({ initial: 1 });
  #end = 0;

  constructor() {
    this.kernels = instantiate<Kernels>('trees', { env: { memory: this.#memory } });
  }

  /**
   * Address of new memory, which lives as long as this.
   *
   * @throws RangeError when 4 GiB do not suffice.
   */
  allocate(bytes: number): number {
    const pointer = this.#end;
    this.#end += Math.ceil(bytes / 16) * 16;
    const missing = Math.ceil(this.#end / PAGE) - this.#memory.buffer.byteLength / PAGE;
    if (this.#end > 65536 * PAGE) throw new RangeError(`gbdt: the data do not fit into a wasm memory of 4 GiB`);
    if (missing > 0) this.#memory.grow(missing);
    return pointer;
  }

  /** Values in place; not valid after the next `allocate`, which may move the memory. */
  bytes(pointer: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, pointer, length);
  }

  integers(pointer: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, pointer, length);
  }

  floats(pointer: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, pointer, length);
  }

  doubles(pointer: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, pointer, length);
  }
}
