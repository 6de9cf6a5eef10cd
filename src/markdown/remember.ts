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
  // A text is asked for several times by one process, and again after each change of another.
  const asked = { md: new Map<string, TextEvidence>(), mdx: new Map<string, TextEvidence>() };
  return {
    read(body, format) {
      const before = asked[format].get(body);
      if (before) return before;
      const key = sha256(body);
      const known = memory.recall(format, key) as TextEvidence | undefined;
      const evidence = known ?? readEvidence(body, format);
      if (!known) memory.keep(format, key, evidence);
      asked[format].set(body, evidence);
      return evidence;
    },
    save: () => memory.save(),
  };
}
