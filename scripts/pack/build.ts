/** Compiles the tool into `build/`, which `npm pack` puts into the tarball. npm runs it before it packs (`prepack`). */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileModule, renameInText } from './compile.ts';
import { declarations } from './declarations.ts';
import { packedFiles, type Treatment } from './layout.ts';
import { repository } from './specifiers.ts';

const build = join(repository, 'build');

const treat: Record<Treatment, (file: string) => [path: string, content: string | Uint8Array]> = {
  compile: (file) => [file.replace(/\.ts$/, '.js'), compileModule(readFileSync(join(repository, file), 'utf8'), file)],
  rename: (file) => [file, renameInText(readFileSync(join(repository, file), 'utf8'), file)],
  copy: (file) => [file, readFileSync(join(repository, file))],
};

/** What the compiled tool says of itself: its folder is a package as the repository is, without what npm runs there. */
function packageJson(): string {
  const { name, version, type, dependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  return `${JSON.stringify({ name, version, type, private: true, dependencies }, null, 2)}\n`;
}

function write([path, content]: [path: string, content: string | Uint8Array]): void {
  const file = join(build, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

rmSync(build, { recursive: true, force: true });
for (const { file, treatment } of packedFiles()) write(treat[treatment](file));
for (const declaration of declarations()) write(declaration);
write(['package.json', packageJson()]);
