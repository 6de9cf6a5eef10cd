import type { Source } from './schema-findings.ts';

/**
 * Finds lines by a parse that is made when the first is asked for: few fields have a fault, and the syntax trees of a
 * large root take hundreds of megabytes.
 */
export function lazily(parse: () => Source['line']): Source['line'] {
  let line: Source['line'] | null = null;
  return (path) => (line ??= parse())(path);
}
