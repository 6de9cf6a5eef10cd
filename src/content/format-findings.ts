import type { Finding } from './types.ts';

const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** `2 errors and 1 warning in 3 files`, or `no faults`. */
export function summarizeFindings(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'no faults';
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const counts = [errors && plural(errors, 'error'), warnings && plural(warnings, 'warning')]
    .filter(Boolean)
    .join(' and ');
  return `${counts} in ${plural(new Set(findings.map(({ file }) => file)).size, 'file')}`;
}

/** Findings as text for people, grouped by file in the order given; empty where there are none. */
export function formatFindings(findings: readonly Finding[]): string {
  const byFile = Map.groupBy(findings, ({ file }) => file);
  const groups = [...byFile.values()].map((group) => {
    const places = group.map(({ file, line }) => `${file}:${line}`);
    const width = Math.max(...places.map((place) => place.length));
    const rows = group.map(({ severity, rule, message, hint }, i) => {
      const head = `${places[i].padEnd(width)}  ${severity.padEnd(5)}  ${rule}`;
      return [head, `    ${message}`, ...(hint ? [`    ${hint}`] : [])].join('\n');
    });
    return rows.join('\n');
  });
  return groups.join('\n\n') + (groups.length > 0 ? `\n\n${summarizeFindings(findings)}\n` : '');
}
