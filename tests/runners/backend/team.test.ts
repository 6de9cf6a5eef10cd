import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Board } from '../../../runners/src/backend/wasm/board.ts';
import { compileKernels, instantiateKernels } from '../../../runners/src/backend/wasm/kernels.ts';
import { createTeam } from '../../../runners/src/backend/wasm/team.ts';

const PAGE = 65536;

/** Kernels on a memory of two pages: matrices lie in the first one. */
function createKernels() {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true });
  const module = compileKernels();
  return { memory, module, exports: instantiateKernels(memory, module) };
}

/** Jobs that multiply row i of a matrix `[rows, 3]` at 0 with the vector at 4096 into float i at 8192. */
const rowJobs = (rows: number) => Array.from({ length: rows }, (_, i) => [1, 3, 12 * i, 4096, 8192 + 4 * i]);

/** What a child process with some threads prints: one digest a case. */
function digests(threads: number): Record<string, string> {
  const child = fileURLToPath(new URL('digest-child.ts', import.meta.url));
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [child, String(threads)], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.equal(stderr, '');
  // Sleeping threads do not keep the process: it ends by itself.
  assert.equal(signal ?? status, 0);
  return JSON.parse(stdout) as Record<string, string>;
}

suite('team of threads', () => {
  test('the bytes do not depend on how many there are, and the process ends', () => {
    const one = digests(1);
    assert.ok(Object.keys(one).length > 10);
    assert.equal(new Set(Object.values(one)).size, Object.keys(one).length, 'cases differ from each other');
    for (const threads of [2, 3]) assert.deepEqual(digests(threads), one, `${threads} threads`);
  });

  test('performs every job once, more than the board holds too', () => {
    const { memory, module, exports } = createKernels();
    const team = createTeam(module, memory, exports, [PAGE, PAGE + 1024]);
    const floats = new Float32Array(memory.buffer);
    floats.set([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    floats.set([1, 10, 100], 1024);
    const many = Array.from({ length: Board.capacity(5) + 5 }, (_, i) => rowJobs(3)[i % 3]);
    for (let round = 0; round < 20; round++) {
      floats.fill(0, 2048, 2051);
      team.run('gemvRows', round % 2 ? many : rowJobs(3));
      assert.deepEqual([...floats.subarray(2048, 2051)], [321, 654, 987]);
    }
    team.run('gemvRows', []);
  });

  test('passes fractions and addresses above 2 GiB as they are', () => {
    const board = new Board();
    const job = [0.1, 3_000_000_000, -1];
    board.post(7, [job], 0);
    const seen: unknown[] = [];
    board.work((kernel, args) => seen.push(kernel, ...args));
    assert.deepEqual(seen, [7, ...job]);
  });

  test('a kernel that traps is an error with its message, and the team goes on', () => {
    const { memory, module, exports } = createKernels();
    const team = createTeam(module, memory, exports, [PAGE, PAGE + 1024]);
    const outside = rowJobs(8).map(([m, k, a, , y]) => [m, k, a, 3 * PAGE, y]);
    for (let round = 0; round < 3; round++) {
      assert.throws(() => team.run('gemvRows', outside), /a kernel failed: .*memory access out of bounds/);
      team.run('gemvRows', rowJobs(8));
    }
    assert.throws(() => team.run('nothing', []), /no kernel nothing/);
  });

  test('a trap on another thread reaches the one that waits', () => {
    const { memory, module, exports } = createKernels();
    const board = new Board();
    const workerData = { module, memory, board: board.buffer, scratch: PAGE };
    const file = new URL('../../../runners/src/backend/wasm/team-worker.ts', import.meta.url);
    new Worker(file, { workerData, execArgv: [] }).unref();
    const kernel = Object.keys(exports).indexOf('gemvRows');
    // The caller only waits, so that the other thread does the work.
    board.post(kernel, [[1, 3, 0, 3 * PAGE, 8192], ...rowJobs(2)], 1);
    assert.throws(() => board.awaitEnd(), /a kernel failed: .*memory access out of bounds/);
    new Float32Array(memory.buffer).set([1, 2, 3], 1024);
    new Float32Array(memory.buffer).set([4, 5, 6]);
    board.post(kernel, rowJobs(1), 1);
    board.awaitEnd();
    assert.equal(new Float32Array(memory.buffer)[2048], 32);
  });
});
