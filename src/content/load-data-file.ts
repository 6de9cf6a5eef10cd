import type { z } from 'zod';
import { parseYaml } from './parse-yaml.ts';
import type { RootFiles } from './safe-path.ts';
import { parseWith } from './schema-findings.ts';
import type { DataFile, Finding } from './types.ts';

/** Loads one YAML file of a root, e.g. the glossary; null where it is missing, or has faults, which are told. */
export function loadDataFile<S extends z.ZodType>(
  files: RootFiles,
  file: string,
  schema: S,
): { entry: DataFile<z.output<S>> | null; findings: Finding[] } {
  const text = files.text(file);
  if (text === null) return { entry: null, findings: [] };
  const yaml = parseYaml(text, file);
  if (yaml.findings.length > 0) return { entry: null, findings: yaml.findings };
  const source = { file, line: yaml.line };
  const { data, findings } = parseWith(schema, yaml.value, source);
  return { entry: data === null ? null : { data, ...source }, findings };
}
