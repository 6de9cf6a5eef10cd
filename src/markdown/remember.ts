import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { openMemory, sha256 } from '../content/memory.ts';
import type { TextEvidence } from './links.ts';
import { digestTextCode } from './code.ts';
import { readEvidence } from './links.ts';

export interface RememberingReader {
  read: typeof readEvidence;
  /** Reads many texts. Between some of them the event loop turns: what the parser holds outside the heap is freed only then. */
  readAll(texts: readonly { body: string; format: 'md' | 'mdx' }[]): Promise<void>;
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
  function read(body: string, format: 'md' | 'mdx'): TextEvidence {
    const digest = sha256(body);
    const before = asked[format].get(digest);
    if (before) return before;
    const known = memory.recall(format, digest) as TextEvidence | undefined;
    // A copy: a word that is cut out of a text would hold all of the text in memory.
    const evidence = known ?? structuredClone(readEvidence(body, format));
    if (!known) memory.keep(format, digest, evidence);
    asked[format].set(digest, evidence);
    return evidence;
  }
  return {
    read,
    async readAll(texts) {
      for (const [i, { body, format }] of texts.entries()) {
        read(body, format);
        if (i % 50 === 49) await setImmediate();
      }
    },
    save: () => memory.save(),
  };
}
