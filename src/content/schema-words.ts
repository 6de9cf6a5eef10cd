import type { z } from 'zod';
import { didYouMean } from './suggest.ts';
import type { DataPath } from './types.ts';

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

/**
 * What was expected, where the schema itself has no words for it; zod calls this for each issue. For unknown keys it is
 * the list of known ones, which an issue itself does not carry.
 */
export function expected(issue: z.core.$ZodRawIssue): string {
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

/** What to do about a file of another version of its format. */
function versionHint(found: unknown): string {
  if (isNewer(found)) return 'The file is of a newer paper-factory: update the tool. Nothing else of the file is looked at.';
  if (found === 0) return 'The file is of an older version: `paper-factory check --fix` brings it up to date.';
  if (found === undefined || found === null) {
    return 'Write schemaVersion: 1, or let `paper-factory check --fix` add it where the rest is valid.';
  }
  return 'Write schemaVersion: 1.';
}

/** A version that this tool does not know yet. */
export const isNewer = (version: unknown): boolean => typeof version === 'number' && version > 1;

/** What to do about an issue. */
export function hintFor(issue: z.core.$ZodIssue, found: unknown, meaning: string): string {
  const key = issue.path.findLast((step) => typeof step === 'string') ?? '';
  const about = meaning && key && ` It is: ${meaning}.`;
  if (key === 'schemaVersion') return versionHint(found);
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
