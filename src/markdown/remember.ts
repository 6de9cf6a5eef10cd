import { openMemory, sha256 } from '../content/memory.ts';
import { pipelineVersion } from './cache.ts';
import type { TextEvidence } from './links.ts';
import { readEvidence } from './links.ts';

type Format = 'md' | 'mdx';

export interface RememberingReader {
  read: typeof readEvidence;
  isKnown(body: string, format: Format): boolean;
  /** Takes what another thread has read. */
  keep(body: string, format: Format, evidence: TextEvidence): void;
  save(): void;
}

/**
 * Reads the evidence of texts and remembers it by content in one file: parsing is most of the time that a check takes,
 * and opening a file for each of a thousand texts most of what is left. `save` writes down what is new.
 */
export function rememberingReader(file: string): RememberingReader {
  const memory = openMemory(file, pipelineVersion);
  const recall = (body: string, format: Format) => memory.recall(format, sha256(body)) as TextEvidence | undefined;
  const keep = (body: string, format: Format, evidence: TextEvidence) => memory.keep(format, sha256(body), evidence);
  return {
    read(body, format) {
      const known = recall(body, format);
      if (known) return known;
      const evidence = readEvidence(body, format);
      keep(body, format, evidence);
      return evidence;
    },
    isKnown: (body, format) => recall(body, format) !== undefined,
    keep,
    save: () => memory.save(),
  };
}
