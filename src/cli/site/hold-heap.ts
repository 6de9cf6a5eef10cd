import { setFlagsFromString } from 'node:v8';

/** Texts from which on memory counts for more than time. */
const many = 2500;

/**
 * Holds down what the heap takes for thousands of texts: by default the young generation grows to three times 64 MiB, and
 * the old one doubles before it is looked through. For fewer texts that is quicker.
 */
export function holdHeap(texts: number): void {
  if (texts < many) return;
  // As large as the start has made it (16 MiB), and that of a thread as large as it may be from its start.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--min-semi-space-size=8');
  setFlagsFromString('--heap-growing-percent=30');
}
