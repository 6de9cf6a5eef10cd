import * as tf from '@tensorflow/tfjs';
import type { Backend } from './backend.ts';
import { adamStep, sumOfSquares } from './composed.ts';

/** tfjs in plain JavaScript: slow, its bits differ between machines, for checking kernels on tiny shapes. */
export async function createCpuBackend(): Promise<Backend> {
  await tf.setBackend('cpu');
  await tf.ready();
  return { name: 'cpu', version: `tfjs ${tf.version.tfjs}`, threads: 1, adamStep, sumOfSquares };
}
