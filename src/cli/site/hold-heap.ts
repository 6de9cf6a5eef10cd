import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Texts from which on memory counts for more than time. */
const many = 2500;

/** Bytes of the young generation that are enough for pages. */
const enough = 16 * 2 ** 20;

const youngSize = (): number =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;

/**
 * Holds down what the heap takes for thousands of texts: by default the young generation grows to three times 64 MiB, and
 * the old one doubles before it is looked through. For fewer texts that is quicker. To be called again after a long wait,
 * in which the young generation shrinks.
 */
export function holdHeap(texts: number): void {
  if (texts < many) return;
  setFlagsFromString(`--semi-space-growth-factor=${youngSize() < enough ? 2 : 1}`);
  // That of a thread begins as large as it may be: it must not wait for growth.
  setFlagsFromString('--min-semi-space-size=8');
  setFlagsFromString('--heap-growing-percent=30');
}
