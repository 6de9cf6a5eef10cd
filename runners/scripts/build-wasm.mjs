/**
 * Compiles the AssemblyScript modules of the wasm backend. The binaries are committed, so that a user needs no compiler;
 * a test rebuilds them and compares the bytes.
 *
 *     npm run build:wasm [-- FOLDER]     writes beside the sources, or into FOLDER
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'backend', 'wasm');

/** Modules with a memory of their own, and those that work on the memory of the tfjs heap, which is shared. */
const modules = {
  math: ['--initialMemory', '4'],
  normal: ['--initialMemory', '4'],
  kernels: ['--importMemory', '--sharedMemory', '--maximumMemory', '65536', '--enable', 'threads', '--noAssert'],
};

/** Compiles one module and gives its bytes; throws with the compiler's messages. */
async function compile(name) {
  let bytes;
  const { error, stderr } = await asc.main(
    [
      `assembly/${name}.ts`,
      ...['--baseDir', folder, '--outFile', `${name}.wasm`, '-O3', '--runtime', 'stub', '--enable', 'simd'],
      // Nothing may reach outside: without abort a module imports nothing but, for the kernels, the memory.
      ...['--use', 'abort=', ...modules[name]],
    ],
    { writeFile: (file, content) => file.endsWith('.wasm') && (bytes = content) },
  );
  if (error) throw new Error(`${name}: ${error.message}\n${stderr}`);
  return bytes;
}

/** Compiles every module into `target`, a folder that is made when missing; by default beside the sources. */
async function buildWasm(target = folder) {
  mkdirSync(target, { recursive: true });
  for (const name of Object.keys(modules)) writeFileSync(join(target, `${name}.wasm`), await compile(name));
}

await buildWasm(process.argv[2]);
