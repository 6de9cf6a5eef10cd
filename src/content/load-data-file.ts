import type { z } from 'zod';
import { lazily } from './lazy-lines.ts';
import { type Memory, sha256 } from './memory.ts';
import { parseYaml } from './parse-yaml.ts';
import type { RootFiles } from './safe-path.ts';
import { parseWith } from './schema-findings.ts';
import type { DataFile, Finding } from './types.ts';

/** Loads one YAML file of a root, e.g. the glossary; null where it is missing, or has faults, which are told. */
export function loadDataFile<S extends z.ZodType>(
  files: RootFiles,
  file: string,
  schema: S,
  memory: Memory,
): { entry: DataFile<z.output<S>> | null; findings: Finding[] } {
  const text = files.text(file);
  if (text === null) return { entry: null, findings: [] };
  const key = sha256(text);
  // One file, one schema: the path says which.
  const known = memory.recall(file, key) as z.output<S> | undefined;
  const line = lazily(() => parseYaml(text, file).line);
  if (known !== undefined) return { entry: { data: known, file, line }, findings: [] };
  const yaml = parseYaml(text, file);
  if (yaml.findings.length > 0) return { entry: null, findings: yaml.findings };
  const { data, findings } = parseWith(schema, yaml.value, { file, line: yaml.line });
  if (data === null) return { entry: null, findings };
  memory.keep(file, key, data);
  return { entry: { data, file, line }, findings };
}
