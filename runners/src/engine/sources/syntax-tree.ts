import type { Node } from 'acorn';
import { nameOfSource } from './own-modules.ts';

/** The type is written first; where a node lies does not count. */
const leftOut = new Set(['type', 'start', 'end']);

const isNode = (value: unknown): value is Node & Record<string, unknown> =>
  typeof value === 'object' && value !== null && 'type' in value;

/** Statements that do nothing: a lone `;` (which erased types may leave behind) and an export of types alone. */
function doesNothing(node: unknown): boolean {
  if (!isNode(node)) return false;
  if (node.type === 'EmptyStatement') return true;
  return (
    node.type === 'ExportNamedDeclaration' &&
    node.declaration === null &&
    node.source === null &&
    (node.specifiers as Node[]).length === 0
  );
}

/** A regular expression has no value that can be written, a bigint and an infinity none that JSON knows. */
function writeLiteral(node: Record<string, unknown>): string {
  if (node.regex) {
    const { pattern, flags } = node.regex as { pattern: string; flags: string };
    return `Regex(${JSON.stringify(pattern)},${JSON.stringify(flags)})`;
  }
  if (typeof node.value === 'bigint') return `${node.value}n`;
  return typeof node.value === 'string' ? JSON.stringify(node.value) : String(node.value);
}

/** The key of a property: `{ 'a': 1 }` is `{ a: 1 }`. */
function writeKey(key: Node & Record<string, unknown>): string {
  if (key.type === 'Identifier') return JSON.stringify(key.name);
  return key.type === 'Literal' ? JSON.stringify(String(key.value)) : writeTree(key);
}

/** `a && (b && c)` is `a && b && c`, and Prettier writes it so. */
function operands(node: unknown, operator: unknown): unknown[] {
  if (!isNode(node) || node.type !== 'LogicalExpression' || node.operator !== operator) return [node];
  return [...operands(node.left, operator), ...operands(node.right, operator)];
}

/** The tree of a compiled module as that of its source: `'./loop.js'` is `'./loop.ts'`. */
export function namedAsSources<T>(tree: T): T {
  if (Array.isArray(tree)) return tree.map(namedAsSources) as T;
  if (!isNode(tree)) return tree;
  if (tree.type === 'Literal') {
    const { value } = tree as unknown as { value: unknown };
    return typeof value === 'string' && /^\.\.?\//.test(value) ? { ...tree, value: nameOfSource(value) } : tree;
  }
  return Object.fromEntries(Object.entries(tree).map(([name, field]) => [name, namedAsSources(field)])) as T;
}

/**
 * A syntax tree as a text: two texts are equal exactly when the trees are, but for positions, comments, parentheses,
 * quotes and the spelling of literals. A field that is empty (null, false, no elements) is left out, so that a field
 * which a later parser adds changes no text.
 */
export function writeTree(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeTree).join(',')}]`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const node = value as Record<string, unknown>;
  if (node.type === 'Literal') return writeLiteral(node);
  if (node.type === 'LogicalExpression') {
    return `Logical${String(node.operator)}${writeTree(operands(node, node.operator))}`;
  }
  const fields: string[] = [];
  for (const name of Object.keys(node).sort()) {
    const field = node[name];
    if (leftOut.has(name) || field === null || field === undefined || field === false) continue;
    if (Array.isArray(field)) {
      // A hole in an array is null and stays.
      const items: unknown[] = name === 'body' || name === 'consequent' ? field.filter((i) => !doesNothing(i)) : field;
      if (items.length > 0) fields.push(`${name}:${writeTree(items)}`);
    } else if (name === 'key' && !node.computed && isNode(field)) fields.push(`key:${writeKey(field)}`);
    else fields.push(`${name}:${writeTree(field)}`);
  }
  return `${typeof node.type === 'string' ? node.type : ''}{${fields.join(',')}}`;
}
