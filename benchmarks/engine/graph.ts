import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An experiment of the generated graph: a config of its own, and data that ten of them share. */
export interface Node {
  id: string;
  value: number;
  /** Relative to the root. */
  data: string;
}

/** Experiments that read one file, and its size in bytes. */
const sharing = 10;
const dataBytes = 100_000;

export const md5 = (bytes: string | Uint8Array): string => createHash('md5').update(bytes).digest('hex');

/** `e00000`, `e00001`, …, each with a value of its own. */
export function createGraph(experiments: number): Node[] {
  return Array.from({ length: experiments }, (_, i) => ({
    id: `e${String(i).padStart(5, '0')}`,
    value: i / 8,
    data: `data/d${String(Math.floor(i / sharing)).padStart(4, '0')}.bin`,
  }));
}

/** Bytes of a data file: the same in every benchmark and different in every file. */
export function dataOf(file: string): Uint8Array {
  const block = createHash('sha512').update(file).digest();
  return Uint8Array.from({ length: dataBytes }, (_, i) => block[i % block.length] ^ (i >> 8));
}

export function writeFiles(folder: string, files: Iterable<readonly [string, string | Uint8Array]>): void {
  for (const [file, data] of files) {
    const path = join(folder, file);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, data);
  }
}

export function writeData(folder: string, nodes: readonly Node[]): void {
  const names = [...new Set(nodes.map(({ data }) => data))];
  writeFiles(
    folder,
    names.map((name) => [name, dataOf(name)]),
  );
}
