/** What the threads of a team share: the jobs of a round and how far they are. */

const UNCLAIMED = 0;
const UNFINISHED = 1;
const KERNEL = 2;
const ARITY = 3;
const FAILURE = 4;
const FIELDS = 5;

const MESSAGE_BYTES = 512;
const ARGUMENTS = 8192;
/** Looks at the counter, of some 10 ns each, before a thread goes to sleep; waking it takes longer than most kernels. */
const SPINS = 4000;

/** Sleeps until a counter leaves (`equal`) or reaches (`not equal`) zero, after having looked for a while. */
function waitWhileZero(state: Int32Array, field: number): void {
  for (let spins = 0; Atomics.load(state, field) === 0; spins++) if (spins >= SPINS) Atomics.wait(state, field, 0);
}

function waitUntilZero(state: Int32Array, field: number): void {
  let left: number;
  for (let spins = 0; (left = Atomics.load(state, field)) > 0; spins++) {
    if (spins >= SPINS) Atomics.wait(state, field, left);
  }
}

/**
 * A list of jobs in shared memory, all of one kernel. Each thread takes the next one that nobody has claimed, so that a
 * slow thread holds up no other; the counter is the only thing that two threads write.
 */
export class Board {
  readonly buffer: SharedArrayBuffer;
  readonly #state: Int32Array;
  readonly #message: Uint8Array;
  readonly #arguments: Float64Array;

  constructor(buffer = new SharedArrayBuffer(8 * FIELDS + MESSAGE_BYTES + 8 * ARGUMENTS)) {
    this.buffer = buffer;
    this.#state = new Int32Array(buffer, 0, FIELDS);
    this.#message = new Uint8Array(buffer, 8 * FIELDS, MESSAGE_BYTES);
    this.#arguments = new Float64Array(buffer, 8 * FIELDS + MESSAGE_BYTES, ARGUMENTS);
  }

  /** Most jobs of `arity` arguments that fit. */
  static capacity(arity: number): number {
    return Math.floor(ARGUMENTS / Math.max(1, arity));
  }

  /** Offers jobs of the kernel with this index; all earlier ones must be finished. Wakes at most `workers` threads. */
  post(kernel: number, jobs: readonly (readonly number[])[], workers: number): void {
    const arity = jobs[0].length;
    for (const [i, job] of jobs.entries()) this.#arguments.set(job, i * arity);
    this.#state[KERNEL] = kernel;
    this.#state[ARITY] = arity;
    this.#state[FAILURE] = 0;
    Atomics.store(this.#state, UNFINISHED, jobs.length);
    Atomics.store(this.#state, UNCLAIMED, jobs.length);
    Atomics.notify(this.#state, UNCLAIMED, Math.min(workers, jobs.length - 1));
  }

  /** Performs jobs until none is left to claim; what `perform` throws is kept for the thread that waits. */
  work(perform: (kernel: number, args: Float64Array) => void): void {
    const state = this.#state;
    for (;;) {
      const left = Atomics.load(state, UNCLAIMED);
      if (left === 0) return;
      if (Atomics.compareExchange(state, UNCLAIMED, left, left - 1) !== left) continue;
      // Claimed: nobody posts before this job is finished, so the rest stays as it is.
      const arity = state[ARITY];
      try {
        perform(state[KERNEL], this.#arguments.subarray((left - 1) * arity, left * arity));
      } catch (error) {
        this.#fail(error);
      }
      if (Atomics.sub(state, UNFINISHED, 1) === 1) Atomics.notify(state, UNFINISHED);
    }
  }

  /** Sleeps until there is a job. */
  awaitJobs(): void {
    waitWhileZero(this.#state, UNCLAIMED);
  }

  /** Sleeps until every job is finished. @throws Error with the message of one that failed. */
  awaitEnd(): void {
    waitUntilZero(this.#state, UNFINISHED);
    const bytes = this.#state[FAILURE];
    if (bytes > 0) throw new Error(`a kernel failed: ${new TextDecoder().decode(this.#message.slice(0, bytes))}`);
  }

  #fail(error: unknown): void {
    const bytes = new TextEncoder().encode(String(error)).subarray(0, MESSAGE_BYTES);
    // The first one counts.
    if (Atomics.compareExchange(this.#state, FAILURE, 0, bytes.length) === 0) this.#message.set(bytes);
  }
}
