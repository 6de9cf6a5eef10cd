import type { Root } from 'mdast';
import { visit } from './walk.ts';
import type { Jsx } from './mdx.ts';
import { components, htmlTags, isJsx } from './mdx.ts';

/** Something in an `.mdx` that is not data. */
export interface MdxFault {
  line: number;
  message: string;
  hint: string;
}

const known = Object.keys(components)
  .map((name) => `<${name}>`)
  .join(', ');

function attributeFault(node: Jsx): Omit<MdxFault, 'line'> | null {
  for (const attribute of node.attributes) {
    if (attribute.type === 'mdxJsxExpressionAttribute') {
      return { message: `<${node.name}> spreads an expression`, hint: 'Write each attribute as name="text".' };
    }
    if (typeof attribute.value === 'object' && attribute.value !== null) {
      const message = `<${node.name}> has ${attribute.name}={…}, which is code`;
      return { message, hint: `Write ${attribute.name}="text".` };
    }
    if (/^on/i.test(attribute.name) || attribute.name === 'style') {
      return { message: `<${node.name}> has the attribute ${attribute.name}`, hint: 'Leave it out.' };
    }
  }
  const needs = Object.hasOwn(components, node.name ?? '') ? components[node.name!].needs : null;
  if (needs && !node.attributes.some((attribute) => attribute.type === 'mdxJsxAttribute' && attribute.name === needs)) {
    return { message: `<${node.name}> has no ${needs}`, hint: `Write <${node.name} ${needs}="…" />.` };
  }
  return null;
}

function jsxFault(node: Jsx): Omit<MdxFault, 'line'> | null {
  const name = node.name ?? '';
  if (name !== '' && !Object.hasOwn(components, name) && !htmlTags.has(name)) {
    return { message: `<${name}> is no component of a content file`, hint: `Use ${known}, or plain Markdown.` };
  }
  return attributeFault(node);
}

const code: Record<string, Omit<MdxFault, 'line'>> = {
  mdxjsEsm: { message: 'import and export are code', hint: 'Remove the line: the components need no import.' },
  mdxFlowExpression: { message: '{…} is an expression', hint: 'Write the text itself, or \\{ for a brace.' },
  mdxTextExpression: { message: '{…} is an expression', hint: 'Write the text itself, or \\{ for a brace.' },
};

/** Finds imports, exports, expressions, unknown components and attributes that are not text. */
export function findMdxFaults(tree: Root): MdxFault[] {
  const faults: MdxFault[] = [];
  visit(tree, (node) => {
    const fault = isJsx(node) ? jsxFault(node) : code[node.type];
    if (fault) faults.push({ line: node.position?.start.line ?? 1, ...fault });
  });
  return faults;
}
