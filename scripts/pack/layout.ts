import { globSync } from 'node:fs';
import { repository } from './specifiers.ts';

/** What becomes of a file in the packed tool; the copy lies at the same place below `build/`. */
export type Treatment = 'compile' | 'rename' | 'copy';

/** The folders that are packed, each with the files that are meant. What is not listed here is in no tarball. */
const packed: { files: string; treatment: Treatment; except?: RegExp }[] = [
  {
    files: 'src/{cli,content,evidence,importers,markdown,pictures,site}/**/*.ts',
    treatment: 'compile',
    except: /\.d\.ts$/,
  },
  { files: 'runners/src/**/*.ts', treatment: 'compile', except: /\.d\.ts$|\/assembly\// },
  { files: 'src/site/**/*.astro', treatment: 'rename' },
  { files: 'src/site/**/*.{css,js,mdx,svg}', treatment: 'copy' },
  { files: 'src/cli/publish/offline/*.js', treatment: 'copy' },
  { files: 'src/templates/**', treatment: 'copy' },
  { files: 'runners/src/backend/wasm/*.wasm', treatment: 'copy' },
  { files: 'runners/package.json', treatment: 'copy' },
  { files: 'astro.config.mjs', treatment: 'copy' },
];

/** The files of the repository that are packed, sorted, and what becomes of each. */
export function packedFiles(): { file: string; treatment: Treatment }[] {
  return packed
    .flatMap(({ files, treatment, except }) =>
      globSync(files, { cwd: repository, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${entry.parentPath}/${entry.name}`.slice(repository.length + 1).replaceAll('\\', '/'))
        .filter((file) => !except?.test(file))
        .map((file) => ({ file, treatment })),
    )
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}
