import { join, relative } from 'node:path';
import ts from 'typescript';
import { renameInText } from './compile.ts';
import { repository } from './specifiers.ts';

/** What users' modules import from 'paper-factory'. */
const publicInterface = join(repository, 'runners', 'src', 'public.ts');

/**
 * The types of the public interface and of all that it rests on, by path below `build/`: an editor completes with them.
 * @throws {Error} for a fault of types.
 */
export function declarations(): [path: string, content: string][] {
  const { config } = ts.readConfigFile(join(repository, 'tsconfig.json'), (file) => ts.sys.readFile(file));
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, repository);
  const program = ts.createProgram([publicInterface], {
    ...options,
    ...{ noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: join(repository, 'types') },
    rootDir: repository,
  });
  const written: [string, string][] = [];
  const { diagnostics } = program.emit(undefined, (file, text) => {
    const path = relative(repository, file).replaceAll('\\', '/');
    written.push([path, renameInText(text, path)]);
  });
  if (diagnostics.length > 0) throw new Error(ts.flattenDiagnosticMessageText(diagnostics[0].messageText, '\n'));
  return written;
}
