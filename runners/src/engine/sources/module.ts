import { createRequire } from 'node:module';
import type { Program } from 'acorn';
import { digest } from '../canonical.ts';
import { referencesOf, type References } from './references.ts';
import { SourceFault } from './source-fault.ts';
import { namedAsSources, writeTree } from './syntax-tree.ts';

/** TypeScript, JavaScript, or a module of this tool as `npm pack` compiled it; always an ES module. */
export type Language = 'ts' | 'js' | 'compiled';

export interface SourceModule extends References {
  /** Of the syntax tree without types. */
  digest: string;
}

// Neither is loaded before something must be parsed: together they take longer than a command with nothing to do.
const require = createRequire(import.meta.url);

interface StripFault {
  message: string;
  startLine?: number;
}

/** Erases types as Node itself does when it runs the file: nothing else of the text moves. */
function eraseTypes(text: string): string {
  const { transformSync } = require('amaro') as typeof import('amaro');
  try {
    return transformSync(text, { mode: 'strip-only', module: true }).code;
  } catch (error) {
    const { message, startLine } = error as StripFault;
    if (startLine === undefined) throw error;
    throw syntaxFault(message, startLine, error);
  }
}

const syntaxFault = (message: string, line: number, cause: unknown): SourceFault =>
  new SourceFault(`cannot be parsed: ${message}`, line, 'Mend the file; Node could not run it either.', cause);

function parse(code: string): Program {
  const { parse } = require('acorn') as typeof import('acorn');
  try {
    return parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  } catch (error) {
    const { message, loc } = error as { message: string; loc?: { line: number } };
    if (loc === undefined) throw error;
    throw syntaxFault(message.replace(/ \(\d+:\d+\)$/, ''), loc.line, error);
  }
}

/** @throws {SourceFault} for a syntax error and for a reference that cannot be followed. */
export function parseModule(text: string, language: Language): SourceModule {
  const code = language === 'ts' ? eraseTypes(text) : text;
  const tree = parse(code);
  const references = referencesOf(tree, code);
  return { digest: digest(writeTree(language === 'compiled' ? namedAsSources(tree) : tree)), ...references };
}
