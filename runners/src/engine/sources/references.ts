import type { Node, Program } from 'acorn';
import { SourceFault } from './source-fault.ts';

/** A file or package that a module names. */
export interface Reference {
  /** As written; `${}` stands for what a template fills in. */
  target: string;
  /** From 1. */
  line: number;
  /** What is taken of a package, `*` for all of it; absent for a path. */
  names?: string[];
}

/** `export { imported as name } from 'target'`; `imported` is `*` for `export * as name`. */
export interface ReExport {
  name: string;
  imported: string;
  target: string;
}

export interface References {
  /** Of other modules, in the order of the text: relative paths and packages. */
  imports: Reference[];
  /** What it hands on under a name. */
  reExports: ReExport[];
  /** Files beside the module, `new URL('./kernels.wasm', import.meta.url)`: relative paths. */
  assets: Reference[];
}

type Tree = Node & Record<string, unknown>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && 'type' in value;

const isNamed = (node: unknown, name: string): boolean =>
  isTree(node) && node.type === 'Identifier' && node.name === name;

const isMeta = (node: unknown): node is Tree =>
  isTree(node) && node.type === 'MetaProperty' && isNamed(node.meta, 'import');

const isMetaUrl = (node: unknown): boolean =>
  isTree(node) &&
  node.type === 'MemberExpression' &&
  isMeta(node.object) &&
  !node.computed &&
  isNamed(node.property, 'url');

/** A string or a template, with `${}` for what is filled in; null for anything else. */
function textOf(node: unknown): string | null {
  if (!isTree(node)) return null;
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  if (node.type !== 'TemplateLiteral') return null;
  return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('${}');
}

/** An exported name is an identifier or a string. */
const nameOf = (node: unknown): string => {
  const { name, value } = node as { name?: string; value?: string };
  return name ?? value!;
};

/** Names that a statement or an `import()` takes of the module that it loads. */
function namesTaken(node: Tree): string[] {
  if (!Array.isArray(node.specifiers)) return ['*'];
  return (node.specifiers as Tree[]).map((specifier) => {
    if (specifier.type === 'ImportSpecifier') return nameOf(specifier.imported);
    if (specifier.type === 'ExportSpecifier') return nameOf(specifier.local);
    return specifier.type === 'ImportDefaultSpecifier' ? 'default' : '*';
  });
}

function reExportsOf(node: Tree, target: string): ReExport[] {
  if (node.type === 'ExportAllDeclaration') {
    return node.exported ? [{ name: nameOf(node.exported), imported: '*', target }] : [];
  }
  if (node.type !== 'ExportNamedDeclaration') return [];
  return (node.specifiers as Tree[]).map(({ exported, local }) => {
    return { name: nameOf(exported), imported: nameOf(local), target };
  });
}

const besideHint = "Name a file beside the module with new URL('./file', import.meta.url), which counts.";

/**
 * What a module loads.
 * @param code What `tree` was parsed from.
 * @throws {SourceFault} for `import()` or `new URL(…, import.meta.url)` of a computed path, and for other uses of
 *   `import.meta` that find a file.
 */
export function referencesOf(tree: Program, code: string): References {
  const found: References = { imports: [], reExports: [], assets: [] };
  const lineOf = (node: Node): number => code.slice(0, node.start).split('\n').length;

  const importOf = (node: Tree, source: unknown): void => {
    const target = textOf(source);
    const line = lineOf(node);
    if (target === null || target.includes('${}')) {
      throw new SourceFault('import() of a computed path cannot be followed', line, 'Write the path as a literal.');
    }
    found.imports.push(target.startsWith('.') ? { target, line } : { target, line, names: namesTaken(node) });
    found.reExports.push(...reExportsOf(node, target));
  };

  /** Takes note of `import.meta.url` where it names a file; true where it need not be looked at again. */
  const isAssetUrl = (node: Tree): boolean => {
    const [path, base] = node.arguments as unknown[];
    if (!isNamed(node.callee, 'URL') || !isMetaUrl(base)) return false;
    const target = textOf(path);
    if (target === null) {
      throw new SourceFault('new URL() of a computed path cannot be followed', lineOf(node), besideHint);
    }
    // An address with a scheme is no file beside the module.
    if (!/^[a-z][a-z0-9+.-]*:/i.test(target)) found.assets.push({ target, line: lineOf(node) });
    return true;
  };

  /** `createRequire(import.meta.url)` and `cached(key, make, import.meta.url)` find no file. */
  const passesUrl = (node: Tree, argument: unknown): boolean =>
    node.type === 'CallExpression' && isMetaUrl(argument) && !isNamed(node.callee, 'fileURLToPath');

  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isTree(value)) return;
    switch (value.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
        return importOf(value, value.source);
      case 'ExportNamedDeclaration':
        if (value.source) return importOf(value, value.source);
        break;
      case 'ImportExpression':
        importOf(value, value.source);
        break;
      case 'NewExpression':
        if (isAssetUrl(value)) return;
        break;
      case 'CallExpression':
        visit(value.callee);
        return (value.arguments as unknown[]).filter((argument) => !passesUrl(value, argument)).forEach(visit);
      case 'MemberExpression':
        if (isMeta(value.object) && !value.computed && isNamed(value.property, 'main')) return;
        break;
      case 'MetaProperty':
        if (!isMeta(value)) return;
        throw new SourceFault('this use of import.meta cannot be followed', lineOf(value), besideHint);
    }
    for (const [name, field] of Object.entries(value)) if (name !== 'type') visit(field);
  };
  for (const statement of tree.body) {
    // Only these load anything, and a keyword is always written out.
    const loads =
      ('source' in statement && statement.source) || code.slice(statement.start, statement.end).includes('import');
    if (loads) visit(statement);
  }
  return found;
}
