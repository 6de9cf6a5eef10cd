import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { digestOfFiles } from '../content/readers.ts';

/** Put in where the site is bundled, which has these files no more. */
declare const __TEXT_CODE__: string | undefined;

let digest: string | undefined;

/** Digest of the code that reads and renders texts: this folder, and the versions of its packages. */
export function digestTextCode(): string {
  if (typeof __TEXT_CODE__ !== 'undefined') return __TEXT_CODE__;
  if (digest !== undefined) return digest;
  const folder = import.meta.dirname;
  const sources = readdirSync(folder).sort();
  digest = digestOfFiles([...sources.map((name) => join(folder, name)), join(folder, '..', '..', 'package.json')]);
  return digest;
}

/** For Vite's `define`. */
export const textCodeDefinition = () => ({ __TEXT_CODE__: JSON.stringify(digestTextCode()) });
