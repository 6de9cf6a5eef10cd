import { readFileSync } from 'node:fs';

/** Reads and compiles one of the small committed modules beside this file, synchronously. */
export function compile(name: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(new URL(`./${name}.wasm`, import.meta.url)));
}

/** Compiles and instantiates a module. */
export function instantiate<Exports>(name: string, imports: WebAssembly.Imports = {}): Exports {
  return new WebAssembly.Instance(compile(name), imports).exports as Exports;
}
