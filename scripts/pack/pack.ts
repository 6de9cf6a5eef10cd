/** Packs the tool and says how large it is: `npm run pack`. Arguments go to `npm pack`, e.g. `--pack-destination DIR`. */
import { execFileSync } from 'node:child_process';
import { repository } from './specifiers.ts';

export interface Packed {
  filename: string;
  /** Bytes of the tarball. */
  size: number;
  /** Bytes of its files. */
  unpackedSize: number;
  /** Paths inside the package, with their bytes. */
  files: { path: string; size: number }[];
}

/** Runs `npm pack`, which compiles the tool first. @param args For npm. */
export function pack(args: string[]): Packed {
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const text = execFileSync('npm', ['pack', '--json', ...args], {
    cwd: repository,
    encoding: 'utf8',
    stdio: [...stdio],
  });
  const [packed] = Object.values(JSON.parse(text.slice(text.search(/^[[{]/m)))) as Packed[];
  return packed;
}

const kB = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;

/** `build/src/site` of `build/src/site/pages/index.astro`, `bin` of `bin/paper-factory.mjs`. */
const partOf = (path: string): string => path.split('/').slice(0, -1).slice(0, 3).join('/') || '.';

function report({ filename, size, unpackedSize, files }: Packed): string {
  const parts = new Map<string, { files: number; bytes: number }>();
  for (const { path, size: bytes } of files) {
    const part = parts.get(partOf(path)) ?? { files: 0, bytes: 0 };
    parts.set(partOf(path), { files: part.files + 1, bytes: part.bytes + bytes });
  }
  const lines = [...parts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([part, { files: count, bytes }]) =>
        `  ${part.padEnd(24)} ${String(count).padStart(4)} files ${kB(bytes).padStart(8)}`,
    );
  return [`${filename}: ${kB(size)} packed, ${kB(unpackedSize)} unpacked, ${files.length} files`, ...lines, ''].join(
    '\n',
  );
}

if (import.meta.main) process.stdout.write(report(pack(process.argv.slice(2))));
