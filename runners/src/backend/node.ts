import { createRequire } from 'node:module';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs';
import type { Backend } from './backend.ts';
import { adamStep, sumOfSquares } from './composed.ts';
import { nodeVersion, pinEnvironment } from './node-version.ts';

/** tfjs-node 4.22 calls two functions that Node 23 took out or warns of. */
function restoreUtilities(): void {
  const old = util as { isNullOrUndefined?: (value: unknown) => boolean; isArray: (value: unknown) => boolean };
  old.isNullOrUndefined ??= (value) => value === null || value === undefined;
  old.isArray = (value) => Array.isArray(value);
}

/**
 * TensorFlow's native library through `@tensorflow/tfjs-node`: the fastest, for comparison. Its bits depend on the number
 * of threads, the library's version and the processor, so `version` names all of them.
 * @throws {UserError} where it is not set up.
 */
export async function createNodeBackend(threads: number): Promise<Backend> {
  const version = nodeVersion(threads, process.env);
  pinEnvironment(threads, process.env);
  restoreUtilities();
  // A CommonJS package: it requires the very copy of tfjs that Node gives to `import` too, so there is one engine.
  createRequire(import.meta.url)('@tensorflow/tfjs-node');
  tf.enableProdMode();
  await tf.setBackend('tensorflow');
  await tf.ready();
  return { name: 'node', version, threads, adamStep, sumOfSquares };
}
