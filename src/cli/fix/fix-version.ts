import { scalarAt, applyEdits, lineEnd, mappingOf, startOf } from './yaml-part.ts';
import type { FixableFile } from './fixable-files.ts';
import { currentVersion, migrations } from './migrations.ts';
import { moveField } from './move-field.ts';

/** Puts a field before all others; comments at the head of the file stay above it. */
export function putFirst(yaml: string, line: string): string | null {
  const parsed = mappingOf(yaml);
  if (!parsed || parsed.map.flow || parsed.map.items.length === 0) return null;
  const at = startOf(parsed.map.items[0]);
  return `${yaml.slice(0, at)}${line}${lineEnd(yaml)}${yaml.slice(at)}`;
}

const validates = ({ schema }: FixableFile, yaml: string): boolean =>
  schema.safeParse(mappingOf(yaml)?.document.toJS()).success;

function migrate({ format }: FixableFile, yaml: string, done: string[]): string {
  return migrations
    .filter((one) => one.format === format)
    .reduce((text, one) => {
      const moved = moveField(text, one);
      if (moved !== null) done.push(`${one.from.join('.')} is ${one.to} now: ${one.why}`);
      return moved ?? text;
    }, yaml);
}

/**
 * Brings a file to the version of this tool. A version that is missing is added only where all else is valid with it, and
 * a newer one is left alone: `check` tells what to do.
 * @param done What was done, in words; added to.
 */
export function fixVersion(file: FixableFile, yaml: string, done: string[]): string {
  const parsed = mappingOf(yaml);
  if (!parsed) return yaml;
  const version = scalarAt(parsed.map, ['schemaVersion']);
  return version === null ? addVersion(file, yaml, done) : raiseVersion(file, yaml, version, done);
}

function addVersion(file: FixableFile, yaml: string, done: string[]): string {
  const notes: string[] = [];
  const added = putFirst(migrate(file, yaml, notes), `schemaVersion: ${currentVersion}`);
  if (added === null || !validates(file, added)) return yaml;
  done.push(...notes, `schemaVersion: ${currentVersion} added`);
  return added;
}

function raiseVersion(
  file: FixableFile,
  yaml: string,
  version: NonNullable<ReturnType<typeof scalarAt>>,
  done: string[],
): string {
  if (version.value !== 0 && version.value !== currentVersion) return yaml;
  const raised =
    version.value === 0
      ? applyEdits(yaml, [{ from: version.from, to: version.to, text: String(currentVersion) }])
      : yaml;
  if (version.value === 0) done.push(`schemaVersion 0 raised to ${currentVersion}`);
  return migrate(file, raised, done);
}
