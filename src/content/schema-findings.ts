import type { z } from 'zod';
import { describeField } from './describe-field.ts';
import { finding, type RuleName } from './rules.ts';
import { describe, expected, formatPath, hintFor, isNewer } from './schema-words.ts';
import { nearest } from './suggest.ts';
import type { DataPath, Finding } from './types.ts';

/** Where parsed data comes from. */
export interface Source {
  file: string;
  line(path: DataPath): number;
}

export type Parsed<T> = { data: T; findings: [] } | { data: null; findings: Finding[] };

type Issue = z.core.$ZodIssue;

const knownKeys = (issue: Issue): string[] => issue.message.split(', ').filter(Boolean);

/** Faults an author would see in a list of issues: a misspelt required key is one, not an unknown and a missing one. */
function countFaults(issues: readonly Issue[]): number {
  const misspelt = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => nearest(key, knownKeys(issue))) : [],
  );
  return issues.filter(({ path }) => !misspelt.includes(String(path[0]))).length;
}

/** The issues of the alternative that was meant: the one that fits best. */
function flatten(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const under = (inner: Issue): Issue => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue;
  const isRoot = (inner: Issue) =>
    inner.path.length === 0 && (inner.code === 'invalid_type' || inner.code === 'invalid_value');
  const meant = issue.errors.filter((branch) => !branch.every(isRoot)).sort((a, b) => countFaults(a) - countFaults(b));
  if (meant.length > 0) return meant[0].flatMap((inner) => flatten(under(inner)));
  const kinds = issue.errors.flatMap((branch) => branch.map(({ message }) => message.replace(/^expected /, '')));
  return [{ ...issue, code: 'custom', message: `expected ${[...new Set(kinds)].join(' or ')}` } as Issue];
}

const valueAt = (value: unknown, path: DataPath): unknown =>
  path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown> | null | undefined)?.[step], value);

/** Problems of a key, one finding for each unknown key; `taken` are the misspelt keys' real names. */
function unknownKeys(issue: Issue & { keys: string[] }, source: Source, taken: Set<string>): Finding[] {
  const known = knownKeys(issue);
  const where = issue.path.length > 0 ? ` in ${formatPath(issue.path)}` : '';
  return issue.keys.map((key) => {
    const near = nearest(key, known);
    if (near) taken.add(formatPath([...issue.path, near]));
    const hint = near ? `Did you mean "${near}"?` : `Remove it, or use one of: ${known.join(', ')}.`;
    const line = source.line([...issue.path, key]);
    return finding('keys-are-known', source.file, line, `expected a known key${where}, found "${key}"`, hint);
  });
}

function ruleFor(issue: Issue): RuleName {
  return issue.message.startsWith('must be a path inside the root') ? 'path-is-inside-root' : 'fields-are-valid';
}

function toFinding(issue: Issue, value: unknown, source: Source, schema: z.ZodType): Finding {
  const found = valueAt(value, issue.path);
  // A message that says what must hold ends with what was found; the others tell it themselves.
  const told = /^(must|expected)\b/.test(issue.message) ? `${issue.message}, found ${describe(found)}` : issue.message;
  const name = formatPath(issue.path);
  const message = `${name}${name && ': '}${told}`;
  const hint = hintFor(issue, found, describeField(schema, issue.path).replace(/\.$/, ''));
  return finding(ruleFor(issue), source.file, source.line(issue.path), message, hint);
}

function keyFinding(issue: z.core.$ZodIssueInvalidKey, source: Source): Finding {
  const key = String(issue.path.at(-1));
  const why = issue.issues[0]?.message ?? 'is not valid';
  const message = `${formatPath(issue.path.slice(0, -1))}: the key "${key}" ${why}`;
  return finding('fields-are-valid', source.file, source.line(issue.path), message, `Rename "${key}".`);
}

/** The findings of one failed parse: one for each fault, with its line. */
function schemaFindings(error: z.ZodError, value: unknown, source: Source, schema: z.ZodType): Finding[] {
  const all = error.issues.flatMap(flatten);
  // What a newer version has more than this one is no fault of the file.
  const newer = all.filter(({ path }) => path.length === 1 && path[0] === 'schemaVersion' && isNewer(valueAt(value, path)));
  const issues = newer.length > 0 ? newer : all;
  const taken = new Set<string>();
  const keys = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(issue, source, taken) : []));
  const fields = issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return [];
    if (issue.code === 'invalid_key') return [keyFinding(issue, source)];
    // A misspelt required key is one fault, not an unknown key and a missing one.
    if (valueAt(value, issue.path) === undefined && taken.has(formatPath(issue.path))) return [];
    return [toFinding(issue, value, source, schema)];
  });
  return [...keys, ...fields];
}

/** Parses data with a schema; faults become findings in the words of the file's author. */
export function parseWith<S extends z.ZodType>(
  schema: S,
  value: unknown,
  source: Source,
): Parsed<z.output<S>> {
  const parsed = schema.safeParse(value, { error: expected });
  if (parsed.success) return { data: parsed.data, findings: [] };
  return { data: null, findings: schemaFindings(parsed.error, value, source, schema) };
}
