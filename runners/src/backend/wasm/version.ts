import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Version of TensorFlow.js and a digest of every compiled kernel: what the bits of this backend depend on. */
export function wasmVersion(): string {
  const { version } = createRequire(import.meta.url)('@tensorflow/tfjs/package.json') as { version: string };
  const folder = new URL('./', import.meta.url);
  const kernels = readdirSync(folder).filter((name) => name.endsWith('.wasm'));
  const hash = createHash('sha256');
  for (const name of kernels.sort()) hash.update(readFileSync(new URL(name, folder)));
  return `tfjs ${version}, kernels ${hash.digest('hex').slice(0, 12)}`;
}
