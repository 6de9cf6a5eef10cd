import { join } from 'node:path';
import { openMemory, sha256 } from '../content/memory.ts';
import type { TextEvidence } from './links.ts';
import { digestTextCode } from './code.ts';
import { readEvidence } from './links.ts';

export interface RememberingReader {
  read: typeof readEvidence;
  save(): void;
}

/**
 * Reads the evidence of texts and remembers it by content in one file of a root: parsing is most of the time that a check
 * takes, and opening a file for each of a thousand texts most of what is left. `save` writes down what is new.
 */
export function rememberingReader(root: string): RememberingReader {
  const memory = openMemory(join(root, '.factory', 'cache', 'evidence.json'), digestTextCode());
  // A text is asked for several times by one process, and again after each change of another.
  const asked = { md: new Map<string, TextEvidence>(), mdx: new Map<string, TextEvidence>() };
  return {
    read(body, format) {
      const before = asked[format].get(body);
      if (before) return before;
      const digest = sha256(body);
      const known = memory.recall(format, digest) as TextEvidence | undefined;
      const evidence = known ?? readEvidence(body, format);
      if (!known) memory.keep(format, digest, evidence);
      asked[format].set(body, evidence);
      return evidence;
    },
    save: () => memory.save(),
  };
}
