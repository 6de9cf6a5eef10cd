// Matrix product of the wasm backend beside stock tfjs-backend-wasm, in alternation in one run.
// Usage: npm run bench:matmul (prints JSON; ratio above 1: this project's kernel is faster)
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { loadBackend } from '../runners/src/backend/index.ts';

/** Products [m, k] x [k, n]: square, and the three of a dense layer in training (forward, weights, input). */
const shapes = [
  { m: 1024, k: 1024, n: 1024, transposeA: false, transposeB: false },
  { m: 256, k: 4096, n: 256, transposeA: false, transposeB: false },
  { m: 4096, k: 256, n: 256, transposeA: true, transposeB: false },
  { m: 256, k: 256, n: 4096, transposeA: false, transposeB: true },
  { m: 4096, k: 4096, n: 1, transposeA: false, transposeB: false },
];
const rounds = 5;

async function start(which: string): Promise<void> {
  if (which === 'own') return void (await loadBackend({ name: 'wasm' }));
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  setWasmPaths(join(folder, 'dist/'));
  await tf.setBackend('wasm');
}

/** Fastest of several products, in milliseconds. */
function measure({ m, k, n, transposeA, transposeB }: (typeof shapes)[number]): number {
  const a = tf.randomNormal(transposeA ? [k, m] : [m, k], 0, 1, 'float32', 1);
  const b = tf.randomNormal(transposeB ? [n, k] : [k, n], 0, 1, 'float32', 2);
  let best = Infinity;
  for (let i = 0; i < 7; i++) {
    const started = performance.now();
    const product = tf.matMul(a, b, transposeA, transposeB);
    product.dataSync();
    best = Math.min(best, performance.now() - started);
    product.dispose();
  }
  return best;
}

const which = process.argv[2];
if (which) {
  await start(which);
  process.stdout.write(JSON.stringify(shapes.map(measure)));
} else {
  const best: Record<string, number[]> = { own: shapes.map(() => Infinity), stock: shapes.map(() => Infinity) };
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(best)) {
      const times = JSON.parse(
        execFileSync(process.execPath, [import.meta.filename, name], { encoding: 'utf8' }),
      ) as number[];
      best[name] = best[name].map((time, i) => Math.min(time, times[i]));
    }
  }
  const results = shapes.map((shape, i) => ({
    ...shape,
    ownMs: best.own[i],
    stockMs: best.stock[i],
    ownGflops: (2 * shape.m * shape.k * shape.n) / best.own[i] / 1e6,
    ratio: best.stock[i] / best.own[i],
  }));
  console.log(JSON.stringify({ benchmark: 'matmul', node: process.version, results }, null, 2));
}
