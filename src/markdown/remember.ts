import { openMemory, sha256 } from '../content/memory.ts';
import { pipelineVersion } from './cache.ts';
import type { TextEvidence } from './links.ts';
import { readEvidence } from './links.ts';

/**
 * Reads the evidence of texts and remembers it by content in one file: parsing is most of the time that a check takes,
 * and opening a file for each of a thousand texts most of what is left. `save` writes down what is new.
 */
export function rememberingReader(file: string): { read: typeof readEvidence; save(): void } {
  const memory = openMemory(file, pipelineVersion);
  return {
    read(body, format) {
      const key = sha256(body);
      const known = memory.recall(format, key) as TextEvidence | undefined;
      if (known) return known;
      const evidence = readEvidence(body, format);
      memory.keep(format, key, evidence);
      return evidence;
    },
    save: () => memory.save(),
  };
}
