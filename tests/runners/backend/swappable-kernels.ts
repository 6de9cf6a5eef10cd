/**
 * Lets a test change the kernels of a backend that is loaded: from now on an instance of `kernels.wasm` in this thread is
 * a set of functions that call whatever the present kernels are. The backend knows nothing of it.
 */
const RealModule = WebAssembly.Module;
const RealInstance = WebAssembly.Instance;

type Exports = Record<string, (...args: number[]) => number>;

interface Holder {
  imports: WebAssembly.Imports;
  exports: Exports;
}

export class SwappableKernels {
  /** Names of the kernels that were called. */
  readonly called = new Set<string>();
  readonly #original: WebAssembly.Module;
  readonly #holders: Holder[] = [];
  #present: WebAssembly.Module;
  #keep = true;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#original = new RealModule(bytes);
    this.#present = this.#original;
    const names = WebAssembly.Module.exports(this.#original).map(({ name }) => name);
    const isKernels = (module: WebAssembly.Module) =>
      WebAssembly.Module.exports(module)
        .map(({ name }) => name)
        .join() === names.join();
    const instantiate = (module: WebAssembly.Module, imports: WebAssembly.Imports) => {
      if (!isKernels(module)) return new RealInstance(module, imports);
      return { exports: this.#trampolines(names, imports) };
    };
    WebAssembly.Instance = function (module: WebAssembly.Module, imports: WebAssembly.Imports) {
      return instantiate(module, imports);
    } as unknown as typeof WebAssembly.Instance;
    Object.defineProperty(WebAssembly.Instance, 'prototype', { value: RealInstance.prototype });
  }

  #trampolines(names: string[], imports: WebAssembly.Imports): Exports {
    const holder: Holder = { imports, exports: this.#instantiate(imports) };
    if (this.#keep) this.#holders.push(holder);
    return Object.fromEntries(
      names.map((name) => [
        name,
        (...args: number[]) => {
          this.called.add(name);
          return holder.exports[name](...args);
        },
      ]),
    );
  }

  #instantiate(imports: WebAssembly.Imports): Exports {
    return new RealInstance(this.#present, imports).exports as Exports;
  }

  /** From now on instances are taken for short-lived ones, which are not changed any more. */
  backendIsLoaded(): void {
    this.#keep = false;
  }

  /** Puts other kernels in place, or the first ones again. */
  put(bytes?: Uint8Array<ArrayBuffer>): void {
    this.#present = bytes ? new RealModule(bytes) : this.#original;
    for (const holder of this.#holders) holder.exports = this.#instantiate(holder.imports);
  }
}
