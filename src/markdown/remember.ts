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
  // A text is asked for several times by one process, and again after each change of another.
  const asked = { md: new Map<string, TextEvidence>(), mdx: new Map<string, TextEvidence>() };
  const recall = (body: string, format: Format): TextEvidence | undefined => {
    const known = asked[format].get(body) ?? (memory.recall(format, sha256(body)) as TextEvidence | undefined);
    if (known) asked[format].set(body, known);
    return known;
  };
  const keep = (body: string, format: Format, evidence: TextEvidence): void => {
    asked[format].set(body, evidence);
    memory.keep(format, sha256(body), evidence);
  };
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
