import { readFileSync } from 'node:fs';

/** Reads and compiles one of the small committed modules beside this file, synchronously. */
export function compile(name: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(new URL(`./${name}.wasm`, import.meta.url)));
}

/** Compiles and instantiates a module that imports nothing. */
export function instantiate<Exports>(name: string): Exports {
  return new WebAssembly.Instance(compile(name)).exports as Exports;
}
