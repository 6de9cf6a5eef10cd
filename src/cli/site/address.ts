import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What of a root's settings is bundled into the program, as astro.config.mjs reads it; the rest is data. */
export function readAddress(root: string): { base: string; site: string } {
  const settings = parse(readFileSync(join(root, 'factory.config.yaml'), 'utf8')) as {
    site?: { base?: string; url?: string };
  } | null;
  return { base: settings?.site?.base ?? '/', site: settings?.site?.url ?? 'http://localhost:4321' };
}
