import ts from 'typescript';
import { packedSpecifier } from './specifiers.ts';

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  isolatedModules: true,
};

const isImportMeta = (node: ts.Node): boolean =>
  ts.isPropertyAccessExpression(node) && ts.isMetaProperty(node.expression) && node.name.text === 'url';

/** Whether a string names a module: in an import or export, `import()`, `require.resolve()`, `new URL(…, import.meta.url)`. */
function namesModule({ parent }: ts.Node): boolean {
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return true;
  if (ts.isNewExpression(parent)) return parent.arguments?.[1] !== undefined && isImportMeta(parent.arguments[1]);
  if (!ts.isCallExpression(parent)) return false;
  return parent.expression.kind === ts.SyntaxKind.ImportKeyword || parent.expression.getText() === 'require.resolve';
}

/** Renames the modules that a file names. @param from The file, relative to the repository. */
const renameModules =
  (from: string): ts.TransformerFactory<ts.SourceFile> =>
  (context) =>
  (file) => {
    const visit = (node: ts.Node): ts.Node => {
      if (!ts.isStringLiteral(node) || !namesModule(node)) return ts.visitEachChild(node, visit, context);
      const name = packedSpecifier(node.text, from);
      return name === node.text ? node : context.factory.createStringLiteral(name, true);
    };
    return ts.visitEachChild(file, visit, context);
  };

/**
 * A TypeScript module as the JavaScript of the packed tool.
 * @param from Its file, relative to the repository.
 * @throws {Error} for a syntax error.
 */
export function compileModule(text: string, from: string): string {
  const { outputText, diagnostics } = ts.transpileModule(text, {
    fileName: from,
    compilerOptions: options,
    reportDiagnostics: true,
    transformers: { before: [renameModules(from)] },
  });
  const fault = diagnostics?.[0];
  if (fault) throw new Error(`${from}: ${ts.flattenDiagnosticMessageText(fault.messageText, '\n')}`);
  return outputText;
}

/** An Astro component or a declaration file: only the modules that it names change. @see compileModule */
export function renameInText(text: string, from: string): string {
  const named = /(\bfrom\s*|\bimport\s*\(?\s*|<script\s+src=)(['"])([^'"\n]+)\2/g;
  return text.replace(
    named,
    (_, before: string, quote: string, name: string) => before + quote + packedSpecifier(name, from) + quote,
  );
}
