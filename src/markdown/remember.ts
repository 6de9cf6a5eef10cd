import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { z } from 'zod';
import { schemes } from './address.ts';
import { pipelineVersion } from './cache.ts';
import type { TextEvidence } from './links.ts';
import { readEvidence } from './links.ts';

const text = z.string();
const line = z.int().min(1);

/** A kept file may be cut short or from another version: it is parsed like any other input. */
const keptSchema: z.ZodType<TextEvidence> = z.strictObject({
  links: z.array(z.strictObject({ scheme: z.enum(schemes), target: text, text, line })),
  fileLinks: z.array(z.strictObject({ url: text, isImage: z.boolean(), line })),
  anchors: z.array(text),
  literals: z.array(z.strictObject({ text, line })),
  mdxFaults: z.array(z.strictObject({ line, message: text, hint: text })),
  htmlLinks: z.array(z.strictObject({ text, line })),
});

function keep(path: string, evidence: TextEvidence): void {
  const temporary = `${path}.${process.pid}-${threadId}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, JSON.stringify(evidence));
    renameSync(temporary, path);
  } catch {
    // The memory only saves time.
  }
}

/** Reads the evidence of texts and remembers it by content: parsing is most of the time that a check takes. */
export function rememberingReader(folder: string): typeof readEvidence {
  return (body, format) => {
    const key = createHash('sha256')
      .update(JSON.stringify([pipelineVersion, format, body]))
      .digest('hex');
    const path = join(folder, key.slice(0, 2), `${key}.json`);
    try {
      return keptSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch {
      const evidence = readEvidence(body, format);
      keep(path, evidence);
      return evidence;
    }
  };
}
