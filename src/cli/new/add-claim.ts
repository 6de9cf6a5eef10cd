import { claimsFileSchema } from '@paper-factory/runners/schema';
import { UserError } from '@paper-factory/runners/user-error';
import { isSeq, parseDocument } from 'yaml';
import { parseYaml } from '../../content/parse-yaml.ts';
import { parseWith } from '../../content/schema-findings.ts';

const indent = (text: string, by: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line, i) => (i === 0 ? `${by}- ${line}` : line === '' ? '' : `${by}  ${line}`))
    .join('\n');

const lineEnd = (text: string, offset: number): number => {
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at;
};

/** Where a new item goes in the text of a claims file, and what with. */
function insertion(text: string, claim: string): { from: number; to: number; text: string } | null {
  const document = parseDocument(text, { prettyErrors: false });
  const list = document.get('claims', true);
  if (!isSeq(list) || !list.range) return null;
  if (list.items.length === 0) {
    const from = text.slice(0, list.range[0]).trimEnd().length;
    return { from, to: list.range[1], text: `\n${indent(claim, '  ')}` };
  }
  if (list.flow) return null;
  const ranges = list.items.map((item) => (item as { range: [number, number, number] }).range);
  const [first] = ranges;
  const dash = text.lastIndexOf('-', first[0]);
  const column = dash - text.lastIndexOf('\n', dash) - 1;
  const last = text.slice(0, ranges.at(-1)![1]).trimEnd().length;
  const at = lineEnd(text, last);
  // As far apart as the others are.
  const apart =
    ranges.length > 1 && /\n[^\S\n]*\n/.test(text.slice(text.slice(0, ranges[0][1]).trimEnd().length, ranges[1][0]));
  return { from: at, to: at, text: `${apart ? '\n' : ''}\n${indent(claim, ' '.repeat(column))}` };
}

/**
 * A claims file with one more claim at the end of its list; every other byte stays.
 * @param file Relative to the root, for messages.
 * @param claim A mapping in YAML, from the first column.
 * @throws {UserError} where the file cannot take it.
 */
export function addClaim(file: string, text: string, claim: string): string {
  const refuse = (why: string, hint: string): never => {
    throw new UserError(`${file}: ${why}`, { hint });
  };
  const before = parseYaml(text, file);
  const [fault] = before.findings;
  if (fault) throw new UserError(`${fault.file}:${fault.line}: ${fault.message}`, { hint: fault.hint });
  const place = insertion(text, claim);
  if (!place)
    return refuse(
      'expected "claims:" with one claim below another',
      'Write the claims as a list with dashes, then run the same command again.',
    );
  const added = `${text.slice(0, place.from)}${place.text}${text.slice(place.to) || '\n'}`;
  const after = parseYaml(added, file);
  const [old, now] = [before.value, after.value].map((value) => value as { claims: unknown[] } | undefined);
  const kept = JSON.stringify({ ...old, claims: null }) === JSON.stringify({ ...now, claims: null });
  const others = JSON.stringify(old?.claims) === JSON.stringify(now?.claims.slice(0, -1));
  if (after.findings.length > 0 || !kept || !others) {
    refuse('a claim cannot be added without a change of the others', 'Add it by hand; nothing was written.');
  }
  const [known] = parseWith(claimsFileSchema, before.value, { file, line: before.line }).findings;
  const [fresh] = parseWith(claimsFileSchema, after.value, { file, line: after.line }).findings;
  if (!known && fresh) refuse(`the claim is not valid: ${fresh.message}`, fresh.hint);
  return added;
}
