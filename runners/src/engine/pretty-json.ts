import { sortKeys } from './canonical.ts';

const widest = 116;

/** Pretty canonical JSON: sorted keys, two spaces, short arrays and objects on one line, newline at the end. */
export function prettyJson(value: unknown): string {
  const write = (item: unknown, indent: string): string => {
    const flat = JSON.stringify(item);
    if (typeof item !== 'object' || item === null) return flat;
    if (flat.length + indent.length <= widest) return flat;
    const inner = `${indent}  `;
    if (Array.isArray(item)) {
      if (item.every((entry) => typeof entry === 'number')) return `[\n${inner}${wrap(item, inner)}\n${indent}]`;
      return `[\n${item.map((entry) => inner + write(entry, inner)).join(',\n')}\n${indent}]`;
    }
    const lines = Object.entries(item).map(([key, entry]) => `${inner}${JSON.stringify(key)}: ${write(entry, inner)}`);
    return `{\n${lines.join(',\n')}\n${indent}}`;
  };
  return `${write(sortKeys(value), '')}\n`;
}

/** Numbers filled into lines, so that a long curve neither takes a screen nor one endless line. */
function wrap(numbers: number[], indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const [index, number] of numbers.entries()) {
    const text = `${JSON.stringify(number)}${index < numbers.length - 1 ? ',' : ''}`;
    if (line && indent.length + line.length + text.length > widest) {
      lines.push(line);
      line = '';
    }
    line += text;
  }
  return [...lines, line].join(`\n${indent}`);
}
