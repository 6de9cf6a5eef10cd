// Matrix product of the wasm backend beside stock tfjs-backend-wasm, one thread and two, in alternation in one run.
// Usage: npm run bench:matmul (half a minute, prints JSON; ratio above 1: this project's kernel is faster)
import { execFileSync } from 'node:child_process';
import { writeSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { getThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import { loadBackend } from '../runners/src/backend/index.ts';
import { startStock } from './stock-threads.ts';

/** Products [m, k] x [k, n]: square, the three of a dense layer in training (forward, weights, input), attention's. */
const shapes = [
  { batch: 1, m: 1024, k: 1024, n: 1024, transposeA: false, transposeB: false },
  { batch: 1, m: 256, k: 4096, n: 256, transposeA: false, transposeB: false },
  { batch: 1, m: 4096, k: 256, n: 256, transposeA: true, transposeB: false },
  { batch: 1, m: 256, k: 256, n: 4096, transposeA: false, transposeB: true },
  { batch: 1, m: 4096, k: 4096, n: 1, transposeA: false, transposeB: false },
  { batch: 256, m: 64, k: 16, n: 64, transposeA: false, transposeB: true },
];
type Shape = (typeof shapes)[number];

const candidates = [
  { name: 'own', threads: 1 },
  { name: 'own', threads: 2 },
  { name: 'stock', threads: 1 },
  { name: 'stock', threads: 2 },
];
const rounds = 2;
/** A product is repeated for so long, but at least twice. */
const milliseconds = 250;

async function start(name: string, threads: number): Promise<void> {
  if (name === 'own') return void (await loadBackend({ name: 'wasm', threads }));
  await startStock(threads);
  if (getThreadsCount() !== threads) throw new Error(`stock tfjs has ${getThreadsCount()} threads, not ${threads}`);
}

/** Fastest of several products, in milliseconds. */
function measure({ batch, m, k, n, transposeA, transposeB }: Shape): number {
  const a = tf.randomNormal([batch, ...(transposeA ? [k, m] : [m, k])], 0, 1, 'float32', 1);
  const b = tf.randomNormal([batch, ...(transposeB ? [n, k] : [k, n])], 0, 1, 'float32', 2);
  let best = Infinity;
  const until = performance.now() + milliseconds;
  for (let i = 0; i < 2 || performance.now() < until; i++) {
    const started = performance.now();
    const product = tf.matMul(a, b, transposeA, transposeB);
    best = Math.min(best, performance.now() - started);
    product.dispose();
  }
  return best;
}

/** Times of one candidate in a process of its own. */
function measureInChild({ name, threads }: (typeof candidates)[number]): number[] {
  const output = execFileSync(process.execPath, [import.meta.filename, name, String(threads)], { encoding: 'utf8' });
  return JSON.parse(output) as number[];
}

const [name, threads] = process.argv.slice(2);
if (name) {
  await start(name, Number(threads));
  writeSync(1, JSON.stringify(shapes.map(measure)));
  // The workers of stock tfjs keep the process.
  process.exit(0);
} else {
  const best = candidates.map(() => shapes.map(() => Infinity));
  for (let round = 0; round < rounds; round++) {
    for (const [i, candidate] of candidates.entries()) {
      const times = measureInChild(candidate);
      best[i] = best[i].map((time, j) => Math.min(time, times[j]));
    }
  }
  const results = shapes.map((shape, j) => ({
    ...shape,
    times: candidates.map((candidate, i) => ({
      ...candidate,
      ms: best[i][j],
      gflops: (2 * shape.batch * shape.m * shape.k * shape.n) / best[i][j] / 1e6,
    })),
    ratio: { oneThread: best[2][j] / best[0][j], twoThreads: best[3][j] / best[1][j] },
  }));
  console.log(JSON.stringify({ benchmark: 'matmul', node: process.version, results }, null, 2));
}
