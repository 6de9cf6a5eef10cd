import { readFileSync } from 'node:fs';

/** Reads and instantiates one of the small committed modules beside this file, synchronously. */
export function instantiate<Exports>(name: string, imports: WebAssembly.Imports = {}): Exports {
  const bytes = readFileSync(new URL(`./${name}.wasm`, import.meta.url));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports as Exports;
}
