import { setImmediate } from 'node:timers/promises';

/** Shared by threads: where in a list the next item stands that nobody has taken. */
export const createCounter = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));

/**
 * Takes one item after the other by its index, until none of so many is left. Between some of them the event loop turns:
 * what the parser of texts and what pages hold outside the heap is freed only then.
 */
export async function* takeLeft(count: number, next: Int32Array): AsyncGenerator<number> {
  for (let at = Atomics.add(next, 0, 1); at < count; at = Atomics.add(next, 0, 1)) {
    yield at;
    if (at % 50 === 49) await setImmediate();
  }
}
