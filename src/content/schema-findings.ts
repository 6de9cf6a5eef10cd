import type { z } from 'zod';
import { describeField } from './describe-field.ts';
import { finding, type RuleName } from './rules.ts';
import { didYouMean, nearest } from './suggest.ts';
import type { DataPath, Finding } from './types.ts';

/** Where parsed data comes from. */
export interface Source {
  file: string;
  line(path: DataPath): number;
}

export type Parsed<T> = { data: T; findings: [] } | { data: null; findings: Finding[] };

type RawIssue = z.core.$ZodRawIssue;
type Issue = z.core.$ZodIssue;

const nouns: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** A found value as a reader sees it in the file. */
export function describe(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return `"${value.length > 60 ? `${value.slice(0, 57)}...` : value}"`;
  return typeof value === 'number' ? `the number ${value}` : String(value);
}

/** `contributions[0].claims[1]`; the empty path is the file itself. */
export const formatPath = (path: DataPath): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${String(step)}`)).join('');

function sizeOf(issue: { origin: string; minimum?: unknown; maximum?: unknown; inclusive?: boolean }): string {
  const [limit, more] = issue.minimum === undefined ? [issue.maximum, false] : [issue.minimum, true];
  if (issue.origin === 'array')
    return `a list with at ${more ? 'least' : 'most'} ${limit} item${limit === 1 ? '' : 's'}`;
  if (issue.origin === 'string') return `text with at ${more ? 'least' : 'most'} ${limit} characters`;
  if (issue.inclusive === false) return `a number ${more ? 'above' : 'below'} ${limit}`;
  return `a number of at ${more ? 'least' : 'most'} ${limit}`;
}

/** What was expected, where the schema itself has no words for it. zod calls this for each issue. */
function expected(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (typeof issue.input === 'number' && issue.expected === 'number') return 'expected a finite number';
      return `expected ${nouns[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return issue.values.length === 1
        ? `expected ${describe(issue.values[0])}`
        : `expected one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
    case 'too_big':
      return `expected ${sizeOf(issue as Parameters<typeof sizeOf>[0])}`;
    case 'invalid_format':
      return issue.format === 'url'
        ? 'expected a web address'
        : `expected text of the form ${issue.pattern ?? issue.format}`;
    case 'unrecognized_keys': {
      const def = issue.inst?._zod.def as { shape?: object } | undefined;
      return Object.keys(def?.shape ?? {}).join(', ');
    }
    case 'invalid_union': {
      const options = (issue as { options?: unknown[] }).options;
      return options ? `expected one of ${options.map(String).join(', ')}` : 'expected another form';
    }
    default:
      return 'expected another value';
  }
}

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

function hintFor(issue: Issue, found: unknown, meaning: string): string {
  const key = issue.path.findLast((step) => typeof step === 'string') ?? '';
  const about = meaning && key && ` It is: ${meaning}.`;
  if (found === undefined || found === null) {
    return issue.path.length === 0 ? 'Fill in the file.' : `Give "${key}" a value.${about}`;
  }
  const choices = issue.code === 'invalid_value' ? issue.values : (issue as { options?: unknown[] }).options;
  if (choices && typeof found === 'string') {
    return `${didYouMean(found, choices.map(String))}Write one of the expected values.${about}`;
  }
  if (issue.code === 'invalid_type' && issue.expected === 'string' && typeof found !== 'object') {
    return `Put the value in quotes, so that it stays as written.${about}`;
  }
  if (issue.code === 'invalid_type' && typeof found === 'string' && found.trim() !== '' && Number.isFinite(Number(found))) {
    return `Write the number without quotes and leading zeros.${about}`;
  }
  if (issue.code === 'invalid_type' && issue.expected === 'array') return `Write a list: ${key}: [...].${about}`;
  return `Correct "${key || 'the file'}".${about}`;
}

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
  const issues = error.issues.flatMap(flatten);
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
